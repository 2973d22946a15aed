import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Agent, Proposal, SeenCase } from "../agent.ts";
import { inProcess } from "../agents/inProcess.ts";
import { recorded } from "../agents/recorded.ts";
import { acceptedAtLeast, agreementAtLeast } from "../criteria/index.ts";
import { defineDataset } from "../dataset/defineDataset.ts";
import type { LatencyFacts, TypeFacts } from "../evidence/typeFacts.ts";
import { rows } from "../sources/rows.ts";
import { defineRead } from "../suite/toolDesk.ts";
import { type ActionRow, readySuite, type Suite } from "../suite.ts";
import { runFolder, runInto } from "./deskRun.ts";
import { judge } from "./judge.ts";

const DAY = 86_400_000;
const START = Date.parse("2026-06-01T00:00:00.000Z");

interface GivenCase {
  readonly at?: string;
  readonly decision?: { readonly at?: string; readonly seconds?: number };
  /** Of the reference, and what the agent says at each attempt. Default: 1. */
  readonly amount?: number;
  readonly says?: readonly number[];
}

interface Given extends Partial<Pick<Suite, "adjudications" | "reads">> {
  readonly cases: readonly GivenCase[];
  readonly row?: ActionRow;
  readonly agent?: Agent;
  readonly attempts?: number;
  /** For each run: on which day, and how many cases. Default: one run of all. */
  readonly runs?: readonly (readonly [day: number, cases: number])[];
}

const pay = (amount: number): Proposal => ({ kind: "act", actions: [{ type: "pay", params: { amount } }] });
const clerk = inProcess({
  name: "clerk",
  version: "1",
  propose: ({ input, attempt }: SeenCase) => pay((input as { says: number[] }).says[attempt - 1] ?? 1),
});

/** What is known of the one type after the runs were made and judged. */
async function facts({ cases, row = {}, agent = clerk, attempts = 1, runs, ...more }: Given): Promise<TypeFacts> {
  const given = cases.map(({ at, decision = {}, amount = 1, says = [amount, amount] }, i) => ({
    raw: {
      id: `c${i}`,
      input: { says },
      decisions: [{ actions: [{ type: "pay", params: { amount } }], ...decision }],
      ...(at === undefined ? {} : { at }),
    },
    where: { file: "memory", line: i + 1 },
  }));
  const suite = readySuite({
    name: "desk",
    waiver: { by: "the authors of these tests", because: "the agent runs in the test itself" },
    dataset: defineDataset({ name: "desk", cases: rows("memory", given) }),
    agent,
    actions: { pay: row },
    ...more,
  });
  using stack = new DisposableStack();
  const dirs: string[] = [];
  for (const [i, [day, limit]] of (runs ?? [[0, cases.length] as const]).entries()) {
    const dir = stack.use(runFolder()).path;
    await runInto(dir, suite, { id: `run-${i}`, attempts, limit, now: () => START + day * DAY });
    dirs.push(dir);
  }
  const [type] = judge(suite, dirs).judgement.types;
  return type?.evidence.facts ?? expect.fail("there is no type");
}

describe("lookups without a recorded answer", () => {
  const reading = inProcess({
    name: "clerk",
    version: "1",
    propose: async ({ id }: SeenCase, toolbox) => {
      if (id === "c0") await toolbox.read("stub");
      if (id === "c1") await Promise.resolve(toolbox.call("bare"));
      return pay(1);
    },
  });
  const reads = { stub: defineRead({ stub: () => "something" }), bare: defineRead({}) };

  test("a case with a stub's answer, or with none, was not replayed whole; others were", async () => {
    const { replay } = await facts({ cases: [{}, {}, {}, {}, {}], agent: reading, reads });
    expect(replay).toEqual({ records: 5, replayed: 3, missing: 0, excluded: 0, unrecorded: 2, imported: false });
  });

  test("of proposals made elsewhere nothing was replayed, and what their log says of lookups is not counted", async () => {
    const steps = [{ kind: "read", name: "stub", source: "refused" as const }];
    const log = ["c0", "c1"].map((id, i) => ({ raw: { id, proposal: pay(1), steps }, where: { file: "log", line: i + 1 } }));
    const agent = recorded({ name: "clerk", version: "1", proposals: rows("log", log) });
    expect((await facts({ cases: [{}, {}], agent, reads })).replay).toEqual({
      records: 2,
      replayed: 0,
      missing: 0,
      excluded: 0,
      unrecorded: 0,
      imported: true,
    });
  });
});

test("attempts are alike where all of them came to the same, and counted only where there are several", async () => {
  const cases = [{ says: [1, 1] }, { says: [1, 2] }, { says: [2, 2] }];
  expect((await facts({ cases, attempts: 2 })).attempts).toEqual({ repeated: 3, alike: 2 });
  expect((await facts({ cases })).attempts).toEqual({ repeated: 0, alike: 0 });
});

test("a disagreement is explained by a cause that somebody named, and not by one that nobody knows", async () => {
  using dir = runFolder();
  const adjudications = join(dir.path, "adjudications.jsonl");
  const look = (id: string, cause: string) => ({
    case: id,
    type: "pay",
    ruling: id === "c1" ? "cannot-tell" : "person",
    by: "R-01",
    at: "2026-06-02",
    cause,
  });
  const looks = [
    look("c0", "a rule it was not told"),
    look("c1", "unknown"),
    look("c2", "a rule it was not told"),
    look("c4", "luck"),
  ];
  writeFileSync(adjudications, looks.map((one) => `${JSON.stringify(one)}\n`).join(""));
  const wrong = { says: [2] };
  // The fourth has not been looked at, and the fifth is none.
  const found = await facts({ cases: [wrong, wrong, wrong, wrong, {}], adjudications });
  expect(found.ruled).toEqual({ agent: 0, both: 0, person: 2, neither: 0, conflict: 0, unclear: 1 });
  expect(found.disagreements).toEqual({
    n: 4,
    explained: 2,
    unknown: 1,
    causes: [{ cause: "a rule it was not told", n: 2 }],
  });
  expect(await facts({ cases: [wrong] })).toMatchObject({ disagreements: null, ruled: null });
});

test("time is saved in what the agent takes alike alone", async () => {
  const timed = (seconds: number, says: number) => ({ decision: { seconds }, says: [says] });
  const { time } = await facts({ cases: [timed(60, 1), timed(30, 2), timed(5, 1), {}] });
  expect(time).toMatchObject({ timed: 3, untimed: 1, seconds: 95, alike: 2, alikeSeconds: 65 });
  expect((await facts({ cases: [{}] })).time).toBeNull();
});

test("a case is dated by itself, else by its decision", async () => {
  const cases = [
    { at: "2026-01-10T00:00:00Z", decision: { at: "2026-03-30T00:00:00Z" } },
    { decision: { at: "2026-02-09T00:00:00Z" } },
    {},
  ];
  expect((await facts({ cases })).span).toMatchObject({
    first: "2026-01-10T00:00:00.000Z",
    last: "2026-02-09T00:00:00.000Z",
    days: 30,
    dated: 2,
    undated: 1,
  });
});

test("the times of the agent are those of cases in which it proposed this", async () => {
  const found: LatencyFacts = (await facts({ cases: [{}, {}, {}] })).latency;
  expect(found).toMatchObject({ n: 3, p50: 0, p95: 0, p95High: null });
});

describe("several runs", () => {
  const cases = Array.from({ length: 8 }, () => ({}));

  test("speak of the moment of the last, and of the longest pause between two", async () => {
    const found = await facts({
      cases,
      runs: [
        [0, 2],
        [1, 4],
        [4, 6],
        [6, 8],
      ],
    });
    expect(found.asOf).toBe("2026-06-07T00:00:00.000Z");
    expect(found.nights).toEqual({
      runs: 4,
      first: "2026-06-01T00:00:00.000Z",
      last: "2026-06-07T00:00:00.000Z",
      days: 6,
      longestPause: 3,
    });
  });

  test.each<[string, ActionRow, number | null]>([
    ["the floor for staying", { at: "L3", ask: "L4", climb: [agreementAtLeast(0.9)], stay: [agreementAtLeast(0.8)] }, 0.8],
    [
      "the highest of them",
      { at: "L3", ask: "L4", climb: [agreementAtLeast(0.9)], stay: [agreementAtLeast(0.7), agreementAtLeast(0.8)] },
      0.8,
    ],
    ["the ladder’s, too", { at: "L4", ask: "L5" }, 0.9],
    [
      "without one for staying, that for climbing",
      { at: "L3", ask: "L4", climb: [agreementAtLeast(0.9)], stay: [acceptedAtLeast(0.5)] },
      0.9,
    ],
    ["without either, nothing", { at: "L1", ask: "L2" }, null],
  ])("are watched for drift against %s", async (_, row, base) => {
    const { drift } = await facts({
      cases,
      row,
      runs: [
        [0, 4],
        [1, 8],
      ],
    });
    expect(drift).toEqual(base === null ? null : { nights: 2, base, alarm: null });
  });
});
