import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gateInterval } from "../criteria/gateInterval.ts";
import { clopperPearson } from "../stats/clopperPearson.ts";
import { ClusterShare } from "./clusterShare.ts";

function shareOf(clusters: readonly (readonly boolean[])[]): ClusterShare {
  const share = new ClusterShare();
  for (const cluster of clusters) {
    for (const match of cluster) share.add(match);
    share.close();
  }
  return share;
}

describe("what a case is worth", () => {
  test("alone in its cluster it is worth one, and the range is the exact one", () => {
    const share = shareOf([[true], [false], [true]]);
    expect(share.worth()).toBe(1);
    expect(gateInterval.of(2, 3, share.worth())).toEqual(clopperPearson(2, 3));
  });

  test("cases that always come out like their cluster are worth as much as the clusters", () => {
    const clusters = Array.from({ length: 60 }, (_, i) => Array.from({ length: 10 }, () => i % 4 !== 0));
    const worth = shareOf(clusters).worth();
    expect(worth * 600).toBeGreaterThan(45);
    expect(worth * 600).toBeLessThanOrEqual(61);
  });

  test("when all agree, nothing tells the cases of a cluster apart, so each cluster counts once", () => {
    const clusters = Array.from({ length: 20 }, () => Array.from({ length: 30 }, () => true));
    expect(shareOf(clusters).worth()).toBeCloseTo(20 / 600, 12);
  });

  test("it is more than nothing and never more than one, so clusters never narrow a range", () => {
    const some = fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(some, (clusters) => {
        const cases = clusters.flat();
        const [k, n] = [cases.filter(Boolean).length, cases.length];
        const worth = shareOf(clusters).worth();
        expect(worth > 0 && worth <= 1).toBe(true);
        const [narrow, wide] = [clopperPearson(k, n), gateInterval.of(k, n, worth)];
        expect(wide.low <= narrow.low + 1e-9 && wide.high >= narrow.high - 1e-9).toBe(true);
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  test("one customer is one vote, however many cases there are", () => {
    const share = shareOf([Array.from({ length: 300 }, () => true)]);
    expect(gateInterval.of(300, 300, share.worth()).low).toBeLessThan(0.03);
  });
});
