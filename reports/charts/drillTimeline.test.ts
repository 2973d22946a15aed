import fc from "fast-check";
import { expect, test } from "vitest";
import { outside } from "../testing/outside.ts";
import { sampleDrills } from "../testing/sampleDrills.ts";
import { drillTimeline, isLimitNear, type TimedDrill, timedDrills } from "./drillTimeline.ts";

const [one] = sampleDrills(0, "").stats;
const ms = fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 20_000_000, noNaN: true }));
const drill = fc
  .record({ apply: ms, undo: ms, check: ms, restarts: ms, held: fc.boolean(), about: fc.string({ maxLength: 90 }) })
  .map(({ about, ...phases }) => ({ one: { ...one, about }, which: "slowest", phases }) as TimedDrill);

test("every mark lies in the drawing, whatever the times, the limit and the name of the system", () => {
  fc.assert(
    fc.property(
      fc.array(drill, { minLength: 1, maxLength: 6 }),
      fc.option(fc.double({ min: 0.001, max: 600, noNaN: true })),
      (all, minutes) => {
        for (const drawing of drillTimeline(all, minutes).drawings) expect(outside(drawing)).toEqual([]);
      },
    ),
    { seed: 5, numRuns: 200 },
  );
});

test("phases follow each other without gaps, and their widths are in proportion", () => {
  const phases = { apply: 100, undo: 400, check: 100, restarts: 200, held: true };
  const [wide] = drillTimeline([{ one, which: "slowest", phases } as TimedDrill], null).drawings;
  const rects = (wide?.marks ?? []).flatMap((mark) => ("rect" in mark ? [mark.rect] : [])).slice(-4);
  const edges = rects.map(({ x, width, hollow }) => [
    Number(x) - (hollow ? 0.75 : 0),
    Number(x) + Number(width) + (hollow ? 0.75 : 0),
  ]);
  edges.slice(1).forEach(([from], i) => {
    expect(from).toBeCloseTo(edges[i]?.[1] ?? 0, 0);
  });
  const widths = edges.map(([from = 0, to = 0]) => to - from);
  expect((widths[2] ?? 0) / (widths[0] ?? 1)).toBeCloseTo(2, 1);
});

test("a limit far beyond the longest drill is not drawn", () => {
  const timed = timedDrills(sampleDrills(0, "").stats);
  expect([isLimitNear(timed, 15), isLimitNear(timed, 0.01), isLimitNear(timed, null)]).toEqual([false, true, false]);
});
