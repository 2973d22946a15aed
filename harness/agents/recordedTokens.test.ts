import { expect, test } from "vitest";
import type { SeenCase, WatchedToolbox } from "../agent.ts";
import { EarnestError } from "../errors.ts";
import { makeRedactor } from "../redact/redactor.ts";
import { rows } from "../sources/rows.ts";
import { recorded } from "./recorded.ts";

const toolbox = { note: () => undefined } as unknown as WatchedToolbox;
const signal = new AbortController().signal;
const who = "max@example.com";

function agentOf(...raws: unknown[]) {
  const proposals = rows(
    "log",
    raws.map((raw, i) => ({ raw, where: { file: "log", line: i + 1 } })),
  );
  return recorded({ name: "clerk", version: "1", proposals });
}

test("a logged proposal answers the case it was for, and speaks of people by the tokens of the cases", async () => {
  const redactor = await makeRedactor("desk", { except: ["decisions.*.actions.*.params.desk"] });
  const action = { type: "reply", params: { to: who, desk: "desk@example.com" }, chain: ["planner", who] };
  const agent = agentOf({ id: `case of ${who}`, proposal: { kind: "act", actions: [action], because: `asked by ${who}` } });
  await agent.start({ redactor });
  const seen: SeenCase = { id: redactor.text(`case of ${who}`), attempt: 1, input: null };
  expect(await agent.propose(seen, toolbox, signal)).toEqual({
    kind: "act",
    actions: [
      { type: "reply", params: { to: redactor.text(who), desk: "desk@example.com" }, chain: ["planner", redactor.text(who)] },
    ],
    because: `asked by ${redactor.text(who)}`,
  });
  expect(agent.unasked()).toBe(0);
});

test("a log that cannot be read shows no identifier", async () => {
  const redactor = await makeRedactor("desk");
  const agent = agentOf({ id: "a", proposal: { kind: who } }, { id: "b", proposal: who }, { id: who });
  const error: unknown = await agent.start({ redactor }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(EarnestError);
  expect(JSON.stringify((error as EarnestError).details)).not.toContain(who);
});
