import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { agreementAtLeast } from "../criteria/index.ts";
import { type DeskCase, deskSuite, runFolder, runInto } from "./deskRun.ts";
import { judge } from "./judge.ts";
import type { Judgement } from "./judgement.ts";
import type { ObserveOptions } from "./observe.ts";

const actions = { a: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.5)] } };
const casesFrom = (from: number, n: number): DeskCase[] =>
  Array.from({ length: n }, (_, i) => ({
    id: `${from + i}`,
    decided: ["a"],
    proposed: ["a"],
    slices: { kind: ["x", "y", "z"][i % 3] as string },
  }));
const CASES = casesFrom(0, 60);
/** Without an id, so it is left out. */
const broken = { decided: ["a"], proposed: ["a"] } as unknown as DeskCase;

interface Night extends Partial<ObserveOptions> {
  readonly cases?: readonly DeskCase[];
  /** Cut off after so many cases. */
  readonly cut?: number;
}

async function judged(nights: readonly Night[]): Promise<Judgement> {
  using dir = runFolder();
  const dirs = nights.map((_, i) => join(dir.path, `${i}`));
  for (const [i, { cases = CASES, cut, ...more }] of nights.entries()) {
    const stop = new AbortController();
    let done = 0;
    const onProgress = () => {
      if (++done === cut) stop.abort();
    };
    const limits = cut === undefined ? {} : { concurrency: 1, signal: stop.signal, onProgress };
    const options = { id: `run-${i}`, now: () => i * 1000, onBadRow: "exclude" as const };
    await runInto(dirs[i] as string, deskSuite({ cases, actions }), { ...options, ...limits, ...more });
  }
  return judge(deskSuite({ cases: [], actions }), dirs).judgement;
}

const of = (kind: string) => ({ filter: { kind } });

test.each<readonly [string, readonly Night[], Partial<Judgement["flow"]>]>([
  ["a part first, then all of it", [{ limit: 20 }, {}], { read: 60, asked: 60, observed: 60, beyondLimit: 0, repeated: 20 }],
  ["all of it, then a part", [{}, { limit: 20 }], { read: 60, asked: 60, observed: 60, beyondLimit: 0, repeated: 20 }],
  [
    "some of a slice, then all of it",
    [{ ...of("x"), limit: 10 }, of("x")],
    { read: 60, asked: 20, observed: 20, filtered: 40, beyondLimit: 0, repeated: 10 },
  ],
  [
    "cut off, then a part that was not",
    [{ cut: 20 }, { limit: 30 }],
    { read: 60, filtered: 0, beyondLimit: 0, missing: expect.toSatisfy((n: number) => n >= 20) },
  ],
  ["other cases each night", [{}, { cases: casesFrom(60, 30) }], { read: 90, asked: 90, observed: 90, repeated: 0 }],
  ["a dataset that grows", [{}, { cases: casesFrom(0, 90) }], { read: 90, asked: 90, observed: 90, repeated: 60 }],
  [
    "a dataset that grew, twice",
    [{}, { cases: casesFrom(0, 90) }, { cases: casesFrom(0, 90) }],
    { read: 90, asked: 90, observed: 90, repeated: 150 },
  ],
  [
    "records that cannot be used, read twice",
    [{ cases: [...CASES, broken, broken] }, { cases: [...CASES, broken, broken] }],
    { read: 62, excluded: 2, cases: 60, observed: 60 },
  ],
  [
    "the same cases beside other records that cannot be used",
    [{ cases: [...CASES, broken] }, {}, { cases: [...CASES, broken, broken] }],
    { read: 63, excluded: 3, cases: 60, observed: 60 },
  ],
])("what several runs read counts once: %s", async (_, nights, said) => {
  const { flow, exclusions } = await judged(nights);
  expect(flow).toMatchObject(said);
  expect(exclusions.reasons.reduce((sum, { n }) => sum + n, 0)).toBe(flow.excluded);
});

test("every step adds up, whatever the runs left out, and no run that was cut off counts as whole", async () => {
  const night = fc.record(
    {
      cases: fc.constantFrom(CASES, casesFrom(20, 60)),
      limit: fc.integer({ min: 1, max: 70 }),
      cut: fc.integer({ min: 1, max: 70 }),
      seed: fc.integer({ min: 1, max: 4 }),
    },
    { requiredKeys: [] },
  );
  const filter = fc.constantFrom({}, { kind: "x" }, { kind: "y" }, { kind: "z" });
  await fc.assert(
    fc.asyncProperty(filter, fc.array(night, { minLength: 1, maxLength: 3 }), async (only, nights) => {
      const { flow, evidence } = await judged(nights.map((one) => ({ ...one, filter: only }) as Night));
      const { read, excluded, cases, filtered, beyondLimit, asked, missing, saved, uncounted, observed } = flow;
      expect(Math.min(...Object.values(flow))).toBeGreaterThanOrEqual(0);
      expect([read, cases, asked]).toEqual([
        excluded + cases,
        filtered + beyondLimit + asked,
        missing + saved + uncounted + observed,
      ]);
      expect(observed).toBe(evidence.cases);
      expect(read).toBeLessThanOrEqual(nights.some(({ cases: own }) => own !== undefined && own !== CASES) ? 120 : 60);
    }),
    { seed: 1, numRuns: 40 },
  );
});
