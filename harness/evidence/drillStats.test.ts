import fc from "fast-check";
import { expect, test } from "vitest";
import { readDrillLedgers } from "./drillLedgers.ts";
import { drillStats, drillTimes, fewestDrills } from "./drillStats.ts";
import { drillFolder, madeUpControl, madeUpDrill, madeUpFailure, madeUpHeader } from "./madeUpDrills.ts";

const HEADER = madeUpHeader(["timed", "humanEdit"]);
const ASOF = "2026-06-11T00:00:00.000Z";

test("an upper limit takes 59 drills for 19 of 20, 29 for 9 of 10, 5 for half", () => {
  expect([0.95, 0.9, 0.5].map(fewestDrills)).toEqual([59, 29, 5]);
  const times = (n: number) => drillTimes(Array.from({ length: n }, (_, i) => i + 1)).quantiles.map(({ high }) => high);
  expect(times(59)[2]).toBe(59);
  expect(times(58)[2]).toBeNull();
  expect(times(29)[1]).toBe(29);
  expect(times(28)[1]).toBeNull();
});

test("a drill that failed is endless, and no longest time is printed in its place", () => {
  const { quantiles, max, endless } = drillTimes([...Array.from({ length: 59 }, () => 10), Infinity]);
  expect({ max, endless }).toEqual({ max: null, endless: 1 });
  expect(quantiles.map(({ ms: at }) => at)).toEqual([10, 10, 10]);
  // 59 of 60 bound nothing at 95%: the upper limit is the endless one.
  expect(quantiles[2]?.high).toBeNull();
});

test("limits stand around what they are limits of, whatever the times", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 120 }), (times) => {
      for (const { ms: at, low, high } of drillTimes(times).quantiles) {
        expect(at).not.toBeNull();
        if (low !== null) expect(low).toBeLessThanOrEqual(at as number);
        if (high !== null) expect(high).toBeGreaterThanOrEqual(at as number);
      }
    }),
    { seed: 3, numRuns: 200 },
  );
});

test("kinds, engines and load are summed up apart, cold and warm within", async () => {
  using folder = await drillFolder(HEADER, [
    madeUpControl("timed"),
    madeUpControl("humanEdit"),
    ...Array.from({ length: 20 }, (_, i) => madeUpDrill("timed", { cold: i === 0 }, { undo: 100 + i, check: 0 })),
    madeUpDrill("timed", { load: { asked: 20, done: 6, failed: 1 } }),
    madeUpDrill("timed", { engine: "pg" }),
    madeUpDrill("humanEdit"),
    madeUpFailure("humanEdit"),
  ]);
  const { drills } = readDrillLedgers([folder.path], { suite: "desk", agent: "clerk" });
  const [quiet, load, pg, edit] = drillStats(drills, ASOF);
  expect(quiet).toMatchObject({
    drill: "timed",
    about: "SQLite 3.50",
    n: 20,
    held: 20,
    whole: 20,
    carriedOut: 1000,
    back: 1000,
    load: null,
    control: "caught",
    cold: { n: 1, max: 100 },
    warm: { n: 19, max: 119 },
    median: { undo: 109, held: true },
    slowest: { undo: 119 },
    age: 10,
  });
  // 1 - 0.05^(1/20)
  expect(quiet?.failAtMost).toBeCloseTo(0.1391, 4);
  expect(load).toMatchObject({ n: 1, load: { asked: 20, done: 6, failed: 1 } });
  // Without a control it shows nothing, however well it went.
  expect(pg).toMatchObject({ engine: "pg", held: 1, control: null, failAtMost: null });
  expect(edit).toMatchObject({ n: 2, held: 1, whole: 0, conflicts: 2, violations: 3, failAtMost: null, times: { endless: 1 } });
});
