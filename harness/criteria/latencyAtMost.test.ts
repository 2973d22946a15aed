import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { latencyOf } from "../evidence/latencyOf.ts";
import { binomTail } from "../stats/binomTail.ts";
import { evidenceOf } from "./evidenceOf.ts";
import { latencyAtMost, latencyLimits } from "./latencyAtMost.ts";

/** `slow` of `n` cases took 20 seconds, the others one; the limit is 10. */
const times = (slow: number, n: number) => Array.from({ length: n }, (_, i) => (i < slow ? 20_000 : 1000));
const judged = (ms: readonly number[]) => {
  const criterion = latencyAtMost({ seconds: 10 });
  return criterion.judge(evidenceOf({}, [], { latency: latencyOf(ms, latencyLimits([criterion])) }), "decisions");
};

describe("quick enough", () => {
  test.each([
    // 59 are the fewest in which none may be slow; of 200, at most four may be.
    [0, 58, "insufficient"],
    [0, 59, "met"],
    [4, 200, "met"],
    [5, 200, "insufficient"],
    // 11 of 200 are 5.5 %: the time that 19 of 20 stay within looks too long, and nothing is shown.
    [11, 200, "insufficient"],
    [15, 200, "insufficient"],
    [16, 200, "not-met"],
    [3, 3, "not-met"],
    [0, 0, "insufficient"],
  ])("%i of %i slow: %s, by an end of the range and never by the point", (slow, n, verdict) => {
    expect(judged(times(slow, n)).verdict).toBe(verdict);
  });

  test("says which end decides, for one look", () => {
    expect(judged(times(16, 200)).because).toBe(
      "19 of 20 cases took up to 20 s; with 95% confidence, a range for one look, at least 20 s. The limit is 10 s.",
    );
    expect(judged(times(11, 200)).because).toContain("a range for one look, 1 s to 20 s.");
    expect(judged(times(0, 200)).because).toContain("a range for one look, at most 1 s.");
  });

  test("its chance is the exact one, and small just where it is met", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 12_000 }), { maxLength: 150 }), (ms) => {
        const { verdict, numbers } = judged(ms);
        const within = ms.filter((one) => one <= 10_000).length;
        expect(numbers["p"]).toBe(binomTail(within, ms.length, 0.95).atLeast);
        expect(verdict === "met").toBe((numbers["p"] as number) <= 0.05);
        expect(verdict === "not-met").toBe(ms.length > 0 && binomTail(within, ms.length, 0.95).atMost <= 0.05 * (1 + 1e-12));
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  test("a limit that was not counted is as sure as the level it was met at", () => {
    const latency = latencyOf(times(0, 200));
    const chance = (seconds: number) =>
      latencyAtMost({ seconds }).judge(evidenceOf({}, [], { latency }), "decisions").numbers["p"];
    expect([chance(10), chance(0.5)]).toEqual([0.05, 1]);
  });
});
