import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { agreementAtLeast, coverageAtLeast, failuresAtMost, failuresNoMoreThanPeople, seriousAtMost } from "../criteria/index.ts";
import { newJournalEnd } from "../journal/readJournal.ts";
import { Ledger } from "../ledger/ledger.ts";
import { readLedger } from "../ledger/readLedger.ts";
import type { LedgerRow, RunHeader } from "../ledger/record.ts";
import { type Desk, type DeskCase, deskSuite, runFolder, runInto, withoutFacts } from "./deskRun.ts";
import { judge } from "./judge.ts";
import type { Judgement } from "./judgement.ts";
import { journalOf, type ObserveOptions } from "./observe.ts";

const actions: Desk["actions"] = { a: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.9), failuresAtMost(0.5)] }, b: {} };
/** Ten of eleven alike. */
const casesFrom = (from: number, n: number, more: Partial<DeskCase> = {}): DeskCase[] =>
  Array.from({ length: n }, (_, i) => ({ id: `${from + i}`, decided: i % 11 === 5 ? ["b"] : ["a"], proposed: ["a"], ...more }));

interface Night extends Partial<ObserveOptions> {
  readonly cases: readonly DeskCase[];
  readonly version?: string;
}

/** Observes night after night, and judges by the suite of the last. */
async function nights(
  given: readonly Night[],
  order: (dirs: readonly string[]) => readonly string[] = (dirs) => dirs,
): Promise<Judgement> {
  using dir = runFolder();
  const dirs: string[] = [];
  for (const [i, { cases, version, ...more }] of given.entries()) {
    const path = join(dir.path, `${i}`);
    dirs.push(path);
    await runInto(path, deskSuite({ cases, actions, ...(version === undefined ? {} : { version }) }), {
      id: `run-${i}`,
      now: () => i * 86_400_000,
      ...more,
    });
  }
  return judge(deskSuite({ cases: [], actions }), order(dirs)).judgement;
}

const agreement = ({ types }: Judgement) => types[0]?.evidence.shares.agreement ?? expect.fail("no type");

describe("several runs of one agent version", () => {
  const [first, second] = [casesFrom(0, 60), casesFrom(60, 60)];

  test("add up, in order of time, whatever order they are named in", async () => {
    const both = await nights([{ cases: first }, { cases: second, seed: 2 }]);
    expect(agreement(both)).toMatchObject({ n: 120, clusters: 120 });
    expect(both.flow).toMatchObject({ asked: 120, observed: 120, repeated: 0, missing: 0 });
    expect(both.runs.map(({ id, counted }) => [id, counted])).toEqual([
      ["run-0", 60],
      ["run-1", 60],
    ]);
    expect(both.run.id).toBe("run-1");
    const turned = await nights([{ cases: first }, { cases: second, seed: 2 }], (dirs) => dirs.toReversed());
    expect(turned).toEqual(both);
  });

  test("the same cases again count once, and say so", async () => {
    const once = await nights([{ cases: first }]);
    const again = await nights([{ cases: first }, { cases: first, seed: 7 }, { cases: first }]);
    expect(withoutFacts(again)).toEqual(withoutFacts(once));
    expect(again.evidence).toEqual(once.evidence);
    expect(again.flow).toMatchObject({ read: 60, asked: 60, observed: 60, repeated: 120 });
    expect(again.caveats.join("\n")).toContain("120 cases had been shown by an earlier run");
  });

  test("duplicated attempts and repeated nights never narrow", async () => {
    const once = agreement(await nights([{ cases: first }]));
    const often = agreement(
      await nights([
        { cases: first, attempts: 5 },
        { cases: first, attempts: 3, seed: 3 },
      ]),
    );
    expect(often).toEqual(once);
  });

  test("a case is the same by its id, whatever cluster it is put in", async () => {
    const moved = first.map((one) => ({ ...one, cluster: `moved-${one.id}` }));
    expect((await nights([{ cases: first }, { cases: moved }])).flow).toMatchObject({ observed: 60, repeated: 60 });
  });

  test("another answer to a case that was shown does not replace the first", async () => {
    const worse = first.map((one) => ({ ...one, proposed: ["b"] }));
    expect(agreement(await nights([{ cases: first }, { cases: worse }]))).toEqual(agreement(await nights([{ cases: first }])));
  });

  test("a cluster has one vote: new cases of one that was shown are counted, and give no evidence", async () => {
    const customers = first.map((one, i) => ({ ...one, cluster: `k${i % 20}` }));
    const more = casesFrom(1000, 10, { cluster: "k3" });
    const news = casesFrom(2000, 10, { cluster: "new" });
    const found = await nights([{ cases: customers }, { cases: [...more, ...news] }]);
    expect(found.flow).toMatchObject({ observed: 80, repeated: 0, aside: 10 });
    expect(found.evidence).toMatchObject({ cases: 80, clusters: 21 });
    expect(found.caveats.join("\n")).toContain("10 new cases are of clusters that an earlier run has shown");
    // The same nights without them show as much, at another rate.
    const without = agreement(await nights([{ cases: customers }, { cases: news }]));
    const withThem = agreement(found);
    expect([withThem.n, without.n]).toEqual([80, 70]);
    const shown = ({ lines }: typeof without) => lines.map(({ above, below, now }) => [above, below, now]);
    expect(shown(withThem)).toEqual(shown(without));
    expect(withThem.rate).toBeCloseTo((without.k + more.filter((one) => one.decided[0] === "a").length) / 80, 12);
    expect(withThem.lines.map(({ above, below }) => [above, below])).toEqual(
      without.lines.map(({ above, below }) => [above, below]),
    );
  });

  test("so many cases of clusters already shown that the rate leaves what was shown: the range goes with it, and the gate stays closed", async () => {
    const alike = casesFrom(0, 100).map((one) => ({ ...one, decided: ["a"] }));
    const misses = casesFrom(1000, 200, { cluster: "0", decided: ["b"] });
    const cases = alike.map((one) => ({ ...one, cluster: one.id }));
    const [once, both] = [await nights([{ cases }]), await nights([{ cases }, { cases: misses }])];
    expect([once, both].map(({ types }) => types[0]?.decided.verdict)).toEqual(["promote", "insufficient"]);
    expect(agreement(both)).toMatchObject({ k: 100, n: 300, rate: 1 / 3, low: 1 / 3, high: agreement(once).high });
  });

  test("a larger cluster of a later night takes nothing back of what an earlier one has shown", async () => {
    const alike = casesFrom(0, 100).map((one) => ({ ...one, decided: ["a"] }));
    const late = casesFrom(500, 30, { cluster: "large" }).map((one) => ({ ...one, decided: ["a"] }));
    const [once, both] = [
      agreement(await nights([{ cases: alike }])),
      agreement(await nights([{ cases: alike }, { cases: late }])),
    ];
    expect([once.low >= 0.95, both.low >= once.low, once.most, both.most]).toEqual([true, true, 1, 30]);
    // All of it in one night: the hundred are votes of a thirtieth each.
    expect(agreement(await nights([{ cases: [...alike, ...late] }])).low).toBeLessThan(0.9);
  });

  test("what an earlier run has on record but does not count is not shown yet", async () => {
    const some = first.map((one, i) => ({ ...one, cluster: `k${Math.floor(i / 3)}` }));
    const stop = new AbortController();
    let done = 0;
    const onProgress = () => {
      if (++done === 20) stop.abort();
    };
    const found = await nights([{ cases: some, concurrency: 1, signal: stop.signal, onProgress }, { cases: some }]);
    // The second run showed all of it, so nothing is missing.
    expect(found.flow).toMatchObject({ read: 60, observed: 60, missing: 0, uncounted: 0 });
    expect(found.runs.map(({ counted }) => counted)).toEqual([
      expect.toSatisfy((n: number) => n > 0 && n < 20),
      expect.any(Number),
    ]);
    expect(found.runs.reduce((sum, { counted }) => sum + counted, 0)).toBe(60);
    expect(agreement(found)).toEqual(agreement(await nights([{ cases: some }])));
  });
});

test("another version of the agent starts anew: the last one is judged, by its own runs", async () => {
  const cases = casesFrom(0, 60);
  const wrong = cases.map((one) => ({ ...one, proposed: ["b"] }));
  const found = await nights([{ cases: wrong, version: "0" }, { cases }]);
  expect(agreement(found)).toEqual(agreement(await nights([{ cases }])));
  expect(found.runs.map(({ otherVersion, counted }) => [otherVersion, counted])).toEqual([
    [true, 0],
    [false, 60],
  ]);
  expect(found.flow).toMatchObject({ asked: 60, observed: 60, repeated: 0 });
  expect(found.caveats.join("\n")).toContain("1 run of another version of the agent does not count");
  // Back to the earlier version: its own first night counts again.
  const back = await nights([{ cases }, { cases: wrong, version: "2" }, { cases: casesFrom(60, 30) }]);
  expect(agreement(back).n).toBe(90);
});

describe("runs that are about different things", () => {
  const cases = casesFrom(0, 20).map((one, i) => ({ ...one, slices: { kind: i % 2 === 0 ? "x" : "y" } }));
  const mixOf = (x: number) => ({ slice: "kind", shares: { x, y: 1 - x } });
  /** Judges two runs, of which the second's beginning is rewritten where a suite cannot say it. */
  const joined = async (first: Partial<Desk>, second: Partial<Desk>, change: (run: RunHeader) => RunHeader = (run) => run) => {
    using dir = runFolder();
    const [one, two, other] = ["one", "two", "other"].map((name) => join(dir.path, name)) as [string, string, string];
    await runInto(one, deskSuite({ cases, actions, ...first }));
    await runInto(two, deskSuite({ cases, actions, ...second }), { id: "run-2", seed: 2 });
    const ledger = await Ledger.create(journalOf(other));
    for (const row of readLedger(journalOf(two), newJournalEnd()))
      await ledger.append(row.kind === "run" ? { ...row, run: change(row.run) } : row);
    await ledger.close();
    return judge(deskSuite({ cases: [], actions, ...first }), [one, other]).judgement;
  };

  test.each<readonly [string, Parameters<typeof joined>]>([
    ["suite", [{ name: "desk" }, { name: "counter" }]],
    ["dataset", [{}, {}, (run) => ({ ...run, dataset: { ...run.dataset, name: "another" } })]],
    ["isolation", [{}, {}, (run) => ({ ...run, agent: { ...run.agent, isolation: "I3" } })]],
    ["clusterCap", [{ clusterCap: 4 }, {}]],
    ["mix", [{ mix: mixOf(0.9) }, { mix: mixOf(0.8) }]],
    ["mix", [{}, { mix: mixOf(0.8) }]],
    ["filter", [{}, {}, (run) => ({ ...run, selection: { ...run.selection, filter: { kind: "x" } } })]],
  ])("another %s is refused, and named", async (what, given) => {
    await expect(joined(...given)).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining(`differ in ${what}`),
    });
  });

  test("the same ground counts together, also where an earlier ledger says nothing of a cap", async () => {
    const { clusterCap: _, ...old } = (await joined({}, {})).run.dataset as RunHeader["dataset"] & { clusterCap?: unknown };
    expect((await joined({}, {}, (run) => ({ ...run, dataset: old as RunHeader["dataset"] }))).flow.repeated).toBe(20);
    const mixed = await joined({ mix: mixOf(0.9), clusterCap: 4 }, { mix: mixOf(0.9), clusterCap: 4 });
    expect(mixed.flow).toMatchObject({ observed: 20, repeated: 20 });
  });
});

describe("a cap on what one cluster may count for", () => {
  /** Forty customers with one case each, all alike, and one with forty, of which three in four are. */
  const cases: readonly DeskCase[] = [
    ...casesFrom(0, 40).map((one) => ({ ...one, decided: ["a"] })),
    ...casesFrom(40, 40, { cluster: "large" }).map((one, i) => ({ ...one, decided: [i % 4 === 0 ? "b" : "a"] })),
  ];
  const judged = async (clusterCap?: number) => {
    using dir = runFolder();
    const suite = deskSuite({ cases, actions, ...(clusterCap === undefined ? {} : { clusterCap }) });
    const { header } = await runInto(dir.path, suite);
    expect([header.dataset.clusterCap, header.asked.largest]).toEqual([clusterCap ?? null, 40]);
    return judge(suite, dir.path).judgement;
  };
  const saysCap = (judgement: Judgement) => judgement.caveats.filter((said) => said.includes("counts for at most"));

  test("leaves a large cluster its rate, and says so; the plain counts stand beside", async () => {
    const [plain, capped] = [await judged(), await judged(4)];
    expect(agreement(plain)).toMatchObject({ k: 70, n: 80, clusters: 41, most: 40, rate: 70 / 80 });
    expect(agreement(capped)).toMatchObject({ k: 70, n: 80, clusters: 41, most: 4, rate: (40 + 3) / 44 });
    expect(agreement(capped).low).toBeGreaterThan(agreement(plain).low);
    expect(saysCap(plain)).toEqual([]);
    expect(saysCap(capped)).toEqual([expect.stringContaining("at most 4 decisions, at its own rate")]);
  });

  test("above every size changes no answer and no range", async () => {
    const [plain, capped] = [await judged(), await judged(41)];
    const known = (judgement: Judgement) =>
      judgement.types.map(({ decided, interval, evidence: { shares } }) => ({
        decided,
        interval,
        rate: shares.agreement.rate,
        lines: shares.agreement.lines,
      }));
    expect(known(capped)).toEqual(known(plain));
  });

  test("that is none is refused", () => {
    for (const clusterCap of [0, -1, Number.NaN]) {
      expect(() => deskSuite({ cases, actions, clusterCap })).toThrow(expect.objectContaining({ code: "SUITE_BROKEN" }));
    }
  });
});

describe("no number is one that JSON has no word for", () => {
  const edges: Desk["actions"] = {
    a: {
      at: "L3",
      ask: "L4",
      // At a line of 0 or 1 a single case is certainty.
      climb: [
        agreementAtLeast(0.9),
        coverageAtLeast(0),
        coverageAtLeast(1),
        seriousAtMost(0),
        seriousAtMost(1),
        failuresAtMost(0),
        failuresAtMost(1),
      ],
      stay: [agreementAtLeast(0.1)],
    },
    b: { at: "L3", ask: "L4", climb: [failuresNoMoreThanPeople({ failures: 40, n: 1000, margin: 0.02 })] },
    never: { at: "L3", ask: "L4", climb: [] },
  };
  const desks: readonly (readonly [string, readonly DeskCase[], Partial<Desk>])[] = [
    ["a single case", casesFrom(0, 1), {}],
    ["all alike", casesFrom(0, 400).map((one) => ({ ...one, decided: ["a"] })), {}],
    ["none alike", casesFrom(0, 400).map((one) => ({ ...one, decided: ["b"] })), {}],
    ["no answer at all", casesFrom(0, 30).map((one) => ({ ...one, proposed: null })), {}],
    ["clusters", casesFrom(0, 200).map((one, i) => ({ ...one, cluster: `k${i % 7}` })), {}],
    ["one cluster", casesFrom(0, 50, { cluster: "k" }), {}],
    ["weights", casesFrom(0, 50).map((one, i) => ({ ...one, weight: 1 + (i % 3) })), {}],
  ];

  test.each(desks)("%s", async (_, cases, more) => {
    using dir = runFolder();
    const suite = deskSuite({ cases, actions: edges, ...more });
    await runInto(dir.path, suite);
    const { judgement } = judge(suite, dir.path);
    expect(JSON.parse(JSON.stringify(judgement))).toEqual(judgement);
    const finite = (value: unknown): boolean =>
      typeof value === "object" && value !== null
        ? Object.values(value).every(finite)
        : typeof value !== "number" || Number.isFinite(value);
    expect(finite(judgement)).toBe(true);
  });
});

test("a ledger with cases and no beginning does not hold together; one without either was cut off before its first case", async () => {
  const suite = deskSuite({ cases: [], actions });
  const ledgerOf = async (dir: string, rows: readonly LedgerRow[]) => {
    const ledger = await Ledger.create(journalOf(dir));
    for (const row of rows) await ledger.append(row);
    await ledger.close();
    return dir;
  };
  using dir = runFolder();
  const whole = join(dir.path, "whole");
  await runInto(whole, deskSuite({ cases: casesFrom(0, 3), actions }));
  const rows = [...readLedger(journalOf(whole), newJournalEnd())];
  const [beginning, cases] = [rows.filter(({ kind }) => kind === "run"), rows.filter(({ kind }) => kind === "case")];
  const headless = await ledgerOf(join(dir.path, "headless"), cases);
  const early = await ledgerOf(join(dir.path, "early"), [...cases.slice(0, 1), ...beginning, ...cases.slice(1)]);
  for (const one of [headless, early, [whole, headless]]) {
    expect(() => judge(suite, one)).toThrow(expect.objectContaining({ code: "LEDGER_CORRUPT" }));
  }
  const note: LedgerRow = { kind: "note", note: "before the first case" };
  const nothing = await ledgerOf(join(dir.path, "nothing"), [note]);
  expect(() => judge(suite, nothing)).toThrow(expect.objectContaining({ code: "RUN_EMPTY" }));
});

test("one run named twice, and none that began, are refused", async () => {
  const cases = casesFrom(0, 5);
  await expect(nights([{ cases }], (dirs) => [...dirs, ...dirs])).rejects.toMatchObject({ code: "USAGE" });
  await expect(nights([{ cases }], (dirs) => dirs.map((dir) => `${dir}-not-there`))).rejects.toMatchObject({
    code: "RUN_NOT_FOUND",
  });
});
