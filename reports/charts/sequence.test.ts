import fc from "fast-check";
import { expect, test } from "vitest";
import { places } from "../testing/places.ts";
import { type Sequence, sequenceChart, sequenceStart } from "./sequence.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });
const line = fc.option(fc.double({ min: 0.01, max: 0.99, noNaN: true }));
const points = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 1_000_000 }), share, share, share), { minLength: 1, maxLength: 50 })
  .map((given) => {
    const cases = [...new Set(given.map(([n]) => n))].toSorted((a, b) => a - b);
    return cases.map((n, i) => {
      const [low = 0, rate = 0, high = 0] = (given[i] ?? []).slice(1).toSorted((a, b) => a - b);
      return { n, k: Math.round(n * rate), rate, low, high };
    });
  });

test("every mark lies in its drawing, whatever the data", () => {
  fc.assert(
    fc.property(points, line, line, fc.boolean(), (given, gate, floor, clear) => {
      const [first] = given;
      const sequence: Sequence = {
        points: given,
        gate,
        floor,
        clear: clear && first !== undefined ? { n: first.n, side: "above" } : null,
        below: null,
      };
      for (const drawing of sequenceChart(sequence).drawings) {
        const at = places(drawing);
        expect(at.every((one) => Number.isFinite(one) && one >= -1)).toBe(true);
        expect(Math.max(...at)).toBeLessThanOrEqual(Number(drawing.width));
      }
    }),
    { seed: 7, numRuns: 150 },
  );
});

test("a range that begins below the plot is cut off where it comes out of it", () => {
  const sequence: Sequence = {
    points: [
      { n: 1, k: 1, rate: 1, low: 0, high: 1 },
      { n: 100, k: 100, rate: 1, low: 1, high: 1 },
    ],
    gate: 0.9,
    floor: null,
    clear: null,
    below: null,
  };
  const [wide] = sequenceChart(sequence).drawings;
  const [low] = (wide?.marks ?? []).flatMap((mark) => ("path" in mark ? [mark.path.d] : []));
  const start = sequenceStart(sequence);
  expect(start).toBeGreaterThan(0.5);
  const [x = 0] = (low ?? "").slice(1).split(/[,L]/).map(Number);
  expect(x).toBeCloseTo(50.4 + start * (1136 - 5.6 * 14 - 50.4), 0);
});
