import { expect, test } from "vitest";
import { type Agent, AgentFailure, type Proposal, type SeenCase, type Step, type Toolbox } from "../agent.ts";
import { inProcess } from "../agents/inProcess.ts";
import { defineDataset } from "../dataset/defineDataset.ts";
import { makeRedactor } from "../redact/redactor.ts";
import type { Observation } from "../replay.ts";
import { runFolder, runInto } from "../run/deskRun.ts";
import { type CaseRow, openRun } from "../run/openRun.ts";
import { rows } from "../sources/rows.ts";
import { defineRead } from "../suite/toolDesk.ts";
import { readySuite } from "../suite.ts";
import type { CaseToolbox } from "../toolbox.ts";
import { type PlayOptions, playAgain } from "./playAgain.ts";

const redactor = await makeRedactor("desk");

type Behaviour = (seen: SeenCase, toolbox: Toolbox) => Proposal | undefined | Promise<Proposal | undefined>;
const close: Proposal = { kind: "act", actions: [{ type: "close", params: {} }] };

function suiteOf(agent: Agent, cases = 30) {
  const given = Array.from({ length: cases }, (_, i) => ({
    raw: {
      id: `case-${i}`,
      input: i,
      reads: [{ tool: "lookup", args: { n: i }, answer: { found: i } }],
      decisions: [{ actions: [{ type: "close" }] }],
    },
    where: { file: "memory", line: i + 1 },
  }));
  return readySuite({
    name: "desk",
    timeout: 10,
    attempts: 2,
    dataset: defineDataset({ name: "desk", cases: rows("memory", given) }),
    agent,
    reads: { lookup: defineRead({}) },
    actions: { close: {} },
  });
}

const clerk = (propose: Behaviour) => inProcess({ name: "clerk", version: "1", propose });

/** Looks up what it is asked about, says so, and acts by a write; case 3 throws. */
const usual: Behaviour = async (seen, toolbox) => {
  const answer = await toolbox.read("lookup", { n: seen.input });
  toolbox.note({ kind: "thought", args: answer });
  if (seen.input === 3) throw new Error("no idea");
  await toolbox.write("close", {});
  return undefined;
};

function* casesOf(dir: string): Generator<CaseRow> {
  for (const row of openRun(dir).rows) if (row.kind === "case") yield row;
}

async function play(recorded: Behaviour, now: Behaviour, more: Partial<PlayOptions> = {}, change = (row: CaseRow) => row) {
  using folder = runFolder();
  const suite = suiteOf(clerk(recorded));
  await runInto(folder.path, suite);
  const changed = [...casesOf(folder.path)].map(change);
  const options = { timeout: 10_000, clock: () => 0, desk: suite.desk, concurrency: 5, kept: () => undefined, redactor, ...more };
  return playAgain(clerk(now), changed, options);
}

test("an agent that does the same again is reproduced, failures and writes included", async () => {
  expect(await play(usual, usual)).toMatchObject({
    cases: 30,
    attempts: 60,
    complete: 60,
    reproduced: 60,
    reordered: 0,
    diverged: 0,
    divergences: [],
  });
});

test("another answer, another step, a step more and a step less are found, each at its step", async () => {
  const differs: Record<number, Behaviour> = {
    5: async (seen, toolbox) => {
      await toolbox.read("lookup", { n: seen.input });
      toolbox.note({ kind: "thought", args: "something else \u001b[31m" });
      await toolbox.write("close", {});
      return undefined;
    },
    6: async (seen, toolbox) => {
      await usual(seen, toolbox);
      toolbox.note({ kind: "more" });
      return undefined;
    },
    7: () => close,
    9: () => {
      throw new Error("out of paper");
    },
  };
  const { divergences, ...coverage } = await play(usual, (seen, toolbox) =>
    (differs[seen.input as number] ?? usual)(seen, toolbox),
  );
  expect(coverage).toMatchObject({ reproduced: 52, diverged: 8 });
  const byCase = Object.fromEntries(divergences.map((one) => [one.case, one]));
  expect(byCase).toMatchObject({
    "case-5": { step: 2, recorded: 'thought: args is {"found": 5}' },
    "case-6": { step: 4, recorded: expect.stringMatching(/^no further step; proposed/), now: "more null" },
    "case-7": { step: 1, recorded: 'read lookup {"n":7}', now: expect.stringMatching(/^no further step; proposed/) },
    "case-9": { step: 1 },
  });
});

const changeCase =
  (id: string, change: (observation: Observation) => object) =>
  (row: CaseRow): CaseRow =>
    row.case.id === id ? { ...row, observations: row.observations.map((one) => change(one) as Observation) } : row;

test("what failed by the clock or for want of a model is not asked again, and counted apart", async () => {
  const asked: unknown[] = [];
  const lost = (code: string) => ({ kind: "failed", code, because: "it was late" });
  const coverage = await play(
    usual,
    (seen, toolbox) => {
      asked.push(seen.id);
      return usual(seen, toolbox);
    },
    {},
    (row) =>
      changeCase("case-4", ({ kind: _, ...one }) => ({ ...one, ...lost("timed-out") }))(
        changeCase("case-5", ({ kind: _, ...one }) => ({ ...one, ...lost(one.attempt === 1 ? "model-error" : "threw") }))(row),
      ),
  );
  expect(coverage).toMatchObject({
    attempts: 60,
    reproduced: 56,
    diverged: 1,
    unplayed: { "timed-out": 2, "model-error": 1, incomplete: 0 },
    divergences: [
      {
        case: "case-5",
        attempt: 2,
        step: null,
        recorded: "failed (threw): it was late",
        now: expect.stringMatching(/^proposed/),
      },
    ],
  });
  expect(asked.filter((id) => id === "case-4" || id === "case-5")).toEqual(["case-5"]);
});

test("answers of calls made at once may come in another order; a first failure before them is not the agent's; a crash has no words", async () => {
  const coverage = await play(usual, usual, {}, (row) => {
    const before = { kind: "failed-before", args: { code: "threw", because: "?" } };
    const turned = (one: Observation) => ({ ...one, trace: { steps: [before, ...one.trace.steps.toReversed()] } });
    return changeCase("case-8", turned)(row);
  });
  expect(coverage).toMatchObject({ reproduced: 60, reordered: 2 });
  const crash = (because: string) => ({ kind: "failed", code: "crashed", because });
  const crashes: Behaviour = () => {
    throw new AgentFailure("crashed", "at 0x7f12");
  };
  const crashed = await play(
    crashes,
    crashes,
    {},
    changeCase("case-8", (one) => ({ ...one, ...crash("at 0x1234") })),
  );
  expect(crashed).toMatchObject({ reproduced: 60, diverged: 0 });
});

test("of several tries at an attempt the last one is played, and what the others had asked for still counts", async () => {
  const crashes: Behaviour = async (seen, toolbox) => {
    if (seen.input === 4) {
      toolbox.write("close", { by: "the first try" });
      (toolbox as CaseToolbox).restart("it crashed");
    }
    return usual(seen, toolbox);
  };
  expect(await play(crashes, usual)).toMatchObject({ reproduced: 60, earlier: 2, diverged: 0 });
  expect(await play(usual, crashes)).toMatchObject({
    reproduced: 58,
    earlier: 0,
    divergences: [
      { case: "case-4", attempt: 1 },
      { case: "case-4", attempt: 2 },
    ],
  });
});

test("exchanges that the cassette lost, or holds with another answer, are named; such an attempt is not played", async () => {
  const [k1, k2, k3] = ["1", "2", "3"].map((digit) => digit.repeat(32)) as [string, string, string];
  const [d1, d2, d3, forged] = ["a", "b", "c", "f"].map((digit) => digit.repeat(64)) as [string, string, string, string];
  const model = (key: string, digest: string) => ({
    kind: "model",
    name: "POST /chat/completions",
    args: { model: "m", key },
    answer: { status: 200, digest },
  });
  const see = (toolbox: Toolbox, step: Step) => (toolbox as CaseToolbox).step(step);
  const kept = new Map([
    [k1, d1],
    [k2, forged],
  ]);
  const talks: Behaviour = (seen, toolbox) => {
    see(toolbox, model(k1, d1));
    if (seen.input === 2) see(toolbox, model(k2, d2));
    if (seen.input === 3) see(toolbox, model(k3, d3));
    return close;
  };
  const coverage = await play(talks, talks, { kept: (key) => kept.get(key) });
  expect(coverage).toMatchObject({
    attempts: 60,
    complete: 56,
    reproduced: 56,
    unplayed: { incomplete: 4 },
    exchanges: { n: 64, missing: 2, changed: 2 },
    unkept: [
      { case: "case-2", attempt: 1, step: 2, fault: "changed" },
      { case: "case-2", attempt: 2, step: 2, fault: "changed" },
      { case: "case-3", attempt: 1, step: 2, fault: "missing" },
      { case: "case-3", attempt: 2, step: 2, fault: "missing" },
    ],
  });
});

test("an agent that runs elsewhere is not asked", async () => {
  using folder = runFolder();
  const suite = suiteOf(clerk(usual));
  await runInto(folder.path, suite);
  const agent: Agent = {
    ...suite.agent,
    elsewhere: true,
    propose: () => {
      throw new Error("asked");
    },
  };
  const options = { timeout: 10_000, clock: () => 0, desk: suite.desk, concurrency: 5, kept: () => undefined, redactor };
  expect(await playAgain(agent, casesOf(folder.path), options)).toMatchObject({
    complete: 60,
    unplayed: { elsewhere: 60 },
    diverged: 0,
  });
});

test("many divergences are counted, and the first in the sampling order listed", async () => {
  const other: Behaviour = () => ({ kind: "abstain" });
  const { divergences, diverged } = await play(usual, other);
  expect(diverged).toBe(60);
  expect(divergences.map(({ seq, attempt }) => seq * 2 + attempt)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
});
