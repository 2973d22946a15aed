import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RunRule, runVerdict, verdictAt } from "./runVerdict.ts";

const candidate: RunRule = { mode: "candidate", promoteAbove: 0.9, demoteBelow: 0.8, cases: 200 };
const live: RunRule = { ...candidate, mode: "live" };
const counts = fc.tuple(fc.nat({ max: 100 }), fc.nat({ max: 99 }));

describe("the verdict of a run", () => {
  test("one more mismatch never opens a closed gate", () => {
    fc.assert(
      fc.property(counts, ([matches, misses]) => {
        const ask = verdictAt(candidate);
        if (ask({ matches, misses }).verdict === "promote") return;
        expect(ask({ matches, misses: misses + 1 }).verdict).not.toBe("promote");
      }),
      { seed: 22, numRuns: 500 },
    );
  });

  test("a candidate run that is curtailed could not have promoted, however it went on", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 200, maxLength: 200 }), (digits) => {
        const end = runVerdict(
          digits.map((digit) => digit > 0),
          candidate,
        );
        expect(end.verdict).not.toBe("continue");
        if (end.verdict !== "insufficient-curtailed") return;
        const best = verdictAt(candidate)({ matches: 200 - end.misses, misses: end.misses });
        expect(best.verdict).not.toBe("promote");
      }),
      { seed: 23, numRuns: 100 },
    );
  });

  test("all match, all miss, nothing yet", () => {
    const all = (match: boolean) => Array.from({ length: 200 }, () => match);
    expect(runVerdict(all(true), candidate)).toMatchObject({ verdict: "promote", stopAt: 38 });
    expect(runVerdict(all(false), candidate)).toMatchObject({ verdict: "hold" });
    expect(runVerdict(all(true), live)).toMatchObject({ verdict: "hold" });
    expect(runVerdict(all(false), live)).toMatchObject({ verdict: "demote" });
    expect(runVerdict([], candidate)).toMatchObject({ verdict: "continue", stopAt: 0, logEUp: 0, logEDown: 0 });
  });

  test("refuses more outcomes than cases and thresholds of 0 and 1", () => {
    expect(() => verdictAt({ ...candidate, cases: 3 })({ matches: 2, misses: 2 })).toThrow(RangeError);
    expect(() => verdictAt({ ...candidate, promoteAbove: 1 })).toThrow(RangeError);
  });
});
