import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eBernoulli } from "../stats/eBernoulli.ts";
import { P_GRID } from "../stats/grid.ts";
import { logSumExp } from "../stats/logSumExp.ts";
import { nodeLogs } from "../stats/lowerBound.ts";
import { planAtRate } from "../stats/planAtRate.ts";
import { RateBounds } from "../stats/rateBounds.ts";
import { zeroFailureMinN } from "../stats/zeroFailureMinN.ts";
import { outlook, type Seen } from "./outlook.ts";

const LEVEL = Math.log(20);
const lines = fc.constantFrom(0.3, 0.5, 0.9, 0.95, 0.99);

/** Clusters of one size that hit or miss as a whole. */
function seen(hits: Iterable<boolean>, { size = 1, lines = [] as readonly number[] } = {}): Seen {
  const bounds = new RateBounds({ lines });
  for (const hit of hits) bounds.add({ hits: hit ? size : 0, size, most: size });
  return { bounds, rate: bounds.rate, cases: bounds.clusters * size };
}

/** Lone cases, the misses in the middle, followed at a line. */
function counted(matches: number, misses: number, line: number): Seen {
  const hits = Array.from({ length: matches + misses }, (_, i) => !(i >= matches / 2 && i < matches / 2 + misses));
  return seen(hits, { lines: [line] });
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
        const { room, more } = outlook(counted(matches, misses, line), line);
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
        const given = counted(matches, misses, line);
        const { room, more } = outlook(given, line);
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
        const now = given.bounds.rate;
        expect(rate).toBe(now !== null && now > line ? now : (1 + line) / 2);
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
      expect(outlook(counted(1, 0, line), line).more).toEqual({ cases: n - 1, rate: 1 });
      expect(zeroFailureMinN(line)).toBeLessThan(n);
    }
    expect(outlook(counted(97, 3, 0.95), 0.95).more).toEqual({ cases: 830, rate: 0.97 });
    expect(planAtRate({ matches: 97, misses: 3, share: 0.95, rate: 0.97 })).toBe(830);
  });
});

test("a line at either end is shown by the first case or by none, and beyond counting is said as nothing", () => {
  for (const line of [0, 1]) expect(outlook(counted(10, 2, line), line)).toEqual({ room: null, least: null, more: null });
  expect(outlook(counted(0, 0, 0.999999), 0.999999)).toEqual({ room: null, least: null, more: null });
  expect(outlook(counted(0, 0, 0.95), 0.95).more).toEqual({ cases: 517, rate: 0.975 });
});

test("what an earlier look has shown has room until the share seen falls below the line", () => {
  const stretch = (misses: number, more = {}) =>
    seen(
      Array.from({ length: 80 + misses }, (_, i) => i < 80),
      { lines: [0.95], ...more },
    );
  for (let misses = 1; misses <= 4; misses++) {
    const given = stretch(misses);
    const { room } = outlook(given, 0.95);
    const rate = (fewer: number) => (80 - fewer) / (80 + misses);
    // No longer shown at the present moment: 81 to 84 cases with a miss among them.
    expect(eBernoulli({ matches: 80, misses, share: 0.95 })).toBeLessThan(LEVEL);
    expect([rate((room ?? 0) - 1) >= 0.95, rate(room ?? 0) < 0.95]).toEqual([true, true]);
  }
  // What is enough at one level is not at a stricter one.
  expect(outlook(stretch(1), 0.95, 0.01)).toMatchObject({ room: null, more: { cases: expect.any(Number) as number } });
  // The share fell below the line: more cases are asked for again.
  expect(outlook(stretch(5), 0.95)).toMatchObject({ room: null, more: { rate: 0.975 } });
});

test("where clusters may be larger than those seen, the same cases leave less room and ask for more", () => {
  const of = (n: number, most: number): Seen => {
    const bounds = new RateBounds({ lines: [0.95] });
    for (let i = 0; i < n; i++) bounds.add({ hits: 1, size: 1, most });
    return { bounds, rate: bounds.rate, cases: n };
  };
  expect([outlook(of(200, 1), 0.95).room, outlook(of(400, 3), 0.95).room].map((room) => (room ?? 0) > 0)).toEqual([true, true]);
  expect(outlook(of(20, 1), 0.95).more).toEqual({ cases: 58, rate: 1 });
  expect(outlook(of(20, 3), 0.95).more?.cases).toBeGreaterThan(78 + 58);
});

test("the share of all cases counts, also of those that gave no evidence", () => {
  const { bounds } = seen(Array(100).fill(true), { lines: [0.95] });
  expect(outlook({ bounds, rate: 0.96, cases: 150 }, 0.95).room).not.toBeNull();
  expect(outlook({ bounds, rate: 0.94, cases: 150 }, 0.95)).toMatchObject({ room: null, more: { rate: 0.975 } });
});

test("in clusters that go together the same cases leave less room and ask for more", () => {
  const fours = (hits: number, misses: number) =>
    seen(
      Array.from({ length: hits + misses }, (_, i) => i < hits),
      { size: 4, lines: [0.95] },
    );
  const [alone, together] = [outlook(counted(800, 0, 0.95), 0.95), outlook(fours(200, 0), 0.95)];
  expect(alone.room).toBeGreaterThan(together.room ?? Infinity);
  const open = outlook(fours(20, 0), 0.95).more;
  expect(Math.ceil((open?.cases ?? 0) / 4)).toBe(78 - 20);
  expect(outlook(counted(77, 3, 0.95), 0.95).more?.cases).toBeLessThan(outlook(fours(77, 3), 0.95).more?.cases ?? 0);
});

test("room lies between one and all cases where the line is shown, in clusters of any sizes; it is a case, not a cluster", () => {
  const some = fc.array(fc.tuple(fc.constantFrom(1, 1, 2, 8), fc.constantFrom(0.9, 1, 1, 1)), {
    minLength: 1,
    maxLength: 150,
    size: "max",
  });
  fc.assert(
    fc.property(some, fc.constantFrom(0.1, 0.5, 0.8), (given, line) => {
      const bounds = new RateBounds({ lines: [line] });
      for (const [size, share] of given) bounds.add({ hits: Math.round(size * share), size, most: 8 });
      const { room, more } = outlook({ bounds, rate: bounds.rate, cases: bounds.size }, line);
      const shown = (bounds.rate ?? 0) >= line && (bounds.lines(true)[0]?.above.best ?? 0) >= LEVEL;
      expect(room !== null).toBe(shown);
      expect(shown && more !== null).toBe(false);
      if (room !== null) expect(room >= 1 && room <= bounds.size).toBe(true);
      if (more !== null) expect(more.cases >= 1 && more.rate > line).toBe(true);
    }),
    { seed: 3, numRuns: 200 },
  );
});
