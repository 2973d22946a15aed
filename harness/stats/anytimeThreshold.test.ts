import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anytimeThreshold } from "./anytimeThreshold.ts";
import type { Claim } from "./claim.ts";
import { csBernoulli } from "./csBernoulli.ts";
import { randomIndexes } from "./random.ts";

const THRESHOLDS = [0.95, 0.9, 0.8, 0.7, 0.5, 0];
const options = { seed: 23, numRuns: 200 };
const claims = fc.array(
  fc.record({ confidence: fc.integer({ min: 0, max: 20 }).map((twentieth) => twentieth / 20), match: fc.boolean() }),
  { maxLength: 60 },
);
const all = (n: number, confidence: number, match = true): Claim[] => Array.from({ length: n }, () => ({ confidence, match }));

describe("the threshold that holds however often it is looked at", () => {
  test("needs 196 matches and no mismatch in each part to show at most 2 %", () => {
    expect(anytimeThreshold(all(196, 0.92), all(196, 0.92), { thresholds: THRESHOLDS })).toMatchObject({
      selected: 0,
      chosen: 0,
      minimum: 196,
    });
    const short = anytimeThreshold(all(196, 0.92), all(195, 0.92), { thresholds: THRESHOLDS });
    expect(short).toMatchObject({ selected: null, chosen: 0 });
    expect(short.table.at(-1)?.confirming).toMatchObject({ n: 195, errors: 0, missing: 1 });
    const empty = anytimeThreshold([], [], { thresholds: THRESHOLDS });
    expect(empty).toMatchObject({ selected: null, chosen: null });
    expect(empty.table[0]?.choosing).toEqual({ n: 0, errors: 0, p: 1, missing: 196 });
  });

  test("takes the loosest threshold that both parts show, not the loosest of either", () => {
    const choosing = [...all(400, 0.97), ...all(400, 0.6)];
    const confirming = [...all(400, 0.97), ...all(400, 0.6, false)];
    expect(anytimeThreshold(choosing, confirming, { thresholds: THRESHOLDS })).toMatchObject({ selected: 0.7, chosen: 0 });
    expect(anytimeThreshold(confirming, choosing, { thresholds: THRESHOLDS })).toMatchObject({ selected: 0.7, chosen: 0.7 });
  });

  test("does not wait for a strict threshold with barely enough claims and a mismatch among them", () => {
    const part = [...all(199, 0.97), ...all(1, 0.97, false), ...all(1000, 0.6)];
    expect(anytimeThreshold(part, part, { thresholds: THRESHOLDS }).selected).toBe(0);
  });

  test("agrees with the confidence sequence of the part, and says exactly how many matches are missing", () => {
    fc.assert(
      fc.property(fc.nat(1500), fc.nat(12), (matches, errors) => {
        const part = [...all(matches, 1), ...all(errors, 1, false)];
        const { missing } = anytimeThreshold(part, part, { thresholds: [0.5] }).table[0]?.choosing ?? { missing: -1 };
        const low = (more: number) => csBernoulli(matches + more, errors).low;
        expect(low(missing)).toBeGreaterThanOrEqual(0.98 - 1e-12);
        if (missing > 0) expect(low(missing - 1)).toBeLessThan(0.98 + 1e-12);
      }),
      options,
    );
  });

  test("is never loosened by one more mismatch in either part", () => {
    fc.assert(
      fc.property(claims, claims, fc.nat(119), (choosing, confirming, at) => {
        const pick = (parts: Claim[][]) =>
          anytimeThreshold(parts[0] ?? [], parts[1] ?? [], { thresholds: [0.9, 0.5, 0], risk: 0.5, delta: 0.3 }).selected ?? 2;
        const spoilt = [...choosing, ...confirming].map((one, place) => (place === at ? { ...one, match: false } : one));
        const worse = [spoilt.slice(0, choosing.length), spoilt.slice(choosing.length)];
        expect(pick(worse)).toBeGreaterThanOrEqual(pick([choosing, confirming]));
      }),
      options,
    );
  });

  test("promises wrongly in at most delta of the agents that sit on the line, looked at night after night", () => {
    // With delta 0.2 five thresholds use up the union bound, so that the line is not out of reach of the simulation.
    const thresholds = [0.9, 0.7, 0.5, 0.3, 0];
    const draw = randomIndexes(41, 10_000);
    const runs = 400;
    const ever = { selected: 0, chosen: 0 };
    for (let run = 0; run < runs; run++) {
      const parts: [Claim[], Claim[]] = [[], []];
      const seen = { selected: false, chosen: false };
      for (let night = 0; night < 12; night++) {
        for (let one = 0; one < 40; one++)
          parts[one % 2 === 0 ? 0 : 1].push({ confidence: draw() / 10_000, match: draw() >= 1000 });
        const found = anytimeThreshold(...parts, { thresholds, risk: 0.1, delta: 0.2 });
        seen.selected ||= found.selected !== null;
        seen.chosen ||= found.chosen !== null;
      }
      if (seen.selected) ever.selected++;
      if (seen.chosen) ever.chosen++;
    }
    expect(ever.selected / runs).toBeLessThanOrEqual(0.2);
    // One part alone would break the promise: that is what the other is for.
    expect(ever.chosen / runs).toBeGreaterThan(0.2);
  });

  test("refuses more thresholds than the two parts can vouch for, and thresholds that do not fall", () => {
    const many = Array.from({ length: 21 }, (_, at) => 1 - at / 21);
    expect(() => anytimeThreshold([], [], { thresholds: many })).toThrow("at most 1 / delta = 20");
    expect(() => anytimeThreshold([], [], { thresholds: many.slice(1) })).not.toThrow();
    expect(() => anytimeThreshold([], [], { thresholds: [0.5, 0.9] })).toThrow(RangeError);
    expect(() => anytimeThreshold([], [], { thresholds: [0.5], risk: 1 })).toThrow(RangeError);
    expect(() => anytimeThreshold([{ confidence: 2, match: true }], [], { thresholds: [0.5] })).toThrow(RangeError);
  });
});
