import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mnDiff } from "./mnDiff.ts";
import { newcombeDiff } from "./newcombeDiff.ts";
import { newcombePaired } from "./newcombePaired.ts";
import type { Difference, PairedTable } from "./pairedTable.ts";
import type { Rate } from "./rate.ts";
import { tangoPaired } from "./tangoPaired.ts";

/** Two rates that were seen, and what one function makes of their difference. */
interface Seen {
  /** For the counterexample. */
  readonly data: unknown;
  at(confidence: number): Difference;
  /** The same seen k times over. */
  times(k: number): Seen;
  /** The two sides in each other's place. */
  turned(): Seen;
  /** Match and mismatch in each other's place, on both sides. */
  swapped(): Seen;
}

const confidences = fc.double({ min: 0.5, max: 0.999, noNaN: true });
const rate = fc
  .oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 300 }))
  .chain((n) => fc.record({ count: fc.nat(n), n: fc.constant(n) }));
const rates = fc.tuple(rate, rate);
const cells = fc.oneof(fc.nat(3), fc.nat(60));
const tables = fc
  .record({ both: cells, first: cells, second: cells, neither: cells })
  .filter((table) => Object.values(table).some((count) => count > 0));

const independent =
  (difference: (first: Rate, second: Rate, confidence?: number) => Difference) =>
  ([first, second]: readonly [Rate, Rate]): Seen => {
    const of = independent(difference);
    const more = ({ count, n }: Rate, k: number): Rate => ({ count: count * k, n: n * k });
    const other = ({ count, n }: Rate): Rate => ({ count: n - count, n });
    return {
      data: { first, second },
      at: (confidence) => difference(first, second, confidence),
      times: (k) => of([more(first, k), more(second, k)]),
      turned: () => of([second, first]),
      swapped: () => of([other(first), other(second)]),
    };
  };
const paired =
  (difference: (table: PairedTable, confidence?: number) => Difference) =>
  (table: PairedTable): Seen => {
    const of = paired(difference);
    const { both, first, second, neither } = table;
    return {
      data: table,
      at: (confidence) => difference(table, confidence),
      times: (k) => of({ both: both * k, first: first * k, second: second * k, neither: neither * k }),
      turned: () => of({ both, first: second, second: first, neither }),
      swapped: () => of({ both: neither, first: second, second: first, neither: both }),
    };
  };

const families: readonly [string, fc.Arbitrary<Seen>][] = [
  ["mnDiff", rates.map(independent(mnDiff))],
  ["newcombeDiff", rates.map(independent(newcombeDiff))],
  ["tangoPaired", tables.map(paired(tangoPaired))],
  ["newcombePaired", tables.map(paired(newcombePaired))],
];

describe.each(families)("%s", (_, seen) => {
  test("holds its estimate, inside -1 to 1", () => {
    fc.assert(
      fc.property(seen, confidences, ({ at }, confidence) => {
        const { estimate, low, high } = at(confidence);
        expect(low >= -1 && high <= 1).toBe(true);
        expect(low <= (estimate ?? Number.NaN) + 1e-12 && (estimate ?? Number.NaN) <= high + 1e-12).toBe(true);
      }),
      { seed: 71, numRuns: 300 },
    );
  });

  test("nests: more confidence, a wider range", () => {
    fc.assert(
      fc.property(seen, confidences, confidences, ({ at }, one, other) => {
        const [narrow, wide] = [at(Math.min(one, other)), at(Math.max(one, other))];
        expect(wide.low <= narrow.low + 1e-12 && narrow.high <= wide.high + 1e-12).toBe(true);
      }),
      { seed: 72, numRuns: 300 },
    );
  });

  test("never widens when the same is seen several times over", () => {
    fc.assert(
      fc.property(seen, confidences, fc.integer({ min: 2, max: 6 }), ({ at, times }, confidence, k) => {
        const [few, many] = [at(confidence), times(k).at(confidence)];
        expect(many.high - many.low).toBeLessThanOrEqual(few.high - few.low + 1e-9);
      }),
      { seed: 73, numRuns: 300 },
    );
  });

  test("turns round when the sides change places, and when match and mismatch do", () => {
    fc.assert(
      fc.property(seen, confidences, ({ at, turned, swapped }, confidence) => {
        const here = at(confidence);
        for (const there of [turned().at(confidence), swapped().at(confidence)]) {
          expect(there.low).toBeCloseTo(-here.high, 9);
          expect(there.high).toBeCloseTo(-here.low, 9);
        }
      }),
      { seed: 74, numRuns: 300 },
    );
  });
});

describe.each([
  ["mnDiff", mnDiff],
  ["newcombeDiff", newcombeDiff],
])("%s at the edges", (_, difference) => {
  test("one case each settles nothing; all against none of 100 is close to 1, all against all around 0", () => {
    expect(difference({ count: 1, n: 1 }, { count: 0, n: 1 }).low).toBeLessThan(0.2);
    const [all, none] = [
      { count: 100, n: 100 },
      { count: 0, n: 100 },
    ];
    expect(difference(all, none)).toMatchObject({ estimate: 1, low: expect.closeTo(0.95, 1), high: 1 });
    const same = difference(all, all);
    expect(same.low).toBeCloseTo(-same.high, 12);
    expect(same.high > 0 && same.high < 0.05).toBe(true);
  });
});

describe.each([
  ["tangoPaired", tangoPaired],
  ["newcombePaired", newcombePaired],
])("%s at the edges", (_, difference) => {
  const none = { both: 0, first: 0, second: 0, neither: 0 };

  test("one pair settles nothing; 100 that all differ one way are close to 1, 100 that agree around 0", () => {
    expect(difference({ ...none, first: 1 }).low).toBeLessThan(0.2);
    expect(difference({ ...none, first: 100 })).toMatchObject({ estimate: 1, low: expect.closeTo(0.95, 1), high: 1 });
    const same = difference({ ...none, both: 100 });
    expect(same.low).toBeCloseTo(-same.high, 12);
    expect(same.high > 0 && same.high < 0.06).toBe(true);
  });
});

test("pairing narrows Newcombe's interval where the versions tend to match the same cases, and widens it where they do not", () => {
  fc.assert(
    fc.property(tables, confidences, (table, confidence) => {
      const { both, first, second, neither } = table;
      const n = both + first + second + neither;
      const { low, high, phi } = newcombePaired(table, confidence);
      const apart = newcombeDiff({ count: both + first, n }, { count: both + second, n }, confidence);
      const wider = high - low - (apart.high - apart.low);
      if (phi >= 0) expect(wider).toBeLessThanOrEqual(1e-12);
      if (phi <= 0) expect(wider).toBeGreaterThanOrEqual(-1e-12);
    }),
    { seed: 75, numRuns: 500 },
  );
});
