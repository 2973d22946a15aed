import { describe, expect, test } from "vitest";
import { EarnestError } from "../errors.ts";
import type { DrillRecord } from "../evidence/drills.ts";
import { drillRestores } from "./drillRestores.ts";
import { evidenceOf } from "./evidenceOf.ts";

const demand = { size: 50, minutes: 15, days: 90 };
const good: DrillRecord = {
  type: "a",
  at: "2026-05-01T00:00:00Z",
  agent: "1",
  by: "the night shift",
  system: "a copy",
  actions: 50,
  restored: 50,
  seconds: 664,
};
const bad = { ...good, restored: 47, seconds: 1572, because: "label printed before the undo" };
const later = (drill: DrillRecord) => ({ ...drill, at: "2026-05-20T00:00:00Z" });
const judge = (drills: DrillRecord[], asked: Parameters<typeof drillRestores>[0] = demand) =>
  drillRestores(asked).judge(evidenceOf({}, [], { drills, version: "1", asOf: "2026-06-01T00:00:00Z" }), "decisions");

describe("an undo drill", () => {
  test.each<[string, DrillRecord[], string, string]>([
    ["that restored all in time", [good], "met", "11 min 04 s"],
    ["none", [], "insufficient", "no drill"],
    ["of another version", [{ ...good, agent: "0" }], "insufficient", "another version’s"],
    ["too old", [{ ...good, at: "2026-03-02T23:59:59Z" }], "insufficient", "11 min 04 s"],
    ["just not too old", [{ ...good, at: "2026-03-03T00:00:00Z" }], "met", "11 min 04 s"],
    ["too small", [{ ...good, actions: 49, restored: 49 }], "insufficient", "drill too small"],
    ["that restored too few", [bad], "not-met", "47 of 50, 26 min 12 s"],
    ["just in time", [{ ...good, seconds: 900 }], "met", "15 min 00 s"],
    ["just too slow", [{ ...good, seconds: 900.5 }], "not-met", "50 of 50, 15 min 01 s"],
    ["that failed after a good one", [later(bad), good], "not-met", "47 of 50, 26 min 12 s"],
    ["that failed before a good one", [later(good), bad], "met", "11 min 04 s"],
    [
      "a small good one does not hide the large one before it",
      [later({ ...good, actions: 5, restored: 5 }), good],
      "met",
      "11 min 04 s",
    ],
    [
      "a small good one does not mend a failure",
      [later({ ...good, actions: 5, restored: 5 }), bad],
      "not-met",
      "47 of 50, 26 min 12 s",
    ],
    ["one failure at the very moment of a good one", [good, bad], "not-met", "47 of 50, 26 min 12 s"],
    ["a failure of another version says nothing", [later({ ...bad, agent: "0" }), good], "met", "11 min 04 s"],
  ])("%s", (_, drills, verdict, fact) => {
    expect(judge(drills)).toMatchObject({ verdict, fact });
    // Records need not come in order of time.
    expect(judge(drills.toReversed())).toMatchObject({ verdict, fact });
  });

  test("under load: only drills under as much count for it, and a failure counts under any", () => {
    const asked = { ...demand, load: 10 };
    expect(judge([{ ...good, load: 10 }], asked).verdict).toBe("met");
    expect(judge([{ ...good, load: 9 }], asked).verdict).toBe("insufficient");
    expect(judge([good], asked).verdict).toBe("insufficient");
    expect(judge([later(bad), { ...good, load: 10 }], asked).verdict).toBe("not-met");
  });

  test("says what is missing, and not that a drill was too small", () => {
    const library = { ...good, drill: "revertBatch" as const };
    expect(judge([library]).because).toContain("none of a whole batch has a negative control");
    expect(judge([library]).fact).toBe("no control");
    const loaded = judge([{ ...good, load: 9 }], { ...demand, load: 10 });
    expect(loaded.fact).toBe("too little load");
    expect(loaded.because).toContain("they were made under at most 9");
    expect(judge([{ ...library, drill: "humanEdit" }]).fact).toBe("no whole batch");
  });

  test("says what was not restored, and what would do", () => {
    expect(judge([bad])).toMatchObject({
      because:
        "A drill restored 47 of 50 in 26 min 12 s; the limit is all of them within 15 minutes. Not restored: label printed before the undo.",
      change: "a drill that restores 50 of 50 within 15 min.",
    });
    expect(judge([], { ...demand, load: 10 }).change).toBe(
      "a drill that restores 50 of 50 within 15 min under 10 other operations a second.",
    );
  });

  test("a demand that is none stops the suite", () => {
    for (const wrong of [{ size: 0 }, { size: 1.5 }, { minutes: 0 }, { days: Number.NaN }, { load: -1 }])
      expect(() => drillRestores({ ...demand, ...wrong })).toThrow(EarnestError);
    expect(() => drillRestores(50 as never)).toThrow("expects its settings by name");
  });
});
