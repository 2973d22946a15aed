import { expect, test } from "vitest";
import type { SeenCase } from "../agent.ts";
import { inProcess } from "../agents/inProcess.ts";
import { agreementAtLeast, outcomesNoWorse, replayedContinuously } from "../criteria/index.ts";
import { defineDataset } from "../dataset/defineDataset.ts";
import { rows } from "../sources/rows.ts";
import { type ActionRow, type ReadySuite, readySuite } from "../suite.ts";
import { runFolder, runInto } from "./deskRun.ts";
import { judge } from "./judge.ts";

const DAY = 86_400_000;
const NEVER = (_: number): boolean => false;

/** Cases in which the person paid, every fiftieth of which came back; the agent pays too, wrongly where `wrong` says so. */
function suiteOf(n: number, row: ActionRow, { wrong = NEVER, at = "2026-01-01" } = {}): ReadySuite {
  const given = Array.from({ length: n }, (_, i) => ({
    raw: {
      id: `c${i}`,
      at,
      input: { amount: wrong(i) ? 2 : 1 },
      outcome: { back: i % 50 === 0 },
      decisions: [{ actions: [{ type: "pay", params: { amount: 1 } }] }],
    },
    where: { file: "memory", line: i + 1 },
  }));
  return readySuite({
    name: "desk",
    waiver: { by: "the authors of these tests", because: "the agent runs in the test itself" },
    dataset: defineDataset({ name: "desk", cases: rows("memory", given) }),
    agent: inProcess({
      name: "clerk",
      version: "1",
      propose: ({ input }: SeenCase) => ({
        kind: "act",
        actions: [{ type: "pay", params: { amount: (input as { amount: number }).amount } }],
      }),
    }),
    actions: { pay: { at: "L3", ask: "L4", ...row } },
  });
}

const found = (judgement: ReturnType<typeof judge>["judgement"], name: string) =>
  judgement.types[0]?.decided.climb.find(({ criterion }) => criterion.name === name) ?? expect.fail(name);

test.each([
  ["a rule by which nothing ever turns out well shows nothing", "false", () => true, "insufficient", "0 of 0"],
  ["what turned out badly waters nothing down", "!outcome.back", (i: number) => i % 50 === 0, "met", "0 of 392"],
  ["one good outcome in twenty at risk is too many", "!outcome.back", (i: number) => i % 20 === 1, "not-met", "20 of 392"],
])("of good outcomes: %s", async (_, goodOutcome, wrong, verdict, detail) => {
  using dir = runFolder();
  const suite = suiteOf(400, { climb: [agreementAtLeast(0.01), outcomesNoWorse(0.02)], goodOutcome }, { wrong });
  await runInto(dir.path, suite);
  expect(found(judge(suite, dir.path).judgement, "outcomesNoWorse")).toMatchObject({ verdict, detail });
});

test("a run in which no case was new is no further replay", async () => {
  using first = runFolder();
  using again = runFolder();
  using third = runFolder();
  const suite = suiteOf(60, { climb: [agreementAtLeast(0.5), replayedContinuously({ days: 2, pause: 2 })] });
  for (const [i, dir] of [first, again].entries())
    await runInto(dir.path, suite, { id: `run-${i}`, limit: 40, now: () => 2 * i * DAY });
  const twice = judge(suite, [first.path, again.path]).judgement;
  expect(twice.types[0]?.evidence.facts.nights).toMatchObject({ runs: 1, days: 0 });
  expect(found(twice, "replayedContinuously").verdict).toBe("insufficient");
  await runInto(third.path, suite, { id: "run-2", now: () => 2 * DAY });
  const more = judge(suite, [first.path, third.path]).judgement;
  expect(more.types[0]?.evidence.facts.nights).toMatchObject({ runs: 2, days: 2 });
  expect(found(more, "replayedContinuously").verdict).toBe("met");
});

test.each([
  ["2026-08-01T10:00:00Z", "2026-08-01T10:00:00.000Z"],
  ["1969-08-01T10:00:00Z", "1970-01-01T00:00:00.000Z"],
])("the evidence speaks of the last run, or of a newer case: cases of %s", async (at, asOf) => {
  using dir = runFolder();
  const suite = suiteOf(5, {}, { at });
  await runInto(dir.path, suite);
  expect(judge(suite, dir.path).judgement.types[0]?.evidence.facts.asOf).toBe(asOf);
});
