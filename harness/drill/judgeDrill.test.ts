import { describe, expect, test } from "vitest";
import type { RowChange } from "../fixture/diffStates.ts";
import type { DrillName, DrillSeen } from "./drill.ts";
import type { DrillEvent } from "./drillEvent.ts";
import { judgeDrill } from "./judgeDrill.ts";
import { applied, changed, edited, good, intent, left, NOTHING, undone } from "./testing/madeUp.ts";

const ms = 0;
const checks = (seen: DrillSeen, name: DrillName = "revertBatch") =>
  judgeDrill({ name }, seen).violations.map(({ check }) => check);
const one = (...history: DrillEvent[]): Partial<DrillSeen> => ({ history });
const done = [intent(0, "apply"), applied(0)];
const back = [intent(0, "undo"), undone(0)];
const kept = (what: "same" | "other", still = true): Partial<DrillSeen> => {
  const event = edited(0, what) as Extract<DrillEvent, { e: "edited" }>;
  return { edits: [{ act: 0, what, edit: event.edit, kept: still }] };
};

test("a drill that held says so, and counts every act as restored", () => {
  expect(judgeDrill({ name: "revertBatch" }, good(3))).toEqual({
    ends: { reverted: 3 },
    restored: 3,
    held: true,
    violations: [],
  });
});

describe("says why, as the journal does", () => {
  const three = [0, 1, 2];
  const failing = (outcome: "failed" | "unknown", because: (act: number) => string): DrillEvent[] =>
    three.flatMap((act): DrillEvent[] => [
      intent(act, "apply"),
      { ...applied(act, outcome), because: because(act) } as DrillEvent,
    ]);
  const nothing = (...history: DrillEvent[]) => {
    const seen = good(3, { history, written: NOTHING, undoing: NOTHING });
    return judgeDrill({ name: "crashDuringRollback" }, seen).violations.map(({ says }) => says);
  };

  test("nothing was carried out: one finding, with the commonest reason", () => {
    const because = (act: number) => (act === 1 ? "the line broke" : "no such table: \u001b[31mlent");
    expect(nothing(...failing("failed", because))).toEqual([
      expect.stringMatching(/^None of the acts was carried out, so that no undo was tried: no such table: .*lent \(2 times\)\.$/),
    ]);
    expect(nothing(...failing("failed", because)).join()).not.toContain("\u001b");
  });

  test("nobody can tell whether anything was", () => {
    expect(nothing(...failing("unknown", () => "no answer."))).toEqual([
      "Of 3 acts nobody can tell whether they were carried out; they were left to a person: no answer (3 times).",
    ]);
    const some = failing("unknown", () => "no answer").slice(0, 2);
    expect(nothing(...some, intent(1, "apply"), applied(1, "rejected"))).toEqual([
      "None of the acts is known to have been carried out, so that no undo was tried. Of 1 act nobody can tell; it was left to a person: no answer.",
    ]);
  });

  test("an undo was given up: its error, and for how many acts it was the same", () => {
    const given = (act: number, because: string): DrillEvent[] => [
      intent(act, "undo"),
      { ...undone(act, "dead-letter"), because } as DrillEvent,
    ];
    const history = three.flatMap((act) => [intent(act, "apply"), applied(act)]);
    const seen = good(3, {
      history: [...history, ...given(0, "null in id"), ...given(1, "null in id"), ...given(2, "deadlock")],
    });
    expect(judgeDrill({ name: "revertBatch" }, seen).violations.map(({ says }) => says)).toEqual([
      "Act 1 was given up: its undo failed at every try: null in id (2 times).",
      "Act 2 was given up: its undo failed at every try: null in id (2 times).",
      "Act 3 was given up: its undo failed at every try: deadlock.",
    ]);
  });
});

const BROKEN: readonly (readonly [check: string, broken: Partial<DrillSeen>])[] = [
  ["open-intent", one(...done, intent(0, "undo"))],
  ["no-intent", one(applied(0), ...back)],
  ["standing", one(...done)],
  ["undone-twice", one(...done, ...back, ...back)],
  ["applied-twice", one(...done, ...done, ...back)],
  ["not-restored", { left: left(changed(0, 0, 5)) }],
  ["human-edit-lost", { ...one(...done, edited(0, "same"), intent(0, "undo"), undone(0, "conflict")), ...kept("same", false) }],
  ["no-effect", { written: NOTHING }],
  ["no-effect", { written: left({ ...changed(0, 0, 5), table: "keys" }) }],
  ["undeclared-table", { written: left(changed(0, 0, 5), { ...changed(0, 0, 5), table: "trail" }) }],
  ["undeclared-table", { undoing: left({ ...changed(0, 0, 5), table: "trail" }) }],
  ["undeclared-entity", { written: left(changed(0, 0, 5), changed(7, 0, 5)) }],
  ["undeclared-entity", { undoing: left(changed(7, 0, 5)) }],
  ["undeclared-entity", { left: left(changed(7, 0, 5)) }],
  ["invariant", { broken: [{ when: "after", says: "a jar holds less than nothing" }] }],
  ["false-conflict", one(...done, intent(0, "undo"), undone(0, "conflict"))],
  ["false-claim", { ...one(...done, intent(0, "undo"), undone(0, "already")), left: left(changed(0, 0, 5)) }],
  ["false-claim", one(...done, intent(0, "undo"), undone(0, "not-applied"))],
  ["false-claim", { ...one(intent(0, "apply"), applied(0, "failed")), left: left(changed(0, 0, 5)) }],
  ["false-claim", one(intent(0, "apply"), applied(0, "rejected"), ...back)],
  ["false-claim", one(intent(0, "apply"), applied(0, "duplicate"), ...back)],
  ["sequence", { left: { rows: [], sequences: [{ name: "jars", before: 1, after: 2 }] } }],
  [
    "key-reused",
    one(
      ...done,
      { ...intent(0, "apply"), otherParams: true } as DrillEvent,
      { ...applied(0), otherParams: true } as DrillEvent,
      ...back,
    ),
  ],
  ["late-apply", one(intent(0, "undo"), undone(0, "not-applied"), ...done, ...back)],
  ["impossible", one(...done, intent(0, "undo"), undone(0, "impossible"))],
  ["dead-letter", one(...done, intent(0, "undo"), undone(0, "dead-letter"))],
  ["left", one(...done, undone(0, "left"))],
  ["unfinished", { history: [...good(1).history, { e: "gave-up", because: "it ended five times", ms }] }],
  ["history", one(...done, ...back, ...[intent(4, "apply"), applied(4)])],
  ["traffic", { traffic: ["jars/0"] }],
  ["nothing-done", one(intent(0, "apply"), applied(0, "rejected"))],
];

describe("what is broken has a name", () => {
  test.each(BROKEN)("%s", (check, broken) => {
    const judged = judgeDrill({ name: "revertBatch" }, good(1, broken));
    expect(judged.held).toBe(false);
    expect(judged.violations.map((violation) => violation.check)).toContain(check);
  });

  test("acts that had to be refused: accepted, or refused with a trace", () => {
    const acts = [...good(1).acts, { handler: 0 as const, poison: true, touches: [] }];
    const history = (outcome: "applied" | "rejected") => [...good(1).history, intent(1, "apply"), applied(1, outcome)];
    expect(checks({ ...good(1), acts, history: history("rejected") })).toEqual([]);
    expect(checks({ ...good(1), acts, history: history("applied") })).toContain("poison-accepted");
    const written = left(changed(0, 0, 5), changed(7, 0, 5));
    expect(checks({ ...good(1), acts, history: history("rejected"), written })).toEqual(["poison-trace"]);
  });

  test("a sentence names act, row, column and values, and what is hostile in them is shown", () => {
    const row = { ...changed(16, 0, 500), table: "jars", key: "16" };
    const says = (seen: DrillSeen) => judgeDrill({ name: "revertBatch" }, seen).violations.map((violation) => violation.says);
    expect(says(good(17, { left: left(row) }))).toEqual(["Act 17 was undone, and jars/16 is not as before: ml is 500, was 0."]);
    const hostile: RowChange = { ...row, columns: [{ column: "ml", before: "a\u202eb", after: null }] };
    expect(says(good(17, { left: left(hostile) }))[0]).toMatch("ml is empty, was aU+202Eb");
  });
});

describe("what need not be as before has a reason", () => {
  const conflict = [...done, edited(0, "same"), intent(0, "undo"), undone(0, "conflict")];

  test("a person changed the same value: a conflict, and not restored", () => {
    const judged = judgeDrill(
      { name: "humanEdit" },
      good(1, { ...one(...conflict), ...kept("same"), left: left(changed(0, 0, 9)) }),
    );
    expect(judged).toEqual({ ends: { conflict: 1 }, restored: 0, held: true, violations: [] });
  });

  test("a conflict leaves all alone: but for keys, nothing of the entity may be written by an undo that says so", () => {
    const hers = changed(0, 5, 9);
    const seen = good(1, {
      ...one(...done, edited(0, "same"), { e: "decided", ms }, intent(0, "undo"), undone(0, "conflict")),
      ...kept("same"),
    });
    const wrote = (...rows: RowChange[]) => checks({ ...seen, meanwhile: left(hers), undoing: left(...rows), left: left(hers) });
    expect(wrote()).toEqual([]);
    expect(wrote({ ...hers, table: "keys" })).toEqual([]);
    expect(wrote({ ...hers, key: "label", change: "removed" })).toEqual(["conflict-wrote"]);
    const late = {
      ...seen,
      history: [...done, { e: "decided", ms } as const, intent(0, "undo"), edited(0, "same"), undone(0, "conflict")],
    };
    expect(checks({ ...late, undoing: left(hers), left: left(hers) })).toEqual([]);
  });

  test("an act that was asked for again may write nothing then but its key", () => {
    const again = one(...done, intent(0, "apply"), applied(0, "duplicate"), ...back);
    const [effect, key] = [changed(0, 5, 10), { ...changed(0, 5, 10), table: "keys" }];
    expect(checks(good(1, { ...again, meanwhile: left(key) }))).toEqual([]);
    expect(checks(good(1, { ...again, meanwhile: left(effect) }))).toEqual(["applied-twice"]);
    // What came for the first time may write.
    expect(checks(good(1, { meanwhile: left(effect) }))).toEqual([]);
  });

  test("a person changed another value: undone around it, or left alone, as declared", () => {
    const note = { ...changed(0, 0, 9), columns: [{ column: "note", before: null, after: "hers" }] };
    const around = good(1, { ...one(...done, edited(0, "other"), ...back), ...kept("other"), left: left(note) });
    expect(judgeDrill({ name: "humanEdit" }, around)).toMatchObject({ held: true, restored: 1 });
    expect(checks({ ...around, unrelated: "conflict" }, "humanEdit")).toEqual(["false-claim"]);
    const alone = { ...around, history: [...done, edited(0, "other"), intent(0, "undo"), undone(0, "conflict")] };
    expect(checks({ ...alone, unrelated: "conflict" }, "humanEdit")).toEqual([]);
    expect(checks(alone, "humanEdit")).toEqual(["false-conflict"]);
  });

  test("a probe could not tell: a person looks", () => {
    const seen = good(2, { left: left(changed(1, 0, 5)) });
    const history = [...done, intent(1, "apply"), applied(1, "unknown"), undone(1, "left"), ...back];
    expect(judgeDrill({ name: "revertBatch" }, { ...seen, history })).toMatchObject({
      held: true,
      restored: 1,
      ends: { left: 1 },
    });
  });

  test("an undo came first: it leaves a mark, and its act is barred or never comes", () => {
    const early = [0, 1].flatMap((act) => [intent(act, "undo"), undone(act, "not-applied")]);
    const late = [intent(0, "apply"), applied(0, "rejected"), intent(2, "apply"), applied(2)];
    const marks = [0, 1].map((jar): RowChange => ({ ...changed(jar, 0, 0), table: "keys", key: `mark ${jar}`, change: "added" }));
    const seen = good(3, {
      history: [...early, ...late, intent(2, "undo"), undone(2)],
      written: left(...marks, changed(2, 0, 5)),
      undoing: left(changed(2, 5, 0)),
    });
    expect(judgeDrill({ name: "outOfOrder" }, seen)).toMatchObject({ held: true, restored: 3, violations: [] });
  });

  test("that mark may be nothing but a key, wherever else it shows", () => {
    const seen = good(2, {
      history: [intent(0, "undo"), undone(0, "not-applied"), ...good(2).history.filter((e) => !("act" in e) || e.act === 1)],
    });
    const letter: RowChange = { ...changed(0, 0, 0), key: "letter", change: "added" };
    const key: RowChange = { ...letter, table: "keys" };
    const [one, two] = [changed(1, 0, 5), changed(1, 5, 0)];
    expect(checks({ ...seen, written: left(key, one), undoing: left(two) })).toEqual([]);
    expect(checks({ ...seen, written: left(letter, one), undoing: left(two) })).toEqual(["false-claim"]);
    expect(checks({ ...seen, written: left(key, one), undoing: left(letter, two) })).toEqual(["false-claim"]);
  });

  test("a later act stands on it: a conflict until that is undone", () => {
    const acts = [0, 1].map((handler) => ({ handler: handler as 0 | 1, poison: false, touches: ["jars/0"] }));
    const both = [...done, intent(1, "apply"), applied(1), intent(0, "undo"), undone(0, "conflict")];
    const history = [...both, intent(1, "undo"), undone(1), ...back];
    expect(judgeDrill({ name: "dependent" }, { ...good(1), acts, history })).toMatchObject({ held: true, restored: 2 });
  });

  test("what cannot be taken back: one correction each, and nobody says that it was", () => {
    const letter: RowChange = { table: "jars", key: "L", entity: "jars/0", change: "added", columns: [] };
    const seen = good(1, {
      ...one(...done, intent(0, "undo"), undone(0, "impossible")),
      irreversible: { corrections: "jars" },
      undoing: left(letter),
    });
    expect(judgeDrill({ name: "irreversible" }, seen)).toMatchObject({ held: true, restored: 0, ends: { impossible: 1 } });
    expect(checks({ ...seen, undoing: left(letter, { ...letter, key: "M" }) }, "irreversible")).toEqual(["correction"]);
    expect(checks({ ...seen, undoing: left() }, "irreversible")).toEqual(["correction"]);
    expect(checks({ ...seen, history: [...done, ...back] }, "irreversible")).toContain("false-claim");
  });
});
