import { describe, expect, test } from "vitest";
import type { RowChange } from "../fixture/diffStates.ts";
import { controlCaught } from "./controlCaught.ts";
import type { DrillName, DrillSeen, Violation } from "./drill.ts";
import type { DrillEvent } from "./drillEvent.ts";
import { judgeDrill } from "./judgeDrill.ts";
import { applied, changed, edited, good, intent, left, NOTHING, undone } from "./testing/madeUp.ts";

const judged = (seen: DrillSeen, name: DrillName = "revertBatch") => judgeDrill({ name }, seen).violations;
const checks = (seen: DrillSeen, name?: DrillName) => judged(seen, name).map(({ check }) => check);
const apply = (act: number, outcome?: "applied" | "duplicate" | "rejected" | "failed" | "unknown") => [
  intent(act, "apply"),
  applied(act, outcome),
];
const undo = (act: number, outcome?: Parameters<typeof undone>[1]) => [intent(act, "undo"), undone(act, outcome)];
const act = (jar: number, handler: 0 | 1 = 0, poison = false) => ({ handler, poison, touches: [`jars/${jar}`] });
const seenOf = (history: readonly DrillEvent[], more: Partial<DrillSeen> = {}) => good(1, { history, ...more });

test("a negative control counts only for the lack that the state shows", () => {
  const found = (check: string): Violation[] => [{ check, says: "" }];
  expect(controlCaught({ irreversible: null }, found("not-restored"))).toBe(true);
  for (const other of ["no-effect", "false-claim", "correction", "invariant"])
    expect(controlCaught({ irreversible: null }, found(other))).toBe(false);
  expect(controlCaught({ irreversible: { corrections: "letters" } }, found("correction"))).toBe(true);
  expect(controlCaught({ irreversible: { corrections: "letters" } }, found("false-claim"))).toBe(false);
  expect(controlCaught({ irreversible: { corrections: null } }, found("false-claim"))).toBe(true);
});

describe("who is blamed for what is not as before", () => {
  const two = (second: Parameters<typeof undone>[1]) =>
    seenOf([...apply(0), ...apply(1), ...undo(1, second), ...undo(0)], {
      acts: [act(0), act(0)],
      written: left(changed(0, 0, 5)),
      undoing: left(changed(0, 5, 0)),
      left: left(changed(0, 0, 5)),
    });

  test("of two acts on one entity, the last that was undone", () => {
    expect(judged(two("reverted"))).toMatchObject([{ check: "not-restored", act: 1 }]);
  });

  test("nobody, where one of them is excused", () => {
    expect(checks(two("dead-letter"))).toEqual(["dead-letter"]);
  });

  test("a sum that is about nobody: all, unless somebody is excused, or there is other traffic", () => {
    const sum: RowChange = { table: "jars", key: "all", entity: null, change: "sum", columns: [] };
    const seen = good(1, { left: left(sum) });
    expect(checks(seen)).toEqual(["not-restored"]);
    expect(judgeDrill({ name: "revertBatch" }, seen).restored).toBe(0);
    expect(checks({ ...seen, traffic: ["jars/9"] })).toEqual([]);
    expect(checks({ ...seen, history: [...apply(0), ...undo(0, "dead-letter")] })).toEqual(["dead-letter"]);
  });

  test("other traffic: its rows are nobody's, but it may not mix with the acts", () => {
    const seen = good(1, {
      traffic: ["jars/9"],
      undoing: left(changed(0, 5, 0), changed(9, 0, 1)),
      left: left(changed(9, 0, 1)),
    });
    expect(checks(seen)).toEqual([]);
    expect(checks({ ...seen, acts: [act(9)] })).toContain("traffic");
  });
});

describe("what was said of an act, and what was written", () => {
  test("what an undo wrote to an act that nobody undid", () => {
    const seen = good(2, { history: [...apply(0), ...apply(1), ...undo(0)] });
    expect(judged(seen)).toMatchObject([
      { check: "standing", act: 1 },
      { check: "undeclared-entity", says: expect.stringMatching(/^The undo changed what no act that was undone declares/) },
    ]);
  });

  test("one that failed left a trace, unless another was carried out on the same", () => {
    const seen = (jar: number) =>
      good(2, {
        acts: [act(0), act(jar)],
        history: [...apply(0), ...apply(1, "failed"), ...undo(0)],
        written: left(changed(0, 0, 5), ...(jar === 1 ? [changed(1, 0, 5)] : [])),
        undoing: left(changed(0, 5, 0)),
      });
    expect(judged(seen(1), "partialFailure")).toMatchObject([{ check: "false-claim", act: 1 }]);
    expect(checks(seen(0), "partialFailure")).toEqual([]);
  });

  test("one call was answered and another found by a probe: carried out once", () => {
    const probed: DrillEvent = { ...applied(0), by: "probe" } as DrillEvent;
    expect(checks(seenOf([...apply(0), intent(0, "apply"), probed, ...undo(0)]))).toEqual([]);
    expect(checks(seenOf([...apply(0), ...apply(0), ...undo(0)]))).toEqual(["applied-twice"]);
  });

  test("bad params of which nobody knows whether they were taken were not refused", () => {
    const seen = good(2, { acts: [act(0), act(1, 0, true)], written: left(changed(0, 0, 5)), undoing: left(changed(0, 5, 0)) });
    const history = (outcome: "rejected" | "unknown") => [...apply(0), ...apply(1, outcome), ...undo(0)];
    expect(checks({ ...seen, history: history("rejected") })).toEqual([]);
    expect(checks({ ...seen, history: history("unknown") })).toEqual(["poison-accepted"]);
  });

  test("a duplicate is no false claim where the key was used before, with other params", () => {
    const others = (outcome: "applied" | "rejected"): DrillEvent[] =>
      apply(0, outcome).map((event) => ({ ...event, otherParams: true }) as DrillEvent);
    expect(checks(seenOf([...others("applied"), ...apply(0, "duplicate"), ...undo(0)]))).toEqual(["key-reused"]);
    expect(checks(seenOf([...apply(0), ...others("rejected"), ...undo(0)]))).toEqual([]);
  });

  test.each(["reverted", "already"] as const)("an undo that says %s bars its act for ever", (outcome) => {
    expect(checks(seenOf([...apply(0), ...undo(0, outcome), ...apply(0), ...undo(0, "already")]))).toContain("late-apply");
  });

  test("an act carried out afresh after its undo stands", () => {
    const seen = seenOf([...apply(0), ...undo(0), ...apply(0)]);
    expect(judgeDrill({ name: "revertBatch" }, seen).ends).toEqual({ standing: 1 });
  });

  test("a later act that cannot be taken back is not what was declared of the first", () => {
    const acts = [act(0), act(1, 1)];
    const history = [...apply(0), ...apply(1), ...undo(1, "impossible"), ...undo(0, "impossible")];
    const seen = good(2, { acts, history, irreversible: { corrections: null } });
    expect(judged(seen)).toMatchObject([{ check: "impossible", act: 1 }]);
  });
});

describe("a conflict has to have its reason", () => {
  const both = (...history: DrillEvent[]) => ({
    ...good(2, { acts: [act(0), act(0, 1)], written: left(changed(0, 0, 5)), undoing: left(changed(0, 5, 0)) }),
    history,
  });
  const early = undo(0, "conflict");

  test("a later act on the same that stands", () => {
    expect(checks(both(...apply(0), ...apply(1), ...early, ...undo(1), ...undo(0)))).toEqual([]);
  });
  test.each([
    ["was taken back before", both(...apply(0), ...apply(1), ...undo(1), ...early)],
    ["came before it", both(...apply(1), ...apply(0), ...early, ...undo(1))],
    ["came after the conflict", both(...apply(0), ...early, ...apply(1), ...undo(1))],
    ["was never carried out", both(...apply(0), ...apply(1, "failed"), ...early)],
    ["is about something else", { ...both(...apply(0), ...apply(1), ...early, ...undo(1)), acts: [act(0), act(1, 1)] }],
  ])("not one that %s", (_, seen) => {
    expect(checks(seen)).toContain("false-conflict");
  });
});

describe("what people changed", () => {
  const edit = edited(0, "same") as Extract<DrillEvent, { e: "edited" }>;
  const edits = [{ act: 0, what: "same" as const, edit: edit.edit, kept: true }];

  test("a row that a person put there is no lack of the undo", () => {
    const row: RowChange = { ...changed(0, 0, 9), change: "added" };
    const seen = seenOf([...apply(0), edit, ...undo(0, "conflict")], { edits, undoing: NOTHING, left: left(row) });
    expect(checks(seen)).toEqual([]);
    const other = { ...edit, what: "other" as const };
    const around = seenOf([...apply(0), other, ...undo(0)], { edits, left: left(row) });
    expect(checks(around)).toEqual([]);
    expect(checks({ ...around, left: left({ ...row, key: "1" }) })).toEqual(["not-restored"]);
  });

  test("as many as the journal names were looked at", () => {
    const history = [...apply(0), edit, ...undo(0, "conflict")];
    expect(checks(seenOf(history, { edits }))).toEqual([]);
    expect(checks(seenOf(history))).toEqual(["history"]);
  });

  test("humanEdit needs one, of what was carried out", () => {
    expect(checks(good(1), "humanEdit")).toEqual(["not-tried"]);
    const history = [...apply(0, "failed"), edit, ...apply(1), ...undo(1)];
    expect(checks(good(2, { history, edits, written: left(changed(1, 0, 5)) }), "humanEdit")).toContain("not-tried");
  });
});

describe("acts that show more than once where nothing is taken back", () => {
  const letter = (jar: number, key: string): RowChange => ({ ...changed(jar, 0, 0), key, change: "added", columns: [] });
  const sent = (...written: RowChange[]) =>
    good(2, {
      history: [...apply(0), ...apply(1), ...undo(1, "impossible"), ...undo(0, "impossible")],
      irreversible: { corrections: "jars" },
      written: left(...written),
      undoing: left(letter(0, "c0"), letter(1, "c1")),
    });

  test("one went out twice, or each in as many letters", () => {
    const [first, second] = [letter(0, "a"), letter(1, "b")];
    expect(checks(sent(first, second), "irreversible")).toEqual([]);
    expect(judged(sent(first, second, letter(1, "b2")), "irreversible")).toMatchObject([{ check: "applied-twice", act: 1 }]);
    expect(checks(sent(first, letter(0, "a2"), second, letter(1, "b2")), "irreversible")).toEqual([]);
  });
});

test("probes that never know are a finding, but of what cannot be taken back; one that knows is enough", () => {
  const history = [...apply(0), ...apply(1, "unknown"), undone(1, "left"), ...undo(0)];
  const seen = good(2, { history, left: left(changed(1, 0, 5)) });
  expect(checks(seen, "partialFailure")).toEqual(["probe-blind"]);
  expect(checks(seen, "revertBatch")).toEqual([]);
  expect(checks({ ...seen, irreversible: { corrections: null } }, "partialFailure")).not.toContain("probe-blind");
  const knows = good(3, { history: [...history, ...apply(2, "failed")], written: left(changed(0, 0, 5)), left: seen.left });
  expect(checks({ ...knows, undoing: left(changed(0, 5, 0)) }, "partialFailure")).toEqual([]);
});

test("more than one act in ten refused, of those that were due", () => {
  const batch = (size: number, refused: number, name?: DrillName) => {
    const fine = good(size);
    const history = fine.history.flatMap((event) => {
      if (!("act" in event) || event.act >= refused) return [event];
      return event.e === "applied"
        ? [applied(event.act, "rejected")]
        : event.e === "intent" && event.phase === "apply"
          ? [event]
          : [];
    });
    const rows = [fine.written, fine.undoing].map((diff) => left(...(diff?.rows ?? []).slice(refused)));
    return checks({ ...fine, history, written: rows[0] ?? null, undoing: rows[1] ?? null }, name);
  };
  expect(batch(20, 2)).toEqual([]);
  expect(batch(20, 3)).toEqual(["mostly-refused"]);
  expect(batch(5, 1)).toEqual(["mostly-refused"]);
  expect(batch(5, 1, "partialFailure")).toEqual(["mostly-refused"]);
});
