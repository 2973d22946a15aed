import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eBernoulli } from "../stats/eBernoulli.ts";
import { P_GRID } from "../stats/grid.ts";
import { logSumExp } from "../stats/logSumExp.ts";
import { nodeLogs } from "../stats/lowerBound.ts";
import { planAtRate } from "../stats/planAtRate.ts";
import { RateBounds } from "../stats/rateBounds.ts";
import { zeroFailureMinN } from "../stats/zeroFailureMinN.ts";
import { outlook } from "./outlook.ts";

const LEVEL = Math.log(20);
const lines = fc.constantFrom(0.3, 0.5, 0.9, 0.95, 0.99);

/** Lone cases, the misses in the middle. */
function counted(matches: number, misses: number): RateBounds {
  const bounds = new RateBounds();
  for (let i = 0; i < matches + misses; i++) {
    const miss = i >= matches / 2 && i < matches / 2 + misses;
    bounds.add({ hits: miss ? 0 : 1, size: 1, cases: 1 });
  }
  return bounds;
}

/** The evidence at a line for counts that need not be whole. */
const evidence = (matches: number, misses: number, line: number) =>
  logSumExp(
    nodeLogs(
      P_GRID,
      [
        [1, 1, matches],
        [0, 1, misses],
      ],
      line,
    ),
  );

describe("for lone cases", () => {
  test("room is exact: so many more misses close it at the present moment, one fewer does not", () => {
    fc.assert(
      fc.property(lines, fc.nat({ max: 700 }), fc.nat({ max: 40 }), (line, matches, misses) => {
        const shown = eBernoulli({ matches, misses, share: line }) >= LEVEL;
        fc.pre(shown);
        const { room, more } = outlook(counted(matches, misses), line);
        expect(more).toBeNull();
        const later = (by: number) => eBernoulli({ matches: matches - by, misses: misses + by, share: line });
        expect([later((room ?? 0) - 1) >= LEVEL, later(room ?? 0) >= LEVEL]).toEqual([true, false]);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test("more is enough, and one fewer is not", () => {
    fc.assert(
      fc.property(lines, fc.nat({ max: 200 }), fc.nat({ max: 40 }), (line, matches, misses) => {
        const bounds = counted(matches, misses);
        const { room, more } = outlook(bounds, line);
        fc.pre(room === null && more !== null);
        const { cases, rate } = more as { cases: number; rate: number };
        const later = (n: number) => evidence(matches + n * rate, misses + n * (1 - rate), line);
        expect(later(cases)).toBeGreaterThanOrEqual(LEVEL - 1e-9);
        expect(later(cases - 1)).toBeLessThan(LEVEL);
        // Whole cases, the hits rounded up.
        const hits = Math.ceil(cases * rate - 1e-9);
        expect(eBernoulli({ matches: matches + hits, misses: misses + cases - hits, share: line })).toBeGreaterThanOrEqual(
          LEVEL - 1e-9,
        );
        const seen = bounds.rate;
        expect(rate).toBe(seen !== null && seen > line ? seen : (1 + line) / 2);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  test("without a miss it asks for as many as the test needs from the start", () => {
    for (const [line, n] of [
      [0.9, 38],
      [0.95, 78],
      [0.99, 395],
    ] as const) {
      expect(outlook(counted(1, 0), line).more).toEqual({ cases: n - 1, rate: 1 });
      expect(zeroFailureMinN(line)).toBeLessThan(n);
    }
    expect(outlook(counted(97, 3), 0.95).more).toEqual({ cases: 830, rate: 0.97 });
    expect(planAtRate({ matches: 97, misses: 3, share: 0.95, rate: 0.97 })).toBe(830);
  });
});

test("a line at either end is shown by the first case or by none, and beyond counting is said as nothing", () => {
  for (const line of [0, 1]) expect(outlook(counted(10, 2), line)).toEqual({ room: null, more: null });
  expect(outlook(counted(0, 0), 0.999999)).toEqual({ room: null, more: null });
  expect(outlook(counted(0, 0), 0.95).more).toEqual({ cases: 517, rate: 0.975 });
});

test("what an earlier look has shown has room until the share seen falls out of the range of that look", () => {
  const stretch = (misses: number) => {
    const bounds = new RateBounds({ lines: [0.95] });
    for (let i = 0; i < 80 + misses; i++) bounds.add({ hits: i < 80 ? 1 : 0, size: 1, cases: 1 });
    return bounds;
  };
  for (let misses = 1; misses <= 4; misses++) {
    const bounds = stretch(misses);
    const { room } = outlook(bounds, 0.95);
    const { low } = bounds.bounds(true);
    const rate = (fewer: number) => (80 - fewer) / (80 + misses);
    expect([rate((room ?? 0) - 1) >= low, rate(room ?? 0) < low]).toEqual([true, true]);
  }
  // What is enough at one level is not at a stricter one.
  expect(outlook(stretch(1), 0.95, 0.01)).toMatchObject({ room: null, more: { cases: expect.any(Number) as number } });
  // It contradicts itself: more cases are asked for again.
  expect(outlook(stretch(5), 0.95)).toMatchObject({ room: null, more: { rate: 0.975 } });
});

test("in clusters that go together the same cases leave less room and ask for more", () => {
  const pairs = (hits: number, misses: number) => {
    const bounds = new RateBounds();
    for (let i = 0; i < hits + misses; i++) bounds.add({ hits: i < hits ? 4 : 0, size: 4, cases: 4 });
    return bounds;
  };
  const [alone, together] = [outlook(counted(800, 0), 0.95), outlook(pairs(200, 0), 0.95)];
  expect(alone.room).toBeGreaterThan(together.room ?? Infinity);
  const open = outlook(pairs(20, 0), 0.95).more;
  expect(Math.ceil((open?.cases ?? 0) / 4)).toBe(78 - 20);
  expect(outlook(counted(77, 3), 0.95).more?.cases).toBeLessThan(outlook(pairs(77, 3), 0.95).more?.cases ?? 0);
});
