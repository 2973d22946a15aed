import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shuffleKey } from "../dataset/sampleOrder.ts";
import { JudgeAuditE } from "../stats/judgeAuditE.ts";
import { wilson } from "../stats/wilson.ts";
import { judgeClosed } from "./judgeClosed.ts";
import type { CheckedCase, JudgeCounted } from "./judgeCount.ts";
import { type JudgeMeasured, judgeMeasured } from "./judgeMeasured.ts";

const SEED = { floor: 0.95, seed: 7 };

const checkedCase = (id: number, judge: boolean, human: boolean): CheckedCase => ({
  id: `case-${id}`,
  judge,
  human,
  settled: true,
  conflict: false,
});

const times = (n: number, judge: boolean, human: boolean) => Array.from({ length: n }, () => [judge, human] as const);

function counted(
  labels: readonly (readonly [boolean, boolean])[],
  cases: number,
  judgeMatches: number,
  more: Partial<JudgeCounted> = {},
): JudgeCounted {
  const checked = labels.map(([judge, human], i) => checkedCase(i, judge, human));
  return { type: "act", cases, judgeMatches, unruled: 0, picked: 0, elsewhere: 0, checked, ...more };
}

function measured(...given: Parameters<typeof counted>): JudgeMeasured {
  const found = judgeMeasured(counted(...given), SEED);
  if (found === null) throw new Error("expected a measured judge");
  return found;
}

const some = (most: number) => fc.integer({ min: 0, max: most });

/** A run in which most matches, as most real columns do: coin tosses would never come near a gate. The first `n` are drawn. */
const runs = fc
  .record({
    both: some(150),
    others: fc.array(fc.tuple(fc.boolean(), fc.boolean()), { maxLength: 12 }),
    rest: some(60),
    restMatches: some(60),
  })
  .chain(({ both, others, rest, restMatches }) =>
    fc.record({
      labels: fc.shuffledSubarray([...times(both, true, true), ...others, [true, true] as const], {
        minLength: both + others.length + 1,
      }),
      rest: fc.constant(rest),
      floor: fc.constantFrom(0.5, 0.8, 0.9, 0.95),
      restMatches: fc.constant(Math.min(rest, restMatches)),
    }),
  )
  .map(({ labels, rest, floor, restMatches }) => ({
    labels,
    floor,
    cases: labels.length + rest,
    matches: labels.filter(([judge]) => judge).length + restMatches,
  }));

describe("a measured judge", () => {
  test("is set beside people in one table, on the drawn cases", () => {
    const found = measured(
      [...times(80, true, true), ...times(6, true, false), ...times(4, false, true), ...times(10, false, false)],
      1000,
      880,
    );
    expect(found).toMatchObject({
      drawn: 100,
      table: { both: 80, judgeOnly: 6, peopleOnly: 4, neither: 10 },
      sensitivity: { count: 80, n: 84, ...wilson(80, 84) },
      specificity: { count: 10, n: 16, ...wilson(10, 16) },
      agreement: { count: 90, n: 100 },
      constant: { count: 84, n: 100 },
    });
    expect(found.informed).toBeCloseTo(80 / 84 + 10 / 16 - 1, 12);
    // By hand: 0.88 * 80/86 + 0.12 * 4/14.
    expect(found.corrected).toMatchObject({ kinds: 2, estimate: expect.closeTo(0.88 * (80 / 86) + 0.12 * (4 / 14), 12) });
    expect(found.roganGladen?.estimate).toBeCloseTo((0.88 + 10 / 16 - 1) / (80 / 84 + 10 / 16 - 1), 12);
    const { corrected, ppi } = found;
    expect(Math.abs((ppi?.estimate ?? 0) - (corrected?.estimate ?? 1))).toBeLessThan(0.02);
    expect(found.kappa?.kappa).toBeGreaterThan(0.5);
  });

  test("a perfect judge and all cases adjudicated give the plain rate", () => {
    fc.assert(
      fc.property(runs, fc.integer({ min: 0, max: 99 }), ({ labels, floor }, seed) => {
        const perfect = labels.map(([, human]) => [human, human] as const);
        const k = perfect.filter(([human]) => human).length;
        const found = judgeMeasured(counted(perfect, perfect.length, k), { floor, seed });
        expect(found?.corrected?.estimate).toBeCloseTo(k / perfect.length, 12);
        expect(found?.agreement).toEqual({ count: perfect.length, n: perfect.length });
        // With every case known the audit is the plain count.
        const shown = k >= Math.ceil(floor * perfect.length - 1e-9);
        if (found?.audit?.logE === "Infinity") expect(shown).toBe(true);
        if (!shown) expect(judgeClosed(found ?? null, floor)).toBeDefined();
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  test("the checks count in a random order, not in that of the file", () => {
    fc.assert(
      fc.property(runs, fc.infiniteStream(fc.nat()), ({ labels, floor, cases, matches }, chance) => {
        const given = counted(labels, cases, matches);
        const shuffled = given.checked.map((one) => ({ one, at: chance.next().value })).sort((a, b) => a.at - b.at);
        const again = { ...given, checked: shuffled.map(({ one }) => one) };
        expect(judgeMeasured(again, { floor, seed: 7 })).toEqual(judgeMeasured(given, { floor, seed: 7 }));
      }),
      { seed: 4, numRuns: 200 },
    );
    const given = counted([...times(40, true, true), ...times(3, true, false)], 400, 390);
    const order = given.checked.toSorted((a, b) => shuffleKey(7, a.id)[0] - shuffleKey(7, b.id)[0]);
    const audit = new JudgeAuditE({ cases: 400, judgeMatches: 390, share: 0.95 });
    for (const one of order) audit.add(one);
    expect(judgeMeasured(given, SEED)?.audit?.logE).toBe(audit.logE);
  });

  test("nothing adjudicated is no measure; only picked cases measure nothing", () => {
    expect(judgeMeasured(counted([], 100, 90), SEED)).toBeNull();
    expect(judgeMeasured(counted([], 0, 0, { elsewhere: 5 }), SEED)).toBeNull();
    const found = measured([], 100, 90, { picked: 40 });
    expect(found).toMatchObject({ drawn: 0, informed: null, corrected: null, ppi: null, kappa: null, roganGladen: null });
    expect(found.sensitivity).toEqual({ count: 0, n: 0, low: 0, high: 1 });
    expect(found.audit).toMatchObject({ logE: 0, shown: false });
  });

  test("one check, all alike and none alike have an answer", () => {
    for (const judge of [true, false]) {
      for (const human of [true, false]) {
        for (const n of [1, 2, 50]) {
          const found = measured(times(n, judge, human), 50, judge ? 50 : 0);
          expect(found.corrected?.estimate).toBe(Number(human));
          expect(found.informed).toBeNull();
        }
      }
    }
    expect(measured(times(5, true, true), 50, 40).corrected).toMatchObject({ kinds: 1, estimate: 1 });
  });

  test("a gate that asks for no match rate has no audit", () => {
    expect(judgeMeasured(counted(times(40, true, true), 100, 100), { floor: null, seed: 1 })?.audit).toBeNull();
  });
});

describe("a gate behind a judge", () => {
  const closed = (...given: Parameters<typeof counted>) => judgeClosed(judgeMeasured(counted(...given), SEED), 0.95);

  test("stays closed until people have checked the judge", () => {
    expect(closed([], 400, 396)).toEqual({
      why: "A model judge compares these decisions, and nobody has checked it against people yet. Until then it cannot say yes.",
      change: "30 adjudications of cases drawn at random, at least.",
    });
    expect(closed([], 400, 396, { picked: 200 })).toEqual({
      why: "A model judge compares these decisions. None of the cases that people checked it on was drawn at random; it takes 30 before it can say yes.",
      change: "30 more adjudications of cases drawn at random.",
    });
    expect(closed(times(29, true, true), 400, 396)?.change).toBe("1 more adjudication of cases drawn at random.");
    expect(closed(times(20, true, true), 20, 20)?.change).toBe(
      "more cases: there are 20, and 30 drawn at random must be adjudicated.",
    );
  });

  test("a judge that calls everything the same opens no gate sooner than people do", () => {
    const always = (same: number, different: number) => [...times(same, true, true), ...times(different, true, false)];
    expect(measured(always(94, 6), 2000, 2000).informed).toBe(0);
    expect(closed(always(94, 6), 2000, 2000)).toBeDefined();
    expect(closed(always(300, 3), 2000, 2000)).toBeUndefined();
  });

  test("stays closed while the audit does not show the match rate, and says how many checks more would", () => {
    const few = times(40, true, true);
    const now = measured(few, 2000, 2000);
    const more = now.audit?.more ?? 0;
    expect(closed(few, 2000, 2000)).toEqual({
      why: "People have checked the model judge on 40 cases drawn at random, and went with it in 40. With 95% confidence that does not show yet that 95% of the 2,000 decisions match.",
      change: `about ${more} more adjudications of cases drawn at random, if people go on agreeing with the judge.`,
    });
    expect(more).toBeGreaterThan(0);
    expect(closed(times(40 + more, true, true), 2000, 2000)).toBeUndefined();
    expect(closed(times(40 + more - 1, true, true), 2000, 2000)).toBeDefined();
    expect(closed(few, 2000, 1800)?.change).toBe(
      "more matches: as the judge rules and people answered, going on agreeing with it will not show 95%.",
    );
  });

  test("opens on the labels that the method promises: a perfect judge at 99% takes about 94", () => {
    const perfect = (n: number) => closed([...times(n - 1, true, true), ...times(1, false, false)], 2000, 1980);
    expect(perfect(80)).toBeDefined();
    expect(perfect(120)).toBeUndefined();
  });

  test("one person who changes from same to different never opens it, and never adds evidence", () => {
    let opened = 0;
    fc.assert(
      fc.property(runs, fc.nat(), ({ labels, floor, cases, matches }, pick) => {
        const given = counted(labels, cases, matches);
        const same = given.checked.filter(({ human }) => human);
        const flip = same[pick % Math.max(1, same.length)];
        if (flip === undefined) return;
        const flipped = { ...given, checked: given.checked.map((one) => (one === flip ? { ...one, human: false } : one)) };
        const [before, after] = [given, flipped].map((one) => judgeMeasured(one, { floor, seed: 7 })) as [
          JudgeMeasured,
          JudgeMeasured,
        ];
        expect(Number(after.audit?.logE)).toBeLessThanOrEqual(Number(before.audit?.logE) + 1e-9);
        expect(after.corrected?.estimate).toBeLessThanOrEqual((before.corrected?.estimate ?? 0) + 1e-9);
        if (judgeClosed(before, floor) === undefined) opened++;
        if (judgeClosed(before, floor) !== undefined) expect(judgeClosed(after, floor)).toBeDefined();
      }),
      { seed: 5, numRuns: 2000 },
    );
    expect(opened).toBeGreaterThan(50);
  });

  test("opens falsely in at most one of twenty runs at the line, however bad the judge", () => {
    // 1,000 cases, 949 of which match, one short of 95%; the judge says the same to everything.
    const all = Array.from({ length: 1000 }, (_, i) => checkedCase(i, true, i >= 51));
    let opened = 0;
    for (let seed = 0; seed < 200; seed++) {
      const keyed = all.map((one) => ({ one, key: shuffleKey(seed, one.id)[0] })).sort((a, b) => a.key - b.key);
      const drawn = keyed.slice(0, 300).map(({ one }) => one);
      const found = judgeMeasured({ ...counted([], 1000, 1000), checked: drawn }, { floor: 0.95, seed });
      if (found?.audit?.shown === true) opened++;
    }
    expect(opened).toBeLessThanOrEqual(200 * 0.05);
  });

  test("refuses to answer for another floor than the judge was audited for", () => {
    expect(() => judgeClosed(measured(times(40, true, true), 100, 100), 0.9)).toThrow(RangeError);
  });
});
