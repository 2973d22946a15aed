import fc from "fast-check";
import { expect, test } from "vitest";
import { outside } from "../testing/outside.ts";
import type { ConfidenceUse } from "./reliability.ts";
import { riskCoverageChart } from "./riskCoverage.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });

const given = fc.record({
  ns: fc.array(fc.integer({ min: 30, max: 500 }), { minLength: 2, maxLength: 60 }),
  differ: share,
  without: fc.integer({ min: 0, max: 10_000 }),
  eps: fc.oneof(fc.double({ min: 0.0005, max: 1, noNaN: true }), fc.constant(1)),
  threshold: fc.oneof(fc.constant(0), share),
  at: fc.nat(),
});

function use({ ns, differ, without, eps, threshold, at }: typeof given extends fc.Arbitrary<infer T> ? T : never): ConfidenceUse {
  const sums = ns.map((_, i) => ns.slice(0, i + 1).reduce((sum, n) => sum + n, 0));
  const points = sums.map((kept) => ({ threshold, kept, differ: Math.round(kept * differ) }));
  const promised = points[at % (points.length + 1)] ?? null;
  return {
    n: sums.at(-1),
    without,
    riskCoverage: { points },
    threshold: { params: { eps }, promised },
  } as unknown as ConfidenceUse;
}

test("every mark lies in the drawing, whatever the data", () => {
  fc.assert(
    fc.property(given, (one) => {
      for (const drawing of riskCoverageChart(use(one))?.drawings ?? []) expect(outside(drawing)).toEqual([]);
    }),
    { seed: 4, numRuns: 200 },
  );
});
