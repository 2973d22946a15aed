import fc from "fast-check";
import { expect, test } from "vitest";
import { csWithoutReplacement } from "./csWithoutReplacement.ts";
import { ESequence } from "./eSequence.ts";

const outcomes = fc.array(fc.boolean(), { maxLength: 40 });

test("the ends are the first totals that the evidence does not refute, after the last outcome", () => {
  fc.assert(
    fc.property(outcomes, fc.nat({ max: 20 }), (seen, unseen) => {
      const cases = seen.length + unseen;
      if (cases === 0) return;
      const refutes = (total: number) => {
        const sequence = new ESequence({ cases, total });
        for (const match of seen) sequence.add(Number(match));
        return sequence.logE >= Math.log(20);
      };
      const { latest } = csWithoutReplacement(seen, cases);
      expect(refutes(latest.low)).toBe(false);
      if (latest.low > 0) expect(refutes(latest.low - 1)).toBe(true);
    }),
    { seed: 18, numRuns: 200 },
  );
});

test("the best is the tightest of all prefixes, and holds what was seen", () => {
  fc.assert(
    fc.property(outcomes, fc.nat({ max: 20 }), (seen, unseen) => {
      const cases = seen.length + unseen;
      const prefixes = Array.from({ length: seen.length + 1 }, (_, n) => csWithoutReplacement(seen.slice(0, n), cases).latest);
      const { best } = csWithoutReplacement(seen, cases);
      expect(best.low).toBe(Math.max(...prefixes.map(({ low }) => low)));
      expect(best.high).toBe(Math.min(...prefixes.map(({ high }) => high)));
    }),
    { seed: 19, numRuns: 100 },
  );
});

test("after the last case the count is known; none says nothing", () => {
  const all = Array.from({ length: 50 }, (_, i) => i % 7 !== 0);
  const matches = all.filter(Boolean).length;
  expect(csWithoutReplacement(all, 50).latest).toEqual({ low: matches, high: matches });
  expect(csWithoutReplacement([], 0).latest).toEqual({ low: 0, high: 0 });
  expect(csWithoutReplacement([], 9).best).toEqual({ low: 0, high: 9 });
  expect(() => csWithoutReplacement([true, true], 1)).toThrow(RangeError);
});
