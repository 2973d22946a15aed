import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { passK } from "./passK.ts";
import { varianceDecomposition } from "./varianceDecomposition.ts";

const repeated = fc
  .integer({ min: 1, max: 9 })
  .chain((attempts) => fc.record({ attempts: fc.constant(attempts), matches: fc.nat(attempts) }));
const options = { seed: 21, numRuns: 300 };

/** All choices of k out of the attempts, counted one by one. */
function choices(outcomes: readonly boolean[], k: number): boolean[][] {
  if (k === 0) return [[]];
  return outcomes.flatMap((outcome, at) => choices(outcomes.slice(at + 1), k - 1).map((rest) => [outcome, ...rest]));
}

describe("k attempts at a case", () => {
  test("all match, and any matches, as often as among all choices of k", () => {
    fc.assert(
      fc.property(repeated, fc.integer({ min: 1, max: 9 }), (one, k) => {
        fc.pre(k <= one.attempts);
        const chosen = choices(
          Array.from({ length: one.attempts }, (_, at) => at < one.matches),
          k,
        );
        const found = passK([one], k);
        expect(found.all).toBeCloseTo(chosen.filter((picked) => picked.every(Boolean)).length / chosen.length, 12);
        expect(found.any).toBeCloseTo(chosen.filter((picked) => picked.some(Boolean)).length / chosen.length, 12);
      }),
      options,
    );
  });

  test("cases with too few attempts are counted out, and without cases nothing is said", () => {
    expect(
      passK(
        [
          { matches: 2, attempts: 2 },
          { matches: 1, attempts: 3 },
        ],
        3,
      ),
    ).toMatchObject({ cases: 1, excluded: 1, all: 0, any: 1, allSe: null });
    expect(passK([], 2)).toEqual({ all: null, allSe: null, any: null, cases: 0, excluded: 0 });
  });

  test("a thousand attempts do not overflow", () => {
    expect(passK([{ matches: 999, attempts: 1000 }], 500).all).toBeCloseTo(0.5, 12);
  });

  test("refuses counts that are none", () => {
    expect(() => passK([{ matches: 2, attempts: 1 }], 1)).toThrow(RangeError);
    expect(() => passK([], 0)).toThrow(RangeError);
  });
});

describe("where the noise comes from", () => {
  test("is all between cases when attempts never differ, and attempts alone never shrink the error of the mean", () => {
    const steady = [
      { matches: 3, attempts: 3 },
      { matches: 0, attempts: 3 },
      { matches: 3, attempts: 3 },
    ];
    expect(varianceDecomposition(steady)).toMatchObject({ within: 0, icc: 1 });
    const more = steady.map(({ matches, attempts }) => ({ matches: matches * 50, attempts: attempts * 50 }));
    expect(varianceDecomposition(more).se).toBe(varianceDecomposition(steady).se);
  });

  test("adds up to the squared error of the mean when all cases have as many attempts", () => {
    const matches = fc.array(fc.nat(4), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(matches, (counts) => {
        const found = varianceDecomposition(counts.map((count) => ({ matches: count, attempts: 4 })));
        const expected = ((found.betweenRaw ?? 9) + (found.within ?? 9) / 4) / counts.length;
        expect((found.se ?? 9) ** 2).toBeCloseTo(expected, 12);
      }),
      options,
    );
  });

  test("cannot be told from one case or from single attempts", () => {
    expect(varianceDecomposition([])).toMatchObject({ mean: null, se: null, icc: null });
    expect(varianceDecomposition([{ matches: 1, attempts: 3 }])).toMatchObject({ se: null, between: null });
    expect(
      varianceDecomposition([
        { matches: 1, attempts: 1 },
        { matches: 0, attempts: 1 },
      ]),
    ).toMatchObject({ mean: 0.5, within: null, between: null });
    expect(() => varianceDecomposition([{ matches: 0, attempts: 0 }])).toThrow(RangeError);
  });
});
