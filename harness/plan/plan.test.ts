import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Agent, SeenCase } from "../agent.ts";
import { inProcess } from "../agents/inProcess.ts";
import { agreementAtLeast, type Criterion, coverageAtLeast, failuresAtMost, seriousAtMost } from "../criteria/index.ts";
import { judge } from "../run/judge.ts";
import { observe } from "../run/observe.ts";
import { rows } from "../sources/rows.ts";
import { type ActionRow, type ReadySuite, readySuite } from "../suite.ts";
import { countDataset, type DatasetCounts } from "./countDataset.ts";
import { countRun, type RunCounts } from "./countRun.ts";
import { type PlanGiven, plan } from "./plan.ts";

const refund = (amount: number) => ({ type: "refund", params: { amount } });

/** 400 cases of 3 each cluster over ten days: refunds, and every fourth closed. */
const raws = Array.from({ length: 400 }, (_, i) => ({
  id: `case-${i}`,
  cluster: `customer-${Math.floor(i / 3)}`,
  at: `2026-03-${String(1 + Math.floor(i / 40)).padStart(2, "0")}T10:00:00Z`,
  input: { i },
  decisions: [{ actions: i % 4 === 0 ? [{ type: "close", params: {} }] : [refund(i), refund(i + 1)] }],
}));

function suiteOf(
  climb: readonly Criterion[],
  more: { rows?: readonly object[]; types?: Record<string, ActionRow> } = {},
): ReadySuite {
  const propose = async ({ input }: SeenCase) => {
    const { i } = input as { i: number };
    if (i % 29 === 0) throw new Error("no idea");
    if (i % 31 === 0) return { kind: "escalate" as const };
    if (i % 37 === 0) return { kind: "act" as const, actions: [refund(i)] };
    return {
      kind: "act" as const,
      actions: i % 4 === 0 ? [{ type: "close", params: {} }] : [refund(i), refund(i % 17 === 0 ? 0 : i + 1)],
    };
  };
  const agent: Agent = inProcess({ name: "clerk", version: "1", propose });
  const given = (more.rows ?? raws).map((raw, i) => ({ raw, where: { file: "memory", line: i + 1 } }));
  return readySuite({
    name: "desk",
    dataset: { name: "desk", cases: rows("memory", given) },
    agent,
    actions: more.types ?? { refund: { at: "L3", ask: "L4", climb }, close: {} },
  });
}

const given: PlanGiven = { attempts: 1, minutesPerReview: 2 };

async function counted(suite: ReadySuite): Promise<DatasetCounts> {
  using folder = mkdtempDisposableSync(join(tmpdir(), "earnest-plan-"));
  return await countDataset(suite, folder.path);
}

async function ran(suite: ReadySuite, limit?: number): Promise<RunCounts> {
  using folder = mkdtempDisposableSync(join(tmpdir(), "earnest-plan-"));
  await observe(suite, {
    dir: folder.path,
    id: "run-1",
    seed: 1,
    concurrency: 4,
    filter: {},
    limit,
    suiteFile: "suite.ts",
    versions: { earnest: "0", node: "0" },
    now: () => 0,
    clock: () => 0,
  });
  const counts = countRun(suite, folder.path);
  // The counts are those the gates judge by.
  const { evidence } = judge(suite, folder.path).judgement.types.find(({ type }) => type === "refund") ?? {};
  const seen = counts.types.get("refund");
  expect(seen).toMatchObject({
    agreement: { hits: evidence?.proposed.matches, n: evidence?.proposed.n },
    serious: { hits: Number(evidence?.proposed.n) - Number(evidence?.serious), n: evidence?.proposed.n },
    coverage: { hits: evidence?.decided.matches, n: evidence?.decided.n },
    failures: { hits: Number(evidence?.failures.n) - Number(evidence?.failures.failed), n: evidence?.failures.n },
  });
  return counts;
}

const gates = [agreementAtLeast(0.95), seriousAtMost(0.02), coverageAtLeast(0.6), failuresAtMost(0.05)];

describe("counting a dataset", () => {
  test("one case is one vote, clusters and days are counted, types of no row are not", async () => {
    const counts = await counted(suiteOf(gates));
    expect(counts).toMatchObject({
      cases: 400,
      clusters: 134,
      days: { from: "2026-03-01", to: "2026-03-10", span: 10, dated: 400 },
      perDay: { median: 40, mean: 40 },
    });
    expect(counts.types.get("refund")).toMatchObject({ cases: 300, clusters: 134, perDay: { median: 30, mean: 30 } });
    expect([...counts.types.keys()]).toEqual(["refund", "close"]);
  });

  test("quiet days count, and cases without a date are said", async () => {
    const dates = ["2026-01-01", "2026-01-01", "2026-01-01", "2026-01-10", undefined];
    const few = dates.map((at, i) => ({ id: `c${i}`, ...(at && { at }), input: {}, decisions: [{ actions: [refund(1)] }] }));
    const suite = suiteOf(gates, { rows: few });
    const counts = await counted(suite);
    expect(counts.days).toEqual({ from: "2026-01-01", to: "2026-01-10", span: 10, dated: 4 });
    expect(counts.types.get("refund")?.perDay).toEqual({ median: 0, mean: 0.4 });
    // On most days nothing came: the mean is what can be counted on.
    expect(plan(suite, counts, undefined, given).types[0]?.perDay).toBe(0.4);
  });

  test("a busy day does not stand for all days", async () => {
    const busy: Record<string, number> = { "2026-01-01": 1, "2026-01-03": 4, "2026-01-05": 6 };
    const dates = Object.entries(busy).flatMap(([at, n]) => Array.from({ length: n }, () => at));
    const suite = suiteOf(gates, {
      rows: dates.map((at, i) => ({ id: `c${i}`, at, input: {}, decisions: [{ actions: [refund(1)] }] })),
    });
    const counts = await counted(suite);
    expect(counts.perDay).toEqual({ median: 1, mean: 2.2 });
    expect(plan(suite, counts, undefined, given).types[0]?.perDay).toBe(1);
  });

  test("without dates calendar time is not known, and said", async () => {
    const undated = raws.slice(0, 100).map(({ at: _, ...raw }) => raw);
    const suite = suiteOf(gates, { rows: undated });
    const counts = await counted(suite);
    expect(counts).toMatchObject({ days: null, perDay: null });
    const planned = plan(suite, counts, undefined, given);
    expect(planned.types[0]).toMatchObject({ perDay: null, days: null });
    expect(planned.notes.join(" ")).toContain("calendar time is not known");
    const [first] = plan(suite, counts, undefined, { ...given, perDay: 4 }).types;
    expect(first?.perDay).toBe(3);
    // 401 refunds at 98% true, 75 here: 326 more at 3 a day.
    expect(first?.shares[0]?.rates[1]).toMatchObject({ fourInFive: 401, enough: false, days: 109 });
  });
});

describe("a plan without a run", () => {
  test("says for each rate what it takes, in cases of the type and cases to replay", async () => {
    const suite = suiteOf(gates);
    const planned = plan(suite, await counted(suite), undefined, {
      ...given,
      attempts: 3,
      price: { perCall: 0.5, currency: "EUR" },
    });
    const [lead, serious, coverage, failures] = planned.types[0]?.shares ?? [];
    expect(lead).toMatchObject({ cases: 300, inARow: 78, line: 0.95, now: null });
    expect(lead?.rates.map(({ rate, straight, enough }) => [rate, straight, enough])).toEqual([
      [0.97, 930, false],
      [0.98, 317, false],
      [0.99, 143, true],
    ]);
    // Three of four cases are refunds.
    for (const { fourInFive, replays } of lead?.rates ?? []) expect(replays).toBe(Math.ceil((fourInFive ?? 0) / 0.75));
    expect(serious).toMatchObject({ line: 0.98, inARow: 196, cases: 300 });
    expect([coverage?.cases, failures?.cases]).toEqual([300, 400]);
    expect(planned.replay).toEqual({ cases: 400, calls: 1200, cost: 600 });
    expect(planned.notes.join(" ")).toMatch(/No run is given.*400 cases stand in 134 clusters/);
    // 300 proposals at the middle rate, 98%: 6 differ, and 60 that agree are looked at too.
    expect(planned.reviews).toMatchObject({ disagreements: 6, agreements: 60, minutes: 132, seen: false });
  });

  test("cost is not zero but unknown without a price", async () => {
    const suite = suiteOf(gates);
    const planned = plan(suite, await counted(suite), undefined, given);
    expect(planned.replay.cost).toBeNull();
    expect(planned.notes.join(" ")).toContain("What it costs is not known");
  });

  test("several types at once are each held to a smaller error, and need more", async () => {
    const row = { at: "L3", ask: "L4", climb: gates };
    const [one, two] = [suiteOf(gates), suiteOf(gates, { types: { refund: row, close: row } })];
    const [single, both] = [plan(one, await counted(one), undefined, given), plan(two, await counted(two), undefined, given)];
    expect(both.level).toEqual({ alpha: 0.05, asked: 2, each: 0.025 });
    const inARow = (planned: typeof both) => planned.types[0]?.shares[0]?.inARow ?? 0;
    expect(inARow(both)).toBeGreaterThan(inARow(single));
    expect(both.notes.join(" ")).toContain("Holm");
  });

  test("what is out of reach, and why, is said", async () => {
    const own: Criterion = { ...agreementAtLeast(0.9), name: "ours", params: {}, limit: "A check of ours" };
    const row = (climb: readonly Criterion[]): ActionRow => ({ at: "L3", ask: "L4", climb });
    const suite = suiteOf([], {
      types: { refund: row([agreementAtLeast(0.99), seriousAtMost(0)]), close: row([own]), ship: row([agreementAtLeast(0.9)]) },
    });
    const planned = plan(suite, await counted(suite), undefined, given);
    const notes = planned.notes.join("\n");
    expect(notes).toMatch(/refund: no number of cases can show/);
    expect(notes).toMatch(/close: the gate sets no floor/);
    expect(notes).toContain("Asked as well, and in no plan of cases: a check of ours.");
    expect(notes).toMatch(/ship: people never took this action/);
    expect(planned.decided).toBeNull();
    expect(planned.reviews.unknown).toBe(1);
    expect(planned.types[0]?.shares[1]).toMatchObject({
      inARow: null,
      rates: [{ method: "never" }, { method: "never" }, { method: "never" }],
    });
  });

  test("a suite that asks for nothing has nothing to plan", async () => {
    const suite = suiteOf([], { types: { refund: {} } });
    const planned = plan(suite, await counted(suite), undefined, given);
    expect(planned).toMatchObject({ types: [], decided: null, reviews: { disagreements: 0, agreements: 0, seen: false } });
    expect(planned.notes).toEqual([expect.stringContaining("nothing to plan")]);
  });
});

describe("a plan from a run", () => {
  test("starts where the run stands: its range, what it still takes, and the chance within the cases left", async () => {
    const suite = suiteOf(gates);
    const [counts, run] = [await counted(suite), await ran(suite, 200)];
    const planned = plan(suite, counts, run, given);
    expect(planned.run).toMatchObject({ cases: 200, anew: null, filtered: false });
    const { now } = planned.types[0]?.shares[0] ?? {};
    const seen = run.types.get("refund")?.agreement;
    expect(now).toMatchObject({ hits: seen?.hits, n: seen?.n });
    expect(now?.low).toBeLessThan((seen?.hits ?? 0) / (seen?.n ?? 1));
    // It agrees in fewer than 95%: no number of cases will do at that rate, nor at the low end, but at the high end.
    expect((seen?.hits ?? 0) / (seen?.n ?? 1)).toBeLessThan(0.95);
    expect([now?.atEstimate?.method, now?.atLow.method]).toEqual(["never", "never"]);
    expect(now?.atHigh.straight).toBeGreaterThan(0);
    expect(now?.left).toBe((planned.types[0]?.proposed.cases ?? 0) - (seen?.n ?? 0));
    expect(now?.chance.share).toBeLessThan(0.05);
    expect(planned.types[0]?.proposed).toEqual({ cases: Math.round(((seen?.n ?? 0) / 200) * 400), basis: "run" });
    expect(planned.reviews.seen).toBe(true);
  });

  test("of another version, or on other cases, lends its rates but not its cases", async () => {
    const suite = suiteOf(gates);
    const [counts, run] = [await counted(suite), await ran(suite, 200)];
    const next = { ...suite, agent: { ...suite.agent, version: "2" } };
    const other = plan(next, counts, run, given);
    expect(other.run?.anew).toContain("clerk 1");
    expect(other.types[0]?.shares[0]?.now).toBeNull();
    expect(other.types[0]?.proposed.basis).toBe("run");
    expect(plan(suite, { ...counts, digest: "another" }, run, given).run?.anew).toContain("changed since");
  });

  test("where cases of a cluster come out alike, each is worth less and more are needed", async () => {
    // The agent is wrong about whole customers.
    const clustered = raws.map((raw) => ({ ...raw, cluster: `customer-${Number(raw.id.slice(5)) % 17}` }));
    const suite = suiteOf(gates, { rows: clustered });
    const [counts, run] = [await counted(suite), await ran(suite)];
    const { worth, rates, inARow } = plan(suite, counts, run, given).types[0]?.shares[0] ?? {};
    expect(worth).toBeLessThan(0.2);
    expect(inARow).toBe(Math.ceil(78 / (worth ?? 1)));
    expect(rates?.[1]?.fourInFive).toBe(Math.ceil(401 / (worth ?? 1)));
  });
});
