import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { curtailProcess } from "./curtailProcess.ts";
import { RateBounds, type WholeCluster } from "./rateBounds.ts";
import { reach } from "./reach.ts";

/** No cluster can weigh more. */
const MOST = 8;
const cluster = (sizes: readonly number[]) =>
  fc
    .tuple(fc.constantFrom(...sizes), fc.constantFrom(0, 0, 1, 1, 1, 0.5))
    .map(([size, share]): WholeCluster => ({ hits: Number.isInteger(size) ? Math.round(size * share) : size * share, size }));
const stream = (maxLength: number, sizes: readonly number[]) => fc.array(cluster(sizes), { maxLength, size: "max" });
const lines = fc.constantFrom(0.05, 0.3, 0.5, 0.8, 0.95, 0.99);
const follow = (clusters: readonly WholeCluster[], line: number, most = MOST): RateBounds => {
  const bounds = new RateBounds({ lines: [line] });
  for (const one of clusters) bounds.add({ ...one, most });
  return bounds;
};
const now = (bounds: RateBounds) => {
  const [{ above, below } = expect.fail("no line")] = bounds.lines(true);
  return { above: above.now, below: below.now };
};
const alike = (n: number, hit: boolean, size = 1) =>
  Array.from({ length: n }, (): WholeCluster => ({ hits: hit ? size : 0, size }));

describe("what so many clusters can still bring", () => {
  test.each([
    ["sizes as before", [1, 2, 3, 8]],
    ["the largest", [8]],
    ["ever larger ones", [1, 2, 3, 4, 5, 6, 7, 8]],
    ["parts of a case", [0.001, 0.5, 2]],
  ])("is never more than it says, at any moment on the way: %s", (_, later) => {
    fc.assert(
      fc.property(
        stream(60, [1, 1, 1, 2, 3, 8]),
        stream(12, later),
        lines,
        fc.constantFrom(8, 20),
        (before, after, line, laterMost) => {
          const bounds = follow(before, line);
          const most = reach(bounds, line, after.length);
          // A later night may know of larger clusters still.
          for (const one of [undefined, ...after.toSorted((a, b) => a.size - b.size)]) {
            if (one !== undefined) bounds.add({ ...one, most: laterMost });
            const { above, below } = now(bounds);
            expect(above).toBeLessThanOrEqual(most.above + 1e-9);
            expect(below).toBeLessThanOrEqual(most.below + 1e-9);
          }
        },
      ),
      { seed: 1, numRuns: 250 },
    );
  });

  test("is just what so many of the largest clusters bring that all hit, or all miss", () => {
    fc.assert(
      fc.property(stream(60, [1, 1, 2, 5]), fc.nat({ max: 40 }), lines, (before, left, line) => {
        const most = reach(follow(before, line), line, left);
        expect(most.above).toBeCloseTo(now(follow([...before, ...alike(left, true, MOST)], line)).above, 9);
        expect(most.below).toBeCloseTo(now(follow([...before, ...alike(left, false, MOST)], line)).below, 9);
      }),
      { seed: 2, numRuns: 150 },
    );
  });

  test("of lone cases is that of the process", () => {
    fc.assert(
      fc.property(fc.nat({ max: 60 }), fc.nat({ max: 60 }), fc.nat({ max: 60 }), lines, (matches, misses, remaining, share) => {
        const most = reach(follow([...alike(matches, true), ...alike(misses, false)], share, 1), share, remaining);
        expect(most.above).toBeCloseTo(curtailProcess({ matches, misses, remaining, share }).bestLogE, 9);
      }),
      { seed: 5, numRuns: 150 },
    );
  });

  test("grows with what is left, and is the evidence of now where nothing is", () => {
    fc.assert(
      fc.property(stream(60, [1, 1, 2, 5]), fc.nat({ max: 50 }), lines, (before, left, line) => {
        const bounds = follow(before, line);
        const [none, some, more] = [reach(bounds, line, 0), reach(bounds, line, left), reach(bounds, line, left + 1)];
        expect([more.above >= some.above, more.below >= some.below]).toEqual([true, true]);
        expect(none.above).toBeCloseTo(now(bounds).above, 9);
        expect(none.below).toBeCloseTo(now(bounds).below, 9);
      }),
      { seed: 4, numRuns: 150 },
    );
  });

  test("at a line at either end is certainty or nothing", () => {
    const bounds = follow([{ hits: 0, size: 1 }], 0.5);
    expect([reach(bounds, 0, 0).above, reach(bounds, 0, 1).above, reach(bounds, 1, 5).above]).toEqual([0, Infinity, 0]);
    expect([reach(bounds, 1, 0).below, reach(bounds, 0, 5).below]).toEqual([Infinity, 0]);
  });
});
