import fc from "fast-check";
import { expect, test } from "vitest";
import { places } from "../testing/places.ts";
import { type Panel, smallMultiples } from "./smallMultiples.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });
const line = fc.option(fc.double({ min: 0.01, max: 0.99, noNaN: true }));
const night = fc.tuple(share, share, share, fc.boolean(), fc.boolean()).map(([a, b, c, counts, below]) => {
  const [low = 0, rate = 0, high = 0] = [a, b, c].toSorted((one, other) => one - other);
  return { low, rate, high, counts, below };
});
const panels = fc.integer({ min: 1, max: 30 }).chain((nights) =>
  fc.array(
    fc.record({
      title: fc.string({ maxLength: 80 }),
      gate: line,
      floor: line,
      nights: fc.array(fc.option(night), { minLength: nights, maxLength: nights }),
    }),
    { minLength: 1, maxLength: 12 },
  ),
);

test("every mark lies in its drawing, whatever the nights", () => {
  fc.assert(
    fc.property(panels, (given) => {
      const changes = [
        { at: 0, words: "a-desk 1" },
        { at: (given[0]?.nights.length ?? 1) - 1, words: "a-desk 2".repeat(20) },
      ];
      for (const drawing of smallMultiples({ panels: given, from: "2026-09-06", to: "2026-10-05", changes }).drawings) {
        const at = places(drawing);
        expect(at.every((one) => Number.isFinite(one) && one >= -1)).toBe(true);
        expect(Math.max(...at)).toBeLessThanOrEqual(Math.max(Number(drawing.width), Number(drawing.height)));
      }
    }),
    { seed: 11, numRuns: 60 },
  );
});

const good = { low: 0.9, rate: 0.95, high: 0.99, counts: true, below: false };
const panel = (nights: Panel["nights"]): Panel => ({ title: "Cancel", gate: 0.95, floor: 0.9, nights });
const marksOf = (nights: Panel["nights"], title = "Cancel") =>
  smallMultiples({ panels: [{ ...panel(nights), title }], from: "", to: "", changes: [] }).drawings[0]?.marks ?? [];
const kinds = (nights: Panel["nights"]) =>
  marksOf(nights).flatMap((mark) =>
    "area" in mark ? ["triangle"] : "circle" in mark ? [mark.circle.hollow ? "hollow" : "dot"] : [],
  );

test("a night below its floor and one of another version have shapes of their own", () => {
  expect(kinds([good, { ...good, counts: false }, null, { ...good, below: true }])).toEqual(["dot", "hollow", "triangle"]);
});

test("a title of sixty characters is set in two lines, and none of it is lost", () => {
  const title = "Cancel an order that was placed by telephone before midnight";
  const words = marksOf([good], title).flatMap((mark) => ("text" in mark && mark.text.bold ? [mark.text.words] : []));
  expect(words).toHaveLength(2);
  expect(words.join(" ")).toBe(title);
});
