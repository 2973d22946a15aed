import { describe, expect, test } from "vitest";
import { evidenceOf, NO_FACTS } from "../criteria/evidenceOf.ts";
import { agreementAtLeast } from "../criteria/index.ts";
import type { TypeFacts } from "../evidence/typeFacts.ts";
import { type Decided, decide, type Gate } from "../gate.ts";

const climb = [agreementAtLeast(0.9)];
const gate: Gate = { at: "L3", ask: "L4", below: "L2", alone: true, climb, stay: [] };
const decided = (more: Partial<Gate> = {}, facts: Partial<TypeFacts> = {}, wall = NO_FACTS.wall): Decided =>
  decide({ ...gate, ...more }, evidenceOf({ agreement: [500, 500] }, climb, { ...facts, wall }), "refund decisions", wall);
const wider = [{ child: "writer", parent: "desk", because: "It may do more." }];
const names = ({ climb: found }: Decided) => found.map(({ criterion }) => criterion.name);

test("with neither, what was seen opens the gate", () => {
  expect(decided()).toMatchObject({ verdict: "promote", to: "L4" });
});

describe("a sub-agent that is allowed more than the agent it works for", () => {
  test("keeps the gate closed whatever the evidence, and names both", () => {
    const answer = decided({ wider });
    expect(answer).toMatchObject({ verdict: "hold", to: "L3", bound: "evidence" });
    expect(answer.climb.find(({ criterion }) => criterion.name === "chain")).toMatchObject({
      verdict: "not-met",
      because: "writer is allowed more than desk, for which it works: It may do more.",
      detail: "writer, under desk",
      numbers: { wider: 1 },
    });
    expect(answer.why).toContain("writer is allowed more than desk");
  });

  test("says how many more there are", () => {
    const [, second] = decided({ wider: [...wider, ...wider, ...wider] }).climb;
    expect(second).toMatchObject({ because: expect.stringMatching(/ [Tt]wo more like that\.$/), numbers: { wider: 3 } });
  });

  test("costs no rung, and is no matter where nothing is asked", () => {
    expect(decided({ wider, ask: undefined })).toMatchObject({ verdict: "not_requested", to: "L3" });
    expect(names(decided({ wider: [] }))).not.toContain("chain");
  });
});

describe("no replay, no rung on which it acts alone", () => {
  const imported = { replay: { ...NO_FACTS.replay, imported: true } };

  test("proposals made elsewhere hold, also where the wall was waived and no criterion asks for replay", () => {
    const waived = { ...NO_FACTS.wall, isolation: "imported", sealed: false, waiver: { by: "A", because: "b" } } as const;
    for (const wall of [NO_FACTS.wall, waived]) {
      const answer = decided({}, imported, wall);
      expect(answer).toMatchObject({ verdict: "hold", to: "L3" });
      expect(answer.climb.find(({ criterion }) => criterion.name === "replayed")).toMatchObject({
        verdict: "not-met",
        because: "The proposals were recorded elsewhere: nothing was replayed, and without replay no agent acts alone.",
        change: "a run that replays the cases through the agent.",
      });
    }
  });

  test("where a person approves each act, they will do", () => {
    expect(decided({ alone: false }, imported)).toMatchObject({ verdict: "promote", to: "L4" });
    expect(names(decided())).not.toContain("replayed");
  });
});
