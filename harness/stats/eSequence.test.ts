import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eHypergeom } from "./eHypergeom.ts";
import { ESequence } from "./eSequence.ts";
import { D_GRID, P_GRID } from "./grid.ts";

const drawn = (outcomes: readonly number[], cases: number, total: number, grid = P_GRID) => {
  const sequence = new ESequence({ cases, total }, grid);
  for (const outcome of outcomes) sequence.add(outcome);
  return sequence;
};

/** Every order of `ones` ones and `zeros` zeros, in the first `n` places, each equally often. */
function orders(ones: number, zeros: number, n: number): { outcomes: number[]; weight: number }[] {
  if (n === 0) return [{ outcomes: [], weight: 1 }];
  const all = ones + zeros;
  const branch = (first: number, share: number, rest: { outcomes: number[]; weight: number }[]) =>
    rest.map(({ outcomes, weight }) => ({ outcomes: [first, ...outcomes], weight: weight * share }));
  return [
    ...(ones > 0 ? branch(1, ones / all, orders(ones - 1, zeros, n - 1)) : []),
    ...(zeros > 0 ? branch(0, zeros / all, orders(ones, zeros - 1, n - 1)) : []),
  ];
}

describe("without replacement", () => {
  test.each([P_GRID, D_GRID])("over all orders of a dataset at the null the evidence averages one at most", (grid) => {
    const mean = (n: number) =>
      orders(7, 3, n).reduce((sum, { outcomes, weight }) => sum + weight * Math.exp(drawn(outcomes, 10, 7, grid).logE), 0);
    for (const n of [1, 3, 7]) expect(mean(n)).toBeCloseTo(1, 9);
    // Once all seven ones are out, the zeros left can only cost.
    for (const n of [8, 10]) expect(mean(n)).toBeLessThan(1);
  });

  test("and so does the exact likelihood ratio", () => {
    for (const n of [1, 3, 7]) {
      const mean = orders(7, 3, n).reduce((sum, { outcomes, weight }) => {
        const matches = outcomes.filter((outcome) => outcome === 1).length;
        return sum + weight * Math.exp(eHypergeom({ matches, misses: n - matches, cases: 10, needed: 8 }));
      }, 0);
      expect(mean).toBeCloseTo(1, 9);
    }
  });

  test("a total that is passed is certain, also when it is made of fractions", () => {
    expect(drawn([1, 1, 1], 4, 2).logE).toBe(Infinity);
    expect(drawn([1, 1, 0], 4, 2).logE).toBeLessThan(Infinity);
    expect(drawn([0.1, 0.2, 0], 4, 0.3).logE).toBeLessThan(Infinity);
    expect(drawn([0.1, 0.2, 0.1], 4, 0.3).logE).toBe(Infinity);
    expect(drawn([1, 1, 1, 0], 4, 2).anytimeP).toBe(0);
  });

  test("refuses more values than there are cases", () => {
    expect(() => drawn([1, 1, 1], 2, 1)).toThrow(RangeError);
  });
});

describe("with a null mean", () => {
  test("what was seen later does not change what was said before; the best only rises", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { maxLength: 50 }), (values) => {
        const sequence = new ESequence({ mean: 0.8 });
        let best = 0;
        for (const value of values) {
          sequence.add(value);
          best = Math.max(best, sequence.logE);
          expect(sequence.best).toBe(best);
        }
        expect(sequence.n).toBe(values.length);
        expect(sequence.anytimeP).toBe(Math.exp(-best));
      }),
      { seed: 17, numRuns: 100 },
    );
  });

  test("a value equal to the mean is no evidence; many at once are many one by one", () => {
    const [one, many] = [new ESequence({ mean: 0.7 }), new ESequence({ mean: 0.7 })];
    one.add(0.7, 1000);
    expect(one.logE).toBeCloseTo(0, 12);
    many.add(0.9, 50);
    const each = new ESequence({ mean: 0.7 });
    for (let i = 0; i < 50; i += 1) each.add(0.9);
    expect(many.logE).toBeCloseTo(each.logE, 12);
  });

  test("refuses negative and endless values, and a null of 0", () => {
    expect(() => new ESequence({ mean: 0 })).toThrow(RangeError);
    expect(() => new ESequence({ mean: 0.5 }).add(-0.1)).toThrow(RangeError);
    expect(() => new ESequence({ mean: 0.5 }).add(Infinity)).toThrow(RangeError);
  });
});
