import { describe, expect, test } from "vitest";
import { jarDrill } from "../drill/testing/jarDrills.ts";
import { EarnestError } from "../errors.ts";
import type { DrillFact } from "../evidence/drillFact.ts";
import { drillRestores } from "./drillRestores.ts";
import { drillsHold } from "./drillsHold.ts";
import { evidenceOf } from "./evidenceOf.ts";
import { undoneWithin } from "./undoneWithin.ts";

const handler = { name: "payer", version: "1" };
const fixture = { name: "books", version: "1" };
const row = { version: "1", size: 50, handler, fixture, engines: ["sqlite"] };
const made = { version: "1", size: 50, fixture, engine: "sqlite", load: 0 };
const held = {
  made,
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
} satisfies DrillFact;
const edited: DrillFact = { ...held, drill: "humanEdit", restored: 49 };
const { control: _, ...uncontrolled } = held;
const facts = (drills: readonly DrillFact[], change: { readonly engines?: readonly string[] } = {}) =>
  evidenceOf({}, [], {
    drills,
    drilled: [
      { ...row, drill: "revertBatch", ...change },
      { ...row, drill: "humanEdit", ...change },
    ],
    version: "1",
    asOf: "2026-06-01T00:00:00Z",
  });

describe("every undo drill held", () => {
  test.each<[string, readonly DrillFact[], string, string]>([
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

  test("on every engine of the row's fixture, in batches as large as the row says", () => {
    const judged = (drills: readonly DrillFact[]) =>
      drillsHold({ days: 90 }).judge(facts(drills, { engines: ["sqlite", "pg"] }), "decisions");
    const pg = (drill: DrillFact, size = 50): DrillFact => ({ ...drill, made: { ...made, engine: "pg", size } });
    expect(judged([held, edited])).toMatchObject({
      verdict: "insufficient",
      because: expect.stringContaining("was never drilled on pg"),
    });
    expect(judged([held, edited, pg(held), pg(edited, 5)])).toMatchObject({
      verdict: "insufficient",
      because: expect.stringContaining("was tried with batches of 5 where the row says 50 on pg"),
    });
    expect(judged([held, edited, pg(held), pg(edited)]).verdict).toBe("met");
  });

  test("names what it asks for, by the row where it says nothing itself", () => {
    const drill = jarDrill({ drill: "revertBatch", fault: null });
    expect(drillsHold({ days: 90 }).of?.({ drills: [drill] }).params).toEqual({
      days: 90,
      drills: ["revertBatch"],
      size: drill.size,
      engines: [...drill.handler.fixture.engines],
    });
  });

  test("settings that mean nothing are refused", () => {
    for (const wrong of [{ days: 0 }, { days: 90, drills: [] }, { days: 90, drills: ["revert"] }, 90])
      expect(() => drillsHold(wrong as never)).toThrow(EarnestError);
  });
});

describe("undone in time, again and again", () => {
  const asked = { minutes: 15, share: 0.95 };
  const many = (n: number, change: Partial<DrillFact> = {}): DrillFact[] =>
    Array.from({ length: n }, () => ({ ...held, ...change }));
  test.each<[string, readonly DrillFact[], string, string]>([
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
      "another version of the system has too few, and takes nothing back",
      [...many(59), ...many(3, { system: "books on SQLite 4" })],
      "met",
      "at most 0.31 s",
    ],
    [
      "another version of the system misses it",
      [...many(59), ...many(3, { seconds: 901, system: "books on SQLite 4" })],
      "not-met",
      "more than 15 min 00 s",
    ],
    ["they are too old", many(59, { at: "2026-01-01T00:00:00Z" }), "insufficient", "no drill"],
    ["they are dated far ahead", many(59, { at: "2027-01-01T00:00:00Z" }), "insufficient", "no drill"],
    ["batches are smaller than the row says", many(59, { actions: 5, restored: 5 }), "insufficient", "no drill"],
    [
      "a small and old one that failed counts",
      [...many(59), { ...held, actions: 5, restored: 4, at: "2026-01-01T00:00:00Z" }],
      "insufficient",
      "59 of 60 drills in time",
    ],
  ])("%s", (_name, drills, verdict, fact) => {
    expect(undoneWithin(asked).judge(facts(drills), "decisions")).toMatchObject({ verdict, fact });
  });

  test("every engine of the row's fixture has to meet it, and the worst decides", () => {
    const on = { system: "books on PostgreSQL 18", made: { ...made, engine: "pg" } };
    const judged = (drills: readonly DrillFact[]) =>
      undoneWithin(asked).judge(facts(drills, { engines: ["sqlite", "pg"] }), "decisions");
    expect(judged(many(59))).toMatchObject({ verdict: "insufficient", fact: "0 of 59 drills" });
    expect(judged(many(59)).because).toContain("on pg");
    expect(judged([...many(59), ...many(3, on)])).toMatchObject({ verdict: "insufficient", fact: "3 of 59 drills" });
    expect(judged([...many(59), ...many(59, on)]).verdict).toBe("met");
  });

  test("says of which size, by the row where it says nothing itself", () => {
    const rowOf = { drills: [jarDrill({ drill: "revertBatch", fault: null })] };
    const size = rowOf.drills[0]?.size as number;
    expect(undoneWithin(asked).of?.(rowOf).params).toEqual({ ...asked, days: 90, size });
    expect(undoneWithin({ ...asked, size: 3, days: 30 }).of?.(rowOf).params).toEqual({ ...asked, days: 30, size: 3 });
    expect(undoneWithin(asked).of?.({})).toMatchObject({ limit: expect.stringContaining("of any size") });
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
  const restores = (drills: readonly DrillFact[]) =>
    drillRestores({ size: 50, minutes: 15, days: 90 }).judge(facts(drills), "decisions");
  test.each<[string, readonly DrillFact[], string]>([
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
