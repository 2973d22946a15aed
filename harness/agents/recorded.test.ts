import { mkdtempDisposableSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { parseCase } from "../case.ts";
import { EarnestError } from "../errors.ts";
import { ReadCount } from "../evidence/readCount.ts";
import { replay } from "../replay.ts";
import { cell } from "../sources/cell.ts";
import { csvProposals } from "../sources/csvProposals.ts";
import { rows } from "../sources/rows.ts";
import type { Source } from "../sources/source.ts";
import { bareDesk, toolboxFor } from "./forTests.ts";
import { type RecordedAgent, recorded, recordedSchema } from "./recorded.ts";

const signal = new AbortController().signal;
const agentOf = (proposals: Source): RecordedAgent => recorded({ name: "shadow", version: "3", proposals });
const given = (...raws: unknown[]): Source =>
  rows(
    "log",
    raws.map((raw, i) => ({ raw, where: { file: "log.jsonl", line: i + 1 } })),
  );
const act = (type: string) => ({ kind: "act", actions: [{ type, params: {} }] });

async function ask(agent: RecordedAgent, id: string, attempt = 1): Promise<unknown> {
  return await agent.propose({ id, attempt, input: null }, toolboxFor(), signal);
}

async function thrownBy(start: Promise<void> | undefined): Promise<EarnestError> {
  const error: unknown = await start?.catch((thrown: unknown) => thrown);
  if (error instanceof EarnestError) return error;
  throw new Error("expected an EarnestError");
}

describe("proposing", () => {
  test("what was logged for the case and attempt comes back, its steps go into the trace", async () => {
    const steps = [{ kind: "tool", name: "lookup", args: { order: 1 }, answer: "paid" }, { kind: "thought" }];
    const agent = agentOf(
      given(
        { id: "a", proposal: act("refund"), steps },
        { id: "a", attempt: 2, proposal: { kind: "escalate", confidence: 0.4 } },
        { id: "b", proposal: { kind: "act", actions: [{ type: "none" }] } },
      ),
    );
    await agent.start?.();
    const toolbox = toolboxFor();
    expect(await agent.propose({ id: "a", attempt: 1, input: null }, toolbox, signal)).toEqual(act("refund"));
    expect(toolbox.steps).toEqual(steps);
    expect(await ask(agent, "a", 2)).toEqual({ kind: "escalate", confidence: 0.4 });
    expect(await ask(agent, "b")).toEqual({ kind: "act", actions: [] });
    expect([agent.seam, agent.isolation]).toEqual(["imported", "imported"]);
  });

  test("steps of a log stay as they are, and are marked: nobody here has seen them", async () => {
    const steps = [{ kind: "read", name: "lookup", answer: "paid", source: "recorded" as const }, { kind: "failed-before" }];
    const agent = agentOf(given({ id: "a", proposal: act("refund"), steps }));
    await agent.start?.();
    const read = parseCase({ id: "a", input: null, decisions: [{ actions: [] }] });
    if ("faults" in read) throw new Error("no case");
    const how = { attempts: 1, timeout: 1_000, clock: () => 0, desk: bareDesk };
    const observations = (await replay(agent, read.case, how)) ?? [];
    expect(observations[0]?.trace.steps).toEqual(steps.map((step) => ({ ...step, imported: true })));
    const count = new ReadCount(["refund"]);
    count.add(observations);
    expect(count.seen().total).toBe(0);
  });

  test("a case without a recording throws a reason, with the importer's own where it left the record out", async () => {
    const agent = agentOf(
      rows("log", [
        { raw: { id: "a", proposal: act("refund") }, where: { file: "log" } },
        { kind: "excluded", id: "b", because: "the log has no answer", where: { file: "log" } },
      ]),
    );
    await agent.start?.();
    await expect(ask(agent, "zzz")).rejects.toThrow('no proposal was recorded for case "zzz"');
    await expect(ask(agent, "a", 2)).rejects.toThrow('no proposal was recorded for attempt 2 at case "a"');
    await expect(ask(agent, "b")).rejects.toThrow('no proposal was recorded for case "b": the log has no answer');
  });

  test("proposals that no case asked for are counted, each once", async () => {
    const agent = agentOf(
      given({ id: "a", proposal: act("x") }, { id: "b", proposal: act("x") }, { id: "b", attempt: 2, proposal: act("x") }),
    );
    await agent.start?.();
    expect(agent.unasked()).toBe(3);
    await ask(agent, "b");
    await ask(agent, "b");
    expect(agent.unasked()).toBe(2);
    await agent.start?.();
    expect(agent.unasked()).toBe(3);
  });
});

describe("logs that cannot be read", () => {
  test("every fault has its line; a second proposal for a case and attempt is one", async () => {
    const error = await thrownBy(
      agentOf(
        given(
          { id: "a", proposal: act("x") },
          { id: "b", proposal: { kind: "act", actions: [{ type: "x", confidence: 2 }] } },
          { id: "a", attempt: 1, proposal: act("y") },
          { proposal: { kind: "maybe" } },
        ),
      ).start?.(),
    );
    expect(error.code).toBe("PROPOSALS_INVALID");
    expect(error.message).toContain("3 rows");
    expect(error.details).toHaveLength(4);
    expect(error.details[0]).toMatch(/^log\.jsonl:2 \(column proposal\.actions\.0\.confidence\): /);
    expect(error.details[1]).toMatch(/^log\.jsonl:3: expected one proposal per case and attempt.*the first is at log\.jsonl:1$/);
    expect(error.details[2]).toMatch(/^log\.jsonl:4 \(column id\): /);
  });

  test("of many faults the first 20 are listed, and all are counted", async () => {
    const error = await thrownBy(agentOf(given(...Array.from({ length: 50 }, () => ({ id: "" })))).start?.());
    expect(error.message).toContain("50 rows could not be read; the first 20 are listed");
    expect(new Set(error.details.map((detail) => detail.split(" ")[0]))).toHaveLength(20);
  });

  test("an empty log, and one that is no log", async () => {
    expect((await thrownBy(agentOf(given()).start?.())).code).toBe("PROPOSALS_INVALID");
    using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
    const path = join(dir.path, "log.csv");
    writeFileSync(path, "id,action\n");
    const error = await thrownBy(agentOf(csvProposals(path, { id: "case", proposal: { type: "action" } })).start?.());
    expect(error).toMatchObject({ code: "PROPOSALS_INVALID", where: { line: 1 } });
  });
});

test("proposals from CSV: actions with confidence, none, escalate and abstain; an empty answer is refused", async () => {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const path = join(dir.path, "log.csv");
  const lines = [
    "case,try,action,amount,sure,why,via",
    "a,1,refund,5,0.9,broken,planner > payments",
    "a,2,none,,,,",
    "b,1,escalate,,0.3,,",
    "c,1,abstain,,,unsure,",
  ];
  const source = csvProposals(path, {
    id: "case",
    attempt: "try",
    proposal: {
      type: "action",
      params: { amount: cell.number("amount") },
      confidence: "sure",
      because: "why",
      chain: cell.list("via", ">"),
    },
  });
  writeFileSync(path, lines.join("\n"));
  const agent = agentOf(source);
  await agent.start?.();
  expect(await ask(agent, "a")).toEqual({
    kind: "act",
    actions: [{ type: "refund", params: { amount: 5 }, confidence: 0.9, chain: ["planner", "payments"] }],
    because: "broken",
  });
  expect(await ask(agent, "a", 2)).toEqual({ kind: "act", actions: [] });
  expect(await ask(agent, "b")).toEqual({ kind: "escalate", confidence: 0.3 });
  expect(await ask(agent, "c")).toEqual({ kind: "abstain", because: "unsure" });

  writeFileSync(
    path,
    [...lines, "d,1,,,,,", "e,1,refund,five,,,", "f,1,refund,5,7,,", `g,1,refund,5,,,${"x".repeat(201)}`].join("\n"),
  );
  const error = await thrownBy(agentOf(source).start?.());
  expect(error.details).toEqual([
    `${path}:6 (column action): expected an action type, "none", "escalate" or "abstain", got an empty cell`,
    `${path}:7 (column amount): expected a number such as 12 or -0.5, got "five"`,
    expect.stringMatching(/:8 \(column sure\): /),
    expect.stringMatching(/:9 \(column via\): /),
  ]);
});

test("the published JSON Schema of a logged proposal is the one in use", () => {
  const path = new URL("../../datasets/proposal.schema.json", import.meta.url);
  const text = `${JSON.stringify(z.toJSONSchema(recordedSchema, { io: "input" }), null, 2)}\n`;
  if (process.env.EARNEST_UPDATE === "1") writeFileSync(path, text);
  expect(readFileSync(path, "utf8"), "refresh it with EARNEST_UPDATE=1 npx vitest run harness/agents/recorded.test.ts").toBe(
    text,
  );
});

test("the worked example of a logged proposal is one", () => {
  const page = readFileSync(new URL("../../datasets/README.md", import.meta.url), "utf8");
  const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(
    ([, text]) => recordedSchema.safeParse(JSON.parse(text ?? "null")).success,
  );
  // The others are a case, a ruling of a model judge, and an adjudication.
  expect(examples.filter((isProposal) => isProposal)).toEqual([true]);
});
