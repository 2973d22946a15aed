import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csBernoulli } from "../stats/csBernoulli.ts";
import { type SequencePoint, sequenceOf } from "./sequence.ts";
import { ShareCount } from "./shareCount.ts";

const NO_LINES = { gate: null, floor: null };

/** Follows clusters one by one; each is a list of whether its cases matched, or one case. */
function followed(clusters: readonly (boolean | readonly boolean[])[], weights: readonly number[] = []): ShareCount {
  const share = new ShareCount({ lines: [], followed: true, weighted: weights.length > 0 });
  const most = Math.max(1, ...clusters.map((one) => (typeof one === "boolean" ? 1 : one.length))) * Math.max(1, ...weights);
  for (const [i, one] of clusters.entries()) {
    for (const hit of [one].flat()) share.add(hit, weights[i % Math.max(1, weights.length)]);
    share.close(most);
  }
  return share;
}

const look = (n: number, low: number, high: number): SequencePoint => ({ n, k: n, rate: 1, low, high });

describe("the range as evidence came in", () => {
  test("of three matches and a miss is that of the counts at each look, and keeps what was excluded", () => {
    const path = followed([true, true, true, false]).followed();
    expect(path.map(({ n, k, rate }) => [n, k, rate])).toEqual([
      [1, 1, 1],
      [2, 2, 1],
      [3, 3, 1],
      [4, 3, 0.75],
    ]);
    const [one, two, three, miss] = [csBernoulli(1, 0), csBernoulli(2, 0), csBernoulli(3, 0), csBernoulli(3, 1)];
    expect(miss.low).toBeLessThan(three.low);
    const lows = [one.low, two.low, three.low, three.low];
    for (const [i, { low, high }] of path.entries()) {
      expect(low).toBeCloseTo(lows[i] ?? -1, 9);
      expect(high).toBeCloseTo(i < 3 ? 1 : miss.high, 9);
    }
  });

  test("is nested, and ends at the range that the gate looks at", () => {
    const cluster = fc.array(fc.boolean(), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.boolean(), cluster), { minLength: 1, maxLength: 150 }),
        fc.array(fc.constantFrom(0.5, 1, 3), { maxLength: 3 }),
        (clusters, weights) => {
          const share = followed(clusters, weights);
          const path = share.followed();
          const { k, n, rate, low, high, contradicts } = share.evidence();
          expect(path.at(-1)).toEqual({ k, n, rate, low, high });
          for (const [i, point] of path.entries()) {
            expect(point.low).toBeLessThanOrEqual(point.rate);
            expect(point.high).toBeGreaterThanOrEqual(point.rate);
            const before = path[i - 1];
            if (before === undefined || contradicts) continue;
            expect(point.n).toBeGreaterThan(before.n);
            // Only a share that lies outside its own range can widen it again.
            expect(point.low >= before.low || point.low === point.rate).toBe(true);
            expect(point.high <= before.high || point.high === point.rate).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("cases of clusters that have had their vote move its end, and no look before", () => {
    const share = followed([true, true, false]);
    share.aside(false);
    expect(share.followed().map(({ n }) => n)).toEqual([1, 2, 3, 4]);
    const { k, n, rate, low, high } = share.evidence();
    expect(share.followed().at(-1)).toEqual({ k, n, rate, low, high });
  });

  test("a share that is not followed, and one without cases, have none", () => {
    const share = new ShareCount({ lines: [] });
    share.add(true);
    share.close();
    expect(share.followed()).toEqual([]);
    expect(sequenceOf(followed([]).followed(), NO_LINES)).toBe(null);
  });
});

describe("where it became clear", () => {
  const narrowing = [look(1, 0, 1), look(2, 0.5, 1), look(3, 0.8, 1), look(4, 0.9, 1)];

  test("is the first look from which the whole range stays on one side", () => {
    expect(sequenceOf(narrowing, { gate: 0.8, floor: 0.7 })).toMatchObject({ clear: { n: 3, side: "above" }, below: null });
    expect(sequenceOf(narrowing, { gate: 0.95, floor: 0.7 })?.clear).toBe(null);
    const falling = [look(1, 0, 1), look(2, 0, 0.9), look(3, 0, 0.6)];
    expect(sequenceOf(falling, { gate: 0.95, floor: 0.7 })).toMatchObject({ clear: { n: 2, side: "below" }, below: 3 });
  });

  test("a range that touches the gate from above has cleared it, and one whose high end touches it has not lost it", () => {
    expect(sequenceOf([look(9, 0.95, 1)], { gate: 0.95, floor: null })?.clear).toEqual({ n: 9, side: "above" });
    expect(sequenceOf([look(9, 0.9, 0.95)], { gate: 0.95, floor: null })?.clear).toBe(null);
  });

  test("does not count a stretch that did not last", () => {
    const turned = [look(1, 0.9, 1), look(2, 0.6, 1), look(3, 0.9, 1)];
    expect(sequenceOf(turned, { gate: 0.8, floor: null })?.clear).toEqual({ n: 3, side: "above" });
  });

  test("thinning keeps the first, the last and the clear look, and no more than fifty", () => {
    const looks = Array.from({ length: 4000 }, (_, i) => look(i + 1, Math.min(0.99, i / 1234), 1));
    const { points, clear } = sequenceOf(looks, { gate: 0.95, floor: null }) ?? expect.fail("no sequence");
    const at = points.map(({ n }) => n);
    expect(points.length).toBeLessThanOrEqual(50);
    expect(points.length).toBeGreaterThanOrEqual(46);
    expect(at).toEqual([...new Set(at)]);
    expect([at[0], at.at(-1)]).toEqual([1, 4000]);
    expect(at).toContain(clear?.n);
  });
});
