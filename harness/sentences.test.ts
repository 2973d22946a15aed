import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Criterion } from "./criteria/criterion.ts";
import { evidenceOf } from "./criteria/evidenceOf.ts";
import { agreementAtLeast, noSerious, seriousAtMost } from "./criteria/index.ts";
import type { ShareEvidence } from "./evidence.ts";
import { say } from "./sentences.ts";
import { percentDown, percentUp } from "./words.ts";

const noun = "address changes";
const { answers, caveats, changes, checks, closeness, headlines } = say;
const agreed = checks.agreement.met({ low: 0.9612, noun, gate: 0.95 });

/** Every template, with what goes into it, word for word. */
describe("the sentences, word for word", () => {
  test.each<[string, string, string]>([
    [
      "1 promote",
      answers.promoted({ because: agreed, checks: 8, waivedBy: null }),
      "With 95% confidence the agent agrees with the person in at least 96.1% of address changes; the gate asks for 95%. All eight checks are met.",
    ],
    [
      "10 one, bound by one rule",
      headlines.focus.up({ title: "Refund", to: "L4", rules: ["Up to 200 each"] }),
      "Refund may move to L4: up to 200 each.",
    ],
    [
      "10 one, a code is no sentence",
      headlines.focus.up({ title: "Refund", to: "L4", rules: ["EUR only"] }),
      "Refund may move to L4: EUR only.",
    ],
    [
      "10 one, no rule left out",
      headlines.focus.up({ title: "Refund", to: "L4", rules: ["A", "B"] }),
      "Refund may move to L4, within the two rules of its policy.",
    ],
    [
      "10 one, no rule cut short",
      headlines.focus.up({ title: "Refund", to: "L4", rules: ["Up to 200 each. ".repeat(9)] }),
      "Refund may move to L4, within the rule of its policy.",
    ],
    ["10 one, without a policy", headlines.focus.up({ title: "Refund", to: "L4", rules: [] }), "Refund may move to L4."],
    [
      "caveat, clusters",
      caveats.clusters({ cases: 9, clusters: 6, few: true, cap: null }),
      "The 9 cases come from 6 clusters, such as conversations or customers. Cases of one cluster count together, as one vote, as heavy as its decisions. So few clusters show little.",
    ],
    [
      "caveat, clusters with a cap",
      caveats.clusters({ cases: 4600, clusters: 4035, few: false, cap: 1 }),
      "The 4,600 cases come from 4,035 clusters, such as conversations or customers. However many decisions a cluster holds, it counts for at most 1 decision, at its own rate, so that a few large clusters do not outvote the rest; section 4 of the report has the plain counts.",
    ],
    ["1 one check", answers.promoted({ because: "So.", checks: 1, waivedBy: null }), "So. The one check is met."],
    ["1 two checks", answers.promoted({ because: "So.", checks: 2, waivedBy: null }), "So. Both checks are met."],
    [
      "1 a wall waived",
      answers.promoted({ because: "So.", checks: 2, waivedBy: "A. Person" }),
      "So. Both other checks are met. The sealed wall was waived by A. Person.",
    ],
    [
      "2 hold, match",
      `${checks.agreement["not-met"]({ high: 0.9421, noun, gate: 0.95 })} ${answers.staying({ at: "L3", floor: 0.9, meets: true })}`,
      "With 95% confidence the agent agrees with the person in at most 94.3% of address changes; the gate asks for 95%. Staying at L3 takes 90%, which it meets.",
    ],
    [
      "2 hold, match, and the floor is open",
      answers.staying({ at: "L3", floor: 0.925, meets: false }),
      "Staying at L3 takes 92.5%, which it may not meet.",
    ],
    [
      "3 hold, other",
      answers.clearsBut({
        because: checks.atMost["not-met"]({
          k: 25,
          n: 1000,
          low: 0.01259,
          high: 0.04,
          limit: 0.01,
          one: "serious disagreement",
          several: "serious disagreements",
          of: noun,
        }),
        failed: 1,
      }),
      "The match rate clears the gate, but one check failed: 25 serious disagreements in 1,000 cases; with 95% confidence at least 1.25% of address changes. The limit is 1%.",
    ],
    [
      "3 several failed",
      answers.clearsBut({ because: "An undo failed.", failed: 3 }),
      "The match rate clears the gate, but three checks failed. The first: an undo failed.",
    ],
    [
      "4 straddle",
      checks.agreement.insufficient({ n: 302, low: 0.8777, high: 0.9855, gate: 0.95 }),
      "302 cases leave the match rate anywhere from 87.7% to 98.6%. The gate, 95%, lies inside that range, so these cases cannot say yes or no.",
    ],
    [
      "4 n = 1",
      checks.agreement.insufficient({ n: 1, low: 0.033, high: 1, gate: 0.95 }),
      "1 case leaves the match rate anywhere from 3.3% to 100.0%. The gate, 95%, lies inside that range, so these cases cannot say yes or no.",
    ],
    [
      "4 n = 0",
      checks.agreement.none(checks.unproposed(0)),
      "The agent never proposed this, so these cases cannot say yes or no.",
    ],
    [
      "4 n = 0, and a policy",
      checks.agreement.none(checks.unproposed(12)),
      "Its policy kept back each of its 12 proposals, so these cases cannot say yes or no.",
    ],
    [
      "5 missing",
      answers.openBut({ because: "No undo drill is on record.", open: 1 }),
      "Nothing speaks against it, but one check cannot be decided yet: no undo drill is on record.",
    ],
    [
      "6 demote",
      answers.demoted({ atMost: checks.agreesAtMost({ high: 0.8899, noun }), at: "L3", floor: 0.9, gate: 0.95 }),
      "With 95% confidence the agent agrees with the person in at most 89.0% of address changes. Staying at L3 takes 90%, moving up takes 95%.",
    ],
    [
      "6 demote, nothing asked above",
      answers.demoted({ atMost: "At most 89%", at: "L3", floor: 0.9, gate: null }),
      "At most 89%. Staying at L3 takes 90%.",
    ],
    [
      "6 demote, other",
      answers.demotedBy({ because: "An undo was lost.", at: "L3" }),
      "An undo was lost. With that it cannot stay at L3.",
    ],
    [
      "7 would change, promote",
      answers.eitherOf([
        changes.moreEvents({ room: 18, n: 1847, one: "disagreement" }),
        changes.moreEvents({ room: 1, n: 1847, one: "serious disagreement" }),
      ]),
      "about 18 more disagreements in 1,847 cases, or 1 more serious disagreement in 1,847 cases.",
    ],
    [
      "7 would change, insufficient",
      changes.moreCases({ cases: 820, rate: 0.9749, seen: true, verb: "agrees in" }),
      "about 820 more cases, if the agent agrees in 97.5% of them.",
    ],
    [
      "7 all of them",
      changes.moreCases({ cases: 1, rate: 1, seen: true, verb: "agrees in" }),
      "about 1 more case, if the agent agrees in all of them.",
    ],
    ["7 never, too low", changes.neverAtLow(0.94999), "At today’s 94.9% no number of cases will do."],
    ["7 never, too high", changes.neverAtHigh(0.01001), "At today’s 1.01% no number of cases will do."],
    [
      "7 would change, demote",
      changes.fewerOfKind({ kind: changes.kinds.details, n: 109, of: 155 }),
      "fewer disagreements; most often the person chose other details (109 of 155).",
    ],
    ["7 not alone", answers.alsoFailed(1), "One more check failed as well."],
    ["7 not alone, open", answers.alsoOpen(2), "Two more checks are open as well."],
    [
      "8 zero events",
      checks.noneSeen({ n: 300, high: 0.01311 }),
      "None seen in 300 cases; with 95% confidence fewer than 1.32%.",
    ],
    [
      "8 zero events of a kind",
      checks.atMost.met({
        k: 0,
        n: 1847,
        low: 0,
        high: 0.00251,
        limit: 0.01,
        one: "serious disagreement",
        several: "serious disagreements",
        of: noun,
      }),
      "No serious disagreement seen in 1,847 cases; with 95% confidence fewer than 0.26% of address changes. The limit is 1%.",
    ],
    [
      "8 zero events in one case",
      checks.noneSeen({ n: 1, high: 0.967, of: noun }),
      "None seen in 1 case; with 95% confidence fewer than 96.70% of address changes.",
    ],
    ["9 small n", checks.fact.ofAll(28, 29), "28 of 29"],
    [
      "per 1,000",
      closeness.perThousand({ low: 0.9612, high: 0.98901 }),
      "In 1,000 decisions like these, expect between 10 and 39 to differ from the person’s, and between 961 and 990 to be the same.",
    ],
    [
      "per 1,000, exactly",
      closeness.perThousand({ low: 0.95, high: 0.95 }),
      "In 1,000 decisions like these, expect 50 to differ from the person’s, and 950 to be the same.",
    ],
  ])("%s", (_, said, golden) => {
    expect(said).toBe(golden);
  });

  test.each<[number, number, number, string]>([
    [2, 1, 5, "Two of five action types may move up. One must move down."],
    [0, 0, 5, "None of five action types may move up yet."],
    [0, 5, 5, "None of five action types may move up. All five must move down."],
    [5, 0, 5, "All five action types may move up."],
    [2, 0, 2, "Both action types may move up."],
    [0, 0, 2, "Neither of two action types may move up yet."],
    [11, 0, 12, "11 of 12 action types may move up."],
  ])("10 headline: %d up and %d down of %d", (up, down, total, golden) => {
    expect(headlines.several({ up, down, total })).toBe(golden);
  });

  test("10 headline: one type, and none", () => {
    const title = "Issue a credit";
    expect([
      headlines.one.up({ title, to: "L4" }),
      headlines.one.stay({ title }),
      headlines.one.down({ title }),
      headlines.none,
    ]).toEqual([
      "“Issue a credit” may move up to L4.",
      "“Issue a credit” may not move up yet.",
      "“Issue a credit” may not move up. It must move down.",
      "No action type asks to move up.",
    ]);
  });

  test("several types at once: what holds for each, and for all together", () => {
    const level = { asked: 6, allowed: 0.05 };
    expect(answers.together.holm(level)).toBe(
      "6 were asked about. Each range errs in at most 1 in 20 at either end, and so does each promotion by itself; of hold and demote nothing is said beyond their ranges. The promotions hold all together too: the chance that any of them in this report is wrong is at most 1 in 20. For that the surest one has to clear the bar that Bonferroni sets for all 6, and each one after it that for as many as are left (Holm)",
    );
    expect(answers.together.each(level)).toContain("may be as high as 6 in 20 (Bonferroni)");
    expect(answers.together.each({ asked: 20, allowed: 0.05 })).toContain("anything up to certainty");
  });
});

/** A criterion on a share whose range is given, as a range that touches its limit cannot be had by counting. */
function onRange(criterion: Criterion, share: Partial<ShareEvidence>) {
  const evidence = evidenceOf({ agreement: [90, 100], harmless: [100, 100] }, [criterion]);
  const { agreement, harmless } = evidence.shares;
  const shares = { ...evidence.shares, agreement: { ...agreement, ...share }, harmless: { ...harmless, ...share } };
  return criterion.judge({ ...evidence, shares }, noun);
}

describe("an end that touches the limit", () => {
  test("exactly meets a floor from above, and neither meets nor fails it from below", () => {
    const floor = agreementAtLeast(0.95);
    expect(onRange(floor, { low: 0.95, high: 0.98 })).toMatchObject({ verdict: "met", fact: "at least 95.0%" });
    expect(onRange(floor, { low: 0.9, high: 0.95 })).toMatchObject({ verdict: "insufficient", fact: "90.0% to 95.0%" });
    expect(onRange(floor, { low: 0.9, high: 0.9499 })).toMatchObject({ verdict: "not-met", fact: "at most 95.0%" });
    expect(onRange(floor, { low: 0.9499, high: 1 })).toMatchObject({ verdict: "insufficient", fact: "94.9% to 100.0%" });
  });

  test("a share at its very limit is not reached by any number of cases", () => {
    const at = { k: 95, n: 100, rate: 0.95, low: 0.88, high: 0.98 };
    expect(onRange(agreementAtLeast(0.95), at).change).toContain("At today’s 95.0% no number of cases will do.");
    expect(onRange(agreementAtLeast(0.95), { ...at, k: 96, rate: 0.96 }).change).not.toContain("no number");
    expect(onRange(seriousAtMost(0.05), at).change).toContain("At today’s 5.00% no number of cases will do.");
    expect(onRange(seriousAtMost(0.05), { ...at, k: 96, rate: 0.96 }).change).not.toContain("no number");
  });
});

describe("numbers in sentences are rounded away from the better answer", () => {
  const PERCENT = /(\d+(?:\.\d+)?)%/;
  const shown = (text: string) => Number(PERCENT.exec(text.replace("95% confidence", ""))?.[1]) / 100;
  /** A share a count of cases can give, and neither none nor all. */
  const part = fc
    .tuple(fc.integer({ min: 2, max: 1_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([n, at]) => Math.min(n - 1, Math.max(1, Math.round(at * n))) / n);
  const HAIR = 1e-11;

  test("what is below all is never 100%, and what is above none never 0%", () => {
    fc.assert(
      fc.property(part, fc.integer({ min: 0, max: 3 }), (x, places) => {
        expect(Number.parseFloat(percentDown(x, places))).toBeLessThan(100);
        expect(Number.parseFloat(percentUp(x, places))).toBeGreaterThan(0);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  test("a low end is printed no higher, a high end no lower, by whatever sentence", () => {
    const kind = { one: "event", several: "events", of: noun, limit: 0.5, k: 3, n: 9 };
    fc.assert(
      fc.property(part, (x) => {
        const downwards = [
          checks.agreesAtLeast({ low: x, noun }),
          checks.atLeast.met({ low: x, high: 1, verb: "covers", of: noun, floor: 0 }).replace(/;.*/, ""),
          checks.atMost["not-met"]({ ...kind, low: x, high: 1 }),
          checks.fact.atLeast(x),
          changes.neverAtLow(x),
        ];
        const upwards = [
          checks.agreesAtMost({ high: x, noun }),
          checks.atLeast["not-met"]({ low: 0, high: x, verb: "covers", of: noun, floor: 0 }).replace(/;.*/, ""),
          checks.atMost.met({ ...kind, low: 0, high: x }),
          checks.atMost.met({ ...kind, k: 0, low: 0, high: x }),
          checks.noneSeen({ n: 9, high: x, of: noun }),
          checks.fact.atMost(x),
          changes.neverAtHigh(x),
        ];
        for (const said of downwards) expect(shown(said)).toBeLessThanOrEqual(x + HAIR);
        for (const said of upwards) expect(shown(said)).toBeGreaterThanOrEqual(x - HAIR);
      }),
      { seed: 2, numRuns: 1000 },
    );
  });

  test("per 1,000 both ways add up to 1,000 and hold the range", () => {
    fc.assert(
      fc.property(part, part, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const [differ = "", same = ""] = closeness.perThousand({ low, high }).replace("1,000 decisions", "").split("and between");
        const numbers = `${differ} and ${same}`.replaceAll("1,000", "1000").match(/\d+/g)?.map(Number) ?? [];
        fc.pre(numbers.length === 4);
        const [least, most, alike, all] = numbers as [number, number, number, number];
        expect([least + all, most + alike]).toEqual([1000, 1000]);
        expect(alike / 1000).toBeLessThanOrEqual(low + HAIR);
        expect(all / 1000).toBeGreaterThanOrEqual(high - HAIR);
      }),
      { seed: 3, numRuns: 1000 },
    );
  });

  test("no events are never said as 0%", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), (n) => {
        for (const criterion of [seriousAtMost(0.01), noSerious({ cases: 300 })]) {
          const { because, fact, change } = criterion.judge(
            evidenceOf({ agreement: [n, n], harmless: [n, n] }, [criterion]),
            noun,
          );
          for (const text of [because, fact, change]) expect(text).not.toMatch(/(?<![\d.])0(\.0+)?%/);
          expect(because).toMatch(
            /^(None|No serious disagreement) seen in [\d,]+ cases?; with 95% confidence fewer than [\d.]+% of/,
          );
        }
      }),
      { seed: 4, numRuns: 12 },
    );
  });
});
