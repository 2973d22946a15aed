import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IdSet } from "../dataset/idSet.ts";
import { EDetector } from "../stats/eDetector.ts";
import { randomIndexes } from "../stats/random.ts";
import type { ClusterVote } from "./nightVotes.ts";
import { TypeWatch, type WatchOptions } from "./typeWatch.ts";

type Cluster = readonly boolean[];

/** One night's clusters, each a list of whether its cases matched. */
function votesOf(clusters: readonly Cluster[], night = 1): Map<string, ClusterVote> {
  return new Map(
    clusters.map((cases, i) => [
      `cluster-${night}-${i}`,
      { matches: cases.filter(Boolean).length, size: cases.length, first: { seq: i, match: cases[0] === true } },
    ]),
  );
}

function watching(options: WatchOptions): TypeWatch {
  const watch = new TypeWatch(options);
  watch.begin(1, new IdSet());
  return watch;
}

/** Nights until the first alarm, averaged over streams of nights drawn at the rate that must hold. */
function averageRunLength(alarm: number, draw: () => Cluster[], streams: number): number {
  let nights = 0;
  for (let stream = 0; stream < streams; stream++) {
    const watch = watching({ share: 0.8, alarm });
    for (let night = 1; watch.latest().alarmNight === null; night++) {
      watch.take(night, votesOf(draw(), night));
      nights++;
    }
  }
  return nights / streams;
}

describe("watching one action type", () => {
  test("keeps the promise: while the rate holds, it rings no sooner than every so many nights on average", () => {
    const draw = randomIndexes(7, 5);
    const match = () => draw() > 0;
    for (const alarm of [2, 5, 12]) {
      expect(averageRunLength(alarm, () => Array.from({ length: 4 }, () => [match()]), 1500)).toBeGreaterThan(alarm);
    }
  });

  test("keeps it where the cases of a cluster come out alike, or by halves, and nights differ in size", () => {
    const draw = randomIndexes(8, 10);
    const cluster = (): Cluster => {
      const kind = draw();
      // A mean of 0.8: seven in ten all match, two in ten by halves, one in ten none.
      return kind < 7 ? [true, true, true, true] : kind < 9 ? [true, false, true, false] : [false, false, false, false];
    };
    for (const alarm of [3, 8]) {
      const nights = () => Array.from({ length: draw() }, cluster);
      expect(averageRunLength(alarm, nights, 1500)).toBeGreaterThan(alarm);
    }
  });

  test("notices a drop far sooner than it rings for nothing", () => {
    const draw = randomIndexes(9, 10);
    const dropped = () => Array.from({ length: 30 }, () => [draw() < 6]);
    expect(averageRunLength(365, dropped, 100)).toBeLessThan(6);
  });

  test("is the detector, one vote a cluster: matched, missed, or the share in between", () => {
    const nights: Cluster[][] = [[[true], [false], [true, true]], [[true, false]], [], [[false, false, true], [false]]];
    const watch = watching({ share: 0.8, alarm: 365 });
    for (const [i, night] of nights.entries()) watch.take(i + 1, votesOf(night, i + 1));
    const detector = new EDetector({ share: 0.8, nights: 365 });
    detector.add({ matches: 2, misses: 1 });
    detector.add({ matches: 0, misses: 0, shares: [0.5] });
    const second = detector.logM;
    detector.add({ matches: 0, misses: 1, shares: [1 / 3] });
    expect(watch.series.map(({ logM }) => logM)[1]).toBe(second);
    expect(watch.series.at(-1)).toMatchObject({ n: 4, matches: 1, votes: 2, logM: detector.logM });
    expect(watch.latest()).toMatchObject({ nights: 3, n: 10, matches: 5, votes: 6, logM: detector.logM });
  });

  test("nights without cases leave it as it is, however many, and one without any has nothing to say", () => {
    const watch = watching({ share: 0.8, alarm: 5 });
    watch.take(1);
    expect(watch.latest()).toMatchObject({ nights: 0, logM: null, alarmNight: null, chart: null });
    watch.take(2, votesOf([[true]]));
    const { logM } = watch.latest();
    for (let night = 3; night < 100; night++) watch.take(night);
    expect(watch.latest()).toMatchObject({ nights: 1, logM, alarmNight: null });
  });

  test("a repeated cluster, or an attempt more in it, is no further vote", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (cases, times) => {
        const [once, often] = [watching({ share: 0.8, alarm: 365 }), watching({ share: 0.8, alarm: 365 })];
        once.take(1, votesOf(cases.map((match) => [match])));
        often.take(1, votesOf(cases.map((match) => Array.from({ length: times }, () => match))));
        expect(often.latest().logM).toBe(once.latest().logM);
      }),
      { seed: 32, numRuns: 100 },
    );
  });

  test("a new version starts at nothing; the alarm of the old one ends with it", () => {
    const watch = watching({ share: 0.8, alarm: 3 });
    const bad = votesOf(Array.from({ length: 20 }, () => [false]));
    const good = votesOf(Array.from({ length: 20 }, () => [true]));
    watch.take(1, bad);
    watch.begin(2, new IdSet());
    watch.take(2, good);
    const fresh = watching({ share: 0.8, alarm: 3 });
    fresh.take(1, good);
    expect(watch.versions).toMatchObject([{ from: 1, alarmNight: 1 }]);
    expect(watch.latest()).toMatchObject({ from: 2, nights: 1, logM: fresh.latest().logM, alarmNight: null });
  });

  test("clusters that come back are counted on the night they do", () => {
    const watch = watching({ share: 0.8, alarm: 365 });
    watch.take(1, votesOf([[true], [true]], 1));
    watch.take(2, new Map([...votesOf([[true]], 1), ...votesOf([[true]], 2)]));
    expect(watch.series.map(({ clustersBefore }) => clustersBefore)).toEqual([0, 1]);
  });
});

describe("the chart for one size of drop", () => {
  const night = (matches: number, misses: number, at: number) =>
    votesOf(
      Array.from({ length: matches + misses }, (_, i) => [i >= misses]),
      at,
    );

  test("rings on the night its height was reached, even if it sank again before morning", () => {
    const watch = watching({ share: 0.9, alarm: 10, dropTo: 0.7 });
    watch.take(1, night(20, 0, 1));
    watch.take(2, night(90, 9, 2));
    watch.take(3, night(20, 0, 3));
    const { chart } = watch.latest();
    expect(chart).toMatchObject({ dropTo: 0.7, height: 0, alarmNight: 2 });
    expect(chart?.cases).toBeGreaterThanOrEqual((10 * 139) / 3);
    // Nine misses in a row come first in the order of the night.
    expect(9 * (chart?.missStep ?? 0)).toBeGreaterThanOrEqual(chart?.alarm ?? Number.POSITIVE_INFINITY);
    expect(watch.series.map(({ height }) => height)).toEqual([0, 0, 0]);
  });

  test("takes the first case of a cluster in sampling order, whatever order they came in", () => {
    const votes = [...night(3, 3, 1)];
    const [there, back] = [watching({ share: 0.9, alarm: 10, dropTo: 0.7 }), watching({ share: 0.9, alarm: 10, dropTo: 0.7 })];
    there.take(1, new Map(votes));
    back.take(1, new Map(votes.toReversed()));
    expect(back.latest()).toEqual(there.latest());
  });

  test("is not drawn for a rate that is no drop, nor where whole steps cannot", () => {
    for (const options of [
      { share: 0.9, dropTo: 0.9 },
      { share: 0.9, dropTo: 0.95 },
      { share: 0.4, dropTo: 0.3 },
    ]) {
      const watch = watching({ alarm: 365, ...options });
      watch.take(1, night(5, 5, 1));
      expect(watch.latest().chart).toBeNull();
    }
  });
});
