import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ClusterE, type ClusterUnit } from "./clusterE.ts";
import type { Cluster } from "./clusterTotals.ts";
import { csWithoutReplacement } from "./csWithoutReplacement.ts";
import { eBernoulli } from "./eBernoulli.ts";
import { eBernoulliDemote } from "./eBernoulliDemote.ts";
import { EDetector } from "./eDetector.ts";
import { eHypergeom } from "./eHypergeom.ts";
import { ePaired } from "./ePaired.ts";
import { ESequence, type NullHypothesis } from "./eSequence.ts";
import { eTruncBeta } from "./eTruncBeta.ts";
import { JudgeAuditE } from "./judgeAuditE.ts";
import { RateBounds } from "./rateBounds.ts";
import { runVerdict } from "./runVerdict.ts";

// One mismatch more, wherever it falls, never speaks for the agent: no evidence rises, no bound moves up, no closed gate opens.

const inside = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const count = fc.nat(2000);
// Streams that match often and streams that do not: both lines must come into reach.
const outcomes = fc.integer({ min: 1, max: 20 }).chain((most) =>
  fc.array(
    fc.nat(most).map((drawn) => drawn > 0),
    { minLength: 1, maxLength: 120 },
  ),
);
const options = { numRuns: 300 };

/** The numbers after each draw. */
function follow<T>(
  draws: readonly T[],
  evidence: { add(draw: T): void; readonly logE: number; readonly best: number },
): number[] {
  return draws.flatMap((draw) => {
    evidence.add(draw);
    return [evidence.logE, evidence.best];
  });
}

function expectNoneAbove(worse: readonly number[], before: readonly number[]): void {
  expect(worse).toHaveLength(before.length);
  // Infinity minus itself is no number; equal certainties are not above each other.
  for (const [at, one] of worse.entries()) expect(one <= (before[at] ?? 0) + 1e-9).toBe(true);
}

test("counts: evidence for a higher share never rises with a mismatch, for a lower one never falls", () => {
  fc.assert(
    fc.property(count, count, inside, (matches, misses, share) => {
      const [now, worse] = [
        { matches, misses, share },
        { matches, misses: misses + 1, share },
      ];
      expect(eBernoulli(worse)).toBeLessThanOrEqual(eBernoulli(now));
      expect(eTruncBeta(worse)).toBeLessThanOrEqual(eTruncBeta(now) + 1e-9);
      expect(ePaired(matches, misses + 1)).toBeLessThanOrEqual(ePaired(matches, misses));
      expect(eBernoulliDemote(worse)).toBeGreaterThanOrEqual(eBernoulliDemote(now));
      const dataset = { cases: matches + misses + 50, needed: Math.ceil(share * (matches + misses + 50)) };
      expect(eHypergeom({ ...worse, ...dataset }) <= eHypergeom({ ...now, ...dataset }) + 1e-9).toBe(true);
    }),
    { seed: 61, ...options },
  );
});

describe("a sequence of values", () => {
  const seen = fc.array(fc.constantFrom<number[]>(0, 0.2, 0.5, 1, 1.7), { minLength: 1, maxLength: 40 });
  const nulls = ([values, mean, left]: readonly [readonly number[], number, number]): NullHypothesis[] => {
    const cases = values.length + 1 + left;
    return [{ mean }, { cases, total: mean * cases }];
  };

  test("says no more at any later look when one value was lower, or when a 0 was put in", () => {
    const where = fc
      .tuple(seen, inside, fc.nat(20))
      .chain((drawn) => fc.tuple(fc.constant(drawn), fc.nat(drawn[0].length - 1), inside));
    fc.assert(
      fc.property(where, ([drawn, at, part]) => {
        const [values] = drawn;
        for (const against of nulls(drawn)) {
          const before = follow(values, new ESequence(against));
          const lower = values.with(at, (values[at] ?? 0) * part);
          expectNoneAbove(follow(lower, new ESequence(against)), before);
          const more = follow(values.toSpliced(at, 0, 0), new ESequence(against));
          expectNoneAbove(more.slice(2 * at + 2), before.slice(2 * at));
        }
      }),
      { seed: 62, ...options },
    );
  });
});

describe("clusters", () => {
  const cluster = fc.integer({ min: 1, max: 5 }).chain((size) => fc.record({ matches: fc.nat(size), size: fc.constant(size) }));
  const drawn = fc
    .array(cluster, { minLength: 1, maxLength: 30 })
    .filter((seen) => seen.some((one) => one.matches > 0))
    .chain((seen) => fc.tuple(fc.constant(seen), fc.constantFrom(...seen.flatMap((one, at) => (one.matches > 0 ? [at] : [])))));

  test.each<[string, ClusterUnit]>([
    ["cluster", { per: "cluster" }],
    ["decision", { per: "decision", cap: 6 }],
  ])("per %s say no more when a match was a mismatch, or when a cluster holds one mismatch more", (_, unit) => {
    fc.assert(
      fc.property(drawn, inside, ([seen, at], share) => {
        const { matches, size } = seen[at] as Cluster;
        const before = follow(seen, new ClusterE(share, unit));
        for (const worse of [
          { matches: matches - 1, size },
          { matches, size: size + 1 },
        ])
          expectNoneAbove(follow(seen.with(at, worse), new ClusterE(share, unit)), before);
      }),
      { seed: 63, ...options },
    );
  });
});

test("the audit of a judge says no more when people called a match a miss", () => {
  const rulings = fc.array(fc.record({ judge: fc.boolean(), human: fc.boolean() }), { minLength: 1, maxLength: 40 });
  const drawn = rulings
    .filter((seen) => seen.some((one) => one.human))
    .chain((seen) => fc.tuple(fc.constant(seen), fc.constantFrom(...seen.flatMap((one, at) => (one.human ? [at] : [])))));
  fc.assert(
    fc.property(drawn, fc.nat(30), inside, ([seen, at], left, share) => {
      const judgeMatches = seen.filter((one) => one.judge).length;
      const audit = () => new JudgeAuditE({ cases: seen.length + left, judgeMatches, share });
      const worse = seen.with(at, { judge: seen[at]?.judge ?? false, human: false });
      expectNoneAbove(follow(worse, audit()), follow(seen, audit()));
    }),
    { seed: 64, ...options },
  );
});

describe("what a person reads", () => {
  const turned = outcomes
    .filter((seen) => seen.includes(true))
    .chain((seen) => fc.tuple(fc.constant(seen), fc.constantFrom(...seen.flatMap((match, at) => (match ? [at] : [])))));

  test("neither end of the running bounds nor of a dataset's total moves up when a match was a mismatch", () => {
    fc.assert(
      fc.property(turned, fc.nat(40), ([seen, at], left) => {
        const ends = (cases: readonly boolean[]) => {
          const bounds = new RateBounds();
          for (const match of cases) bounds.add({ hits: Number(match), size: 1 });
          const { latest, best } = csWithoutReplacement(cases, cases.length + left);
          return [bounds.latest(), bounds.bounds(true), latest, best].flatMap(({ low, high }) => [low, high]);
        };
        expectNoneAbove(ends(seen.with(at, false)), ends(seen));
      }),
      { seed: 65, numRuns: 150 },
    );
  });

  test("a run that did not promote does not do so with a mismatch in place of a match, nor demote less", () => {
    const rule = { promoteAbove: 0.8, demoteBelow: 0.7, cases: 120 } as const;
    fc.assert(
      fc.property(turned, ([seen, at]) => {
        const [before, worse] = [seen, seen.with(at, false)].map((cases) => ({
          candidate: runVerdict(cases, { ...rule, mode: "candidate" }).verdict,
          live: runVerdict(cases, { ...rule, mode: "live" }).verdict,
        }));
        if (before?.candidate !== "promote") expect(worse?.candidate).not.toBe("promote");
        if (before?.live === "demote") expect(worse?.live).toBe("demote");
      }),
      { seed: 66, ...options },
    );
  });

  test("the alarm after promotion rings no later", () => {
    const nights = fc.array(fc.record({ matches: fc.nat(30), misses: fc.nat(6) }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        nights.chain((seen) => fc.tuple(fc.constant(seen), fc.nat(seen.length - 1))),
        fc.constantFrom("sr", "cusum"),
        ([seen, at], kind) => {
          const alarm = (cases: readonly { matches: number; misses: number }[]) => {
            const detector = new EDetector({ share: 0.9, nights: 30, kind });
            for (const night of cases) detector.add(night);
            return [detector.logM, -(detector.alarmNight ?? Infinity)];
          };
          const night = seen[at] ?? { matches: 0, misses: 0 };
          expectNoneAbove(alarm(seen), alarm(seen.with(at, { ...night, misses: night.misses + 1 })));
        },
      ),
      { seed: 67, ...options },
    );
  });
});
