import { describe, expect, test } from "vitest";
import { EarnestError } from "../errors.ts";
import type { DrillRecord } from "../evidence/drills.ts";
import { drillRestores } from "./drillRestores.ts";
import { drillsHold } from "./drillsHold.ts";
import { evidenceOf } from "./evidenceOf.ts";
import { undoneWithin } from "./undoneWithin.ts";

const handler = { name: "payer", version: "1" };
const held = {
  type: "a",
  at: "2026-05-01T00:00:00Z",
  agent: "1",
  by: "earnest drill",
  system: "books on SQLite",
  actions: 50,
  restored: 50,
  seconds: 0.31,
  drill: "revertBatch",
  handler,
  broken: 0,
  control: "caught",
} satisfies DrillRecord;
const edited: DrillRecord = { ...held, drill: "humanEdit", restored: 49 };
const { control: _, ...uncontrolled } = held;
const facts = (drills: readonly DrillRecord[]) =>
  evidenceOf({}, [], {
    drills,
    drilled: [
      { drill: "revertBatch", handler },
      { drill: "humanEdit", handler },
    ],
    version: "1",
    asOf: "2026-06-01T00:00:00Z",
  });

describe("every undo drill held", () => {
  test.each<[string, readonly DrillRecord[], string, string]>([
    ["each kind once", [held, edited], "met", "2 of 2 held"],
    ["one kind never made", [held], "insufficient", "1 of 2 kinds done"],
    ["none made", [], "insufficient", "0 of 2 kinds done"],
    [
      "one broke a promise, later ones held",
      [held, edited, { ...edited, at: "2026-04-01T00:00:00Z", broken: 2 }],
      "not-met",
      "2 of 3 held",
    ],
    ["a control was missed", [held, { ...edited, control: "missed" }], "not-met", "void"],
    ["no control was made", [uncontrolled, edited], "insufficient", "1 of 2 kinds done"],
    ["one is too old", [held, { ...edited, at: "2026-01-01T00:00:00Z" }], "insufficient", "1 of 2 kinds done"],
    [
      "one is of another handler version",
      [held, { ...edited, handler: { name: "payer", version: "0" } }],
      "insufficient",
      "1 of 2 kinds done",
    ],
    ["another version of the agent broke one", [held, edited, { ...edited, agent: "0", broken: 1 }], "met", "2 of 2 held"],
    ["nothing was carried out", [{ ...held, actions: 0, restored: 0 }, edited], "insufficient", "1 of 2 kinds done"],
  ])("%s", (_name, drills, verdict, fact) => {
    expect(drillsHold({ days: 90 }).judge(facts(drills), "decisions")).toMatchObject({ verdict, fact });
  });

  test("asks for the drills that are named, or for those of the row", () => {
    expect(drillsHold({ days: 90, drills: ["revertBatch"] }).judge(facts([held]), "decisions").verdict).toBe("met");
    const none = evidenceOf({}, [], { drills: [held] });
    expect(drillsHold({ days: 90 }).judge(none, "decisions")).toMatchObject({ verdict: "insufficient", fact: "no drill" });
  });

  test("settings that mean nothing are refused", () => {
    for (const wrong of [{ days: 0 }, { days: 90, drills: [] }, { days: 90, drills: ["revert"] }, 90])
      expect(() => drillsHold(wrong as never)).toThrow(EarnestError);
  });
});

describe("undone in time, again and again", () => {
  const asked = { minutes: 15, share: 0.95 };
  const many = (n: number, change: Partial<DrillRecord> = {}): DrillRecord[] =>
    Array.from({ length: n }, () => ({ ...held, ...change }));
  test.each<[string, readonly DrillRecord[], string, string]>([
    ["59 in time", many(59), "met", "at most 0.31 s"],
    ["58 in time", many(58), "insufficient", "58 of 59 drills"],
    ["none", [], "insufficient", "no drill"],
    ["one of 60 failed", [...many(59), ...many(1, { broken: 1 })], "insufficient", "59 of 60 drills in time"],
    ["one of 93 failed", [...many(92), ...many(1, { restored: 49 })], "met", "at most 0.31 s"],
    ["all too slow", many(2, { seconds: 901 }), "not-met", "more than 15 min 00 s"],
    ["all failed", many(2, { restored: 1 }), "not-met", "does not hold"],
    ["other kinds tell nothing of it", many(59, { drill: "humanEdit" }), "insufficient", "no drill"],
    ["without a control they show nothing", many(59).map(() => uncontrolled), "insufficient", "no drill"],
    [
      "another system has too few",
      [...many(59), ...many(3, { system: "books on PostgreSQL" })],
      "insufficient",
      "3 of 59 drills",
    ],
  ])("%s", (_name, drills, verdict, fact) => {
    expect(undoneWithin(asked).judge(facts(drills), "decisions")).toMatchObject({ verdict, fact });
  });

  test("under load: what was undone without tells nothing, but for what failed", () => {
    const loaded = undoneWithin({ ...asked, load: 10 });
    expect(loaded.judge(facts(many(59)), "decisions").fact).toBe("no drill");
    expect(loaded.judge(facts(many(59, { load: 10 })), "decisions").verdict).toBe("met");
    expect(loaded.judge(facts([...many(59, { load: 10 }), ...many(1, { restored: 2 })]), "decisions").verdict).toBe(
      "insufficient",
    );
  });

  test("settings that mean nothing are refused", () => {
    for (const wrong of [
      { minutes: 0, share: 0.95 },
      { minutes: 15, share: 1 },
      { ...asked, size: 0.5 },
      { ...asked, load: 0 },
      15,
    ])
      expect(() => undoneWithin(wrong as never)).toThrow(EarnestError);
  });
});

describe("a drill of the library, for a gate that asks for one drill", () => {
  const restores = (drills: readonly DrillRecord[]) =>
    drillRestores({ size: 50, minutes: 15, days: 90 }).judge(facts(drills), "decisions");
  test.each<[string, readonly DrillRecord[], string]>([
    ["of a whole batch meets it", [held], "met"],
    ["of another kind does not", [edited], "insufficient"],
    ["of a whole batch does not without a control", [uncontrolled], "insufficient"],
    [
      "any that broke a promise fails it, whatever held later",
      [held, { ...edited, at: "2026-04-01T00:00:00Z", broken: 1 }],
      "not-met",
    ],
    ["any that notices nothing fails it", [held, { ...edited, control: "missed" }], "not-met"],
    [
      "what another handler version broke does not",
      [held, { ...edited, broken: 1, handler: { name: "payer", version: "0" } }],
      "met",
    ],
  ])("%s", (_name, drills, verdict) => {
    expect(restores(drills).verdict).toBe(verdict);
  });
});
