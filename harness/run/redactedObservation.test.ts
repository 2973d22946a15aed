import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Proposal } from "../agent.ts";
import { inProcess } from "../agents/inProcess.ts";
import { defineDataset } from "../dataset/defineDataset.ts";
import type { Redaction } from "../redact/redaction.ts";
import { makeRedactor } from "../redact/redactor.ts";
import { reveal } from "../redact/reveal.ts";
import type { Observation } from "../replay.ts";
import { rows } from "../sources/rows.ts";
import { readySuite } from "../suite.ts";
import { verifyReplay } from "../verify/verifyReplay.ts";
import { runFolder, runInto } from "./deskRun.ts";
import { judge } from "./judge.ts";
import { type CaseRow, openRun } from "./openRun.ts";
import { redactedObservation } from "./redactedObservation.ts";
import { redactedOf } from "./runFolder.ts";

const WHO = "jane.roe@corp.example";
const IBAN = "DE89 3704 0044 0532 0130 00";
const CASES = 20;

/** People answer Jane; the agent knows her address from elsewhere, and writes it wherever it can. */
function suiteOf(redact: Redaction = {}) {
  const given = Array.from({ length: CASES }, (_, i) => ({
    raw: { id: `case-${i}`, input: i, decisions: [{ actions: [{ type: "answer", params: { to: WHO.toUpperCase() } }] }] },
    where: { file: "memory", line: i + 1 },
  }));
  const agent = inProcess({
    name: "clerk",
    version: "1",
    propose: async ({ input }, toolbox): Promise<Proposal | undefined> => {
      toolbox.note({ kind: "pii", name: WHO, args: { [WHO]: [IBAN] }, answer: `call ${WHO}` });
      await toolbox.call("lookup", { of: IBAN });
      if (input === 1) throw new Error(`no idea about ${WHO}, "${IBAN.slice(0, 20)}…`);
      if (input === 2) return { kind: "escalate", because: `ask ${WHO}` };
      if (input !== 3) return { kind: "act", because: IBAN, actions: [{ type: "answer", params: { to: WHO } }] };
      await toolbox.write("answer", { to: WHO });
      return undefined;
    },
  });
  return readySuite({
    name: "desk",
    dataset: defineDataset({ name: "desk", cases: rows("memory", given), redact }),
    agent,
    actions: { answer: {} },
    waiver: { by: "the authors of these tests", because: "the agent runs in the test itself" },
  });
}

function casesOf(dir: string): CaseRow[] {
  return [...openRun(dir).rows].filter((row) => row.kind === "case");
}

test("what an agent writes goes on record by the tokens of the cases, and still compares with what people decided", async () => {
  using dir = runFolder();
  const suite = suiteOf();
  await runInto(dir.path, suite);
  const { judgement } = judge(suite, dir.path);
  const seen = JSON.stringify([casesOf(dir.path), judgement]);
  expect(seen).not.toMatch(/jane|roe@|DE89|3704/i);
  expect(seen).toMatch(/no idea about \[email:\w+\]/);
  expect(judgement.types[0]?.evidence.proposed.outcomes.match).toBe(CASES - 2);
});

test("the agent does the same again when the run is verified", async () => {
  using dir = runFolder();
  await runInto(dir.path, suiteOf());
  const { coverage } = await verifyReplay(suiteOf(), dir.path, { concurrency: 4, clock: () => 0 });
  expect(coverage).toMatchObject({ attempts: CASES, reproduced: CASES, diverged: 0 });
});

test("what a case keeps by exception, a proposal keeps too", async () => {
  using dir = runFolder();
  await runInto(dir.path, suiteOf({ except: ["decisions.*.actions.*.params.to"] }));
  for (const { observations } of casesOf(dir.path)) {
    for (const one of observations) {
      if (one.kind !== "proposed" || one.proposal.kind !== "act") continue;
      expect(one.proposal.actions).toEqual([{ type: "answer", params: { to: WHO } }]);
      expect(one.proposal.because ?? "").not.toContain("3704");
    }
  }
});

test("a token that only an agent's words have can be revealed", async () => {
  process.env["OBSERVED_TEST_KEY"] = "one key of many letters";
  try {
    using dir = runFolder();
    await runInto(dir.path, suiteOf({ reversibleWith: "OBSERVED_TEST_KEY" }));
    const token = /\[iban:\w+\]/.exec(JSON.stringify(casesOf(dir.path)))?.[0] ?? expect.fail("no token");
    expect(reveal(redactedOf(dir.path), token)).toBe(IBAN);
    expect(readFileSync(redactedOf(dir.path), "utf8")).not.toContain("3704");
  } finally {
    delete process.env["OBSERVED_TEST_KEY"];
  }
});

test("what ties a step to the cassette stays, breaches and models are redacted, and what holds nothing stays as it is", async () => {
  using redactor = await makeRedactor("desk", { own: [{ name: "number", pattern: /\d{16}/ }] });
  const [key, digest] = ["4111111111111111".repeat(2), "4111111111111111".repeat(4)];
  const observation = (model: string, target: string): Observation => ({
    attempt: 1,
    isolation: "I3",
    trace: { steps: [{ kind: "model", name: "POST /v1", args: { model, key }, answer: { status: 200, digest } }] },
    breaches: [{ kind: "network", target, times: 2 }],
    usage: [{ model, calls: 1 }] as unknown as NonNullable<Observation["usage"]>,
    ms: 1,
    kind: "failed",
    code: "threw",
    because: "no idea",
  });
  const clean = observation("m", "CONNECT api.example.com:443");
  expect(JSON.stringify(redactedObservation(clean, redactor))).toBe(JSON.stringify(clean));
  const redacted = JSON.stringify(redactedObservation(observation(WHO, `GET https://x.example/?to=${WHO}`), redactor));
  expect(redacted).not.toContain("jane");
  expect(redacted).toContain(`"key":"${key}"`);
  expect(redacted).toContain(`"digest":"${digest}"`);
  const pretended: Observation = {
    ...clean,
    trace: { steps: [{ kind: "model", args: { key: WHO }, answer: { digest: IBAN } }] },
  };
  expect(JSON.stringify(redactedObservation(pretended, redactor))).not.toMatch(/jane|3704/);
});
