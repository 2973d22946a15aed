import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { atMost, cap, compareUnder, onlyWhen, type Rule, spendAtMost, WindowPass } from "../policy.ts";
import { caseOf, countUnder, pay, policiesFor, proposing, type Seen, TYPES, through } from "./forTests.ts";
import { momentOf } from "./momentOf.ts";

/** Cases at these moments, each with one act. */
function at(...moments: readonly [at: string | undefined, amount: unknown][]): Seen[] {
  return moments.map(([moment, amount], i) => ({
    one: caseOf(amount, { id: `c${i}`, ...(moment === undefined ? {} : { at: moment }) }),
    observation: proposing(pay(amount)),
  }));
}

/** Which of the cases come through. */
function passed(rules: readonly Rule[], seen: readonly Seen[]): string[] {
  const { cells } = countUnder(policiesFor(rules), seen);
  return seen.flatMap(({ one }, i) => (cells[i]?.every(({ would }) => would === undefined) === true ? [one.id] : []));
}

describe("a limit over time", () => {
  test.each<[string, Rule, readonly [string, number][], string[]]>([
    [
      "lets the first come first, not the first in the sample",
      atMost(1, "per day"),
      [
        ["2026-03-02T12:00:00Z", 1],
        ["2026-03-02T09:00:00Z", 1],
      ],
      ["c1"],
    ],
    [
      "begins anew at the hour, in UTC",
      atMost(1, "per hour"),
      [
        ["2026-03-02T09:59:59Z", 1],
        ["2026-03-02T12:00:00+02:00", 1],
        ["2026-03-02T10:59:59Z", 1],
      ],
      ["c0", "c1"],
    ],
    [
      "at midnight",
      atMost(1, "per day"),
      [
        ["2026-03-02T23:59:59Z", 1],
        ["2026-03-03", 1],
        ["2026-03-02T00:00", 1],
      ],
      ["c1", "c2"],
    ],
    [
      "and on Monday",
      atMost(1, "per week"),
      [
        ["2026-03-02T00:00:00Z", 1],
        ["2026-03-08T23:59:59Z", 1],
        ["2026-03-09T00:00:00Z", 1],
        ["2026-03-01T23:59:59Z", 1],
      ],
      ["c0", "c2", "c3"],
    ],
    [
      "of a sum lets a smaller one through that still fits",
      spendAtMost("amount", 100, "per day"),
      [
        ["2026-03-02T01:00:00Z", 60],
        ["2026-03-02T02:00:00Z", 50],
        ["2026-03-02T03:00:00Z", 40],
        ["2026-03-02T04:00:00Z", 0.01],
      ],
      ["c0", "c2"],
    ],
    [
      "of decimals means the decimals",
      spendAtMost("amount", 0.3, "per day"),
      [
        ["2026-03-02T01:00:00Z", 0.1],
        ["2026-03-02T02:00:00Z", 0.2],
      ],
      ["c0", "c1"],
    ],
  ])("%s", (_, rule, moments, expected) => {
    expect(passed([rule], at(...moments))).toEqual(expected);
  });

  test("counts only what every other rule lets through", () => {
    const seen = at(["2026-03-02T01:00:00Z", 500], ["2026-03-02T02:00:00Z", 5], ["2026-03-02T03:00:00Z", 5]);
    expect(passed([cap("amount", 100), atMost(1, "per day")], seen)).toEqual(["c1"]);
  });

  test("counts several acts of one case in their order", () => {
    const policies = policiesFor([atMost(1, "per day")]);
    const one = caseOf(1, { at: "2026-03-02T01:00:00Z" });
    const { cells } = countUnder(policies, [{ one, observation: proposing(pay(2), pay(1)) }]);
    expect(cells[0]?.map(({ proposedAction, would }) => [proposedAction, would]).sort()).toEqual([
      [0, undefined],
      [1, "escalate"],
    ]);
  });

  test("keeps back, and says so, what has no moment or cannot be summed", () => {
    const policies = policiesFor([spendAtMost("amount", 100, "per day")]);
    const seen = at([undefined, 1], ["2026-03-02T01:00:00Z", "1"], ["2026-03-02T01:00:00Z", -50], ["2026-03-02T02:00:00Z", 100]);
    const { cells, count } = countUnder(policies, seen);
    expect(cells.map(([cell]) => cell?.because)).toEqual([
      expect.stringContaining("the case does not say when it was"),
      expect.stringContaining('"amount" is "1", not a number from 0'),
      expect.stringContaining('"amount" is -50, not a number from 0'),
      undefined,
    ]);
    expect(count.seen("pay")).toMatchObject({ proposed: 4, through: 1, escalated: 3, rules: [{ kept: 0, unread: 3 }] });
  });

  test("means the same hour on every machine where a moment names no zone", () => {
    const zone = process.env["TZ"];
    try {
      process.env["TZ"] = "America/New_York";
      expect(new Date("2026-03-02T00:00").toISOString()).toBe("2026-03-02T05:00:00.000Z");
      expect(momentOf("2026-03-02T00:00")).toBe(Date.UTC(2026, 2, 2));
      expect(momentOf("2026-03-02 00:00:00.5")).toBe(Date.UTC(2026, 2, 2) + 500);
      expect(momentOf("2026-03-02T00:00-0200")).toBe(Date.UTC(2026, 2, 2, 2));
      expect(momentOf("2026-03-02")).toBe(Date.UTC(2026, 2, 2));
    } finally {
      if (zone === undefined) delete process.env["TZ"];
      else process.env["TZ"] = zone;
    }
  });

  test("goes by the decision's moment where the case has none", () => {
    const one = caseOf(1, { decisions: [{ actions: [], at: "2026-03-02T01:00:00Z" }] });
    const { cells } = countUnder(policiesFor([atMost(1, "per day")]), [{ one, observation: proposing(pay(1)) }]);
    expect(cells[0]?.[0]?.would).toBeUndefined();
  });

  test("is that of the first attempt: another one that does the same stands under the same", () => {
    const policies = policiesFor([atMost(0, "per day")]);
    const one = caseOf(1, { at: "2026-03-02T01:00:00Z" });
    const observations = [proposing(pay(1)), proposing(pay(1)), proposing({ type: "tag", params: {} })];
    const pass = new WindowPass(policies, TYPES);
    pass.add(one, observations);
    const attempts = compareUnder(policies, one, observations, TYPES, pass.beyond());
    expect(attempts.map((cells) => cells.map(({ would }) => would))).toEqual([["escalate"], ["escalate"], [undefined]]);
  });

  test("gives no room to what cannot be carried out", () => {
    const types = new Map([
      [
        "pay",
        {
          ...TYPES.get("pay"),
          compare: { name: "same", version: "1", params: null, compare: () => ({ verdict: "same" as const }) },
          paramsFault: (params: unknown) => ((params as { amount: number }).amount < 2 ? "too small" : undefined),
        },
      ],
    ]);
    const policies = policiesFor([atMost(1, "per day")]);
    const pass = new WindowPass(policies, types);
    for (const { one, observation } of at(["2026-03-02T01:00:00Z", 1], ["2026-03-02T02:00:00Z", 2])) pass.add(one, [observation]);
    expect(pass.beyond().has("c1", 0)).toBe(false);
  });
});

const amount = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom<unknown>("much", undefined, -1));
const moment = fc.integer({ min: 0, max: 400 }).map((hour) => new Date(Date.UTC(2026, 2, 1) + hour * 3_600_000).toISOString());
const history = fc
  .array(
    fc.record({
      amount,
      moment,
      person: fc.integer({ min: 0, max: 300 }),
      sure: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    }),
    { maxLength: 40 },
  )
  .map((drawn) =>
    drawn.map(({ amount: proposed, moment: when, person, sure }, i) => ({
      one: caseOf(person, { id: `c${i}`, at: when }),
      observation: proposing(pay(proposed, sure === null ? {} : { confidence: sure })),
    })),
  );
const condition = fc.oneof(
  fc.integer({ min: 0, max: 300 }).map((limit) => cap("amount", limit)),
  fc
    .integer({ min: 0, max: 300 })
    .map((limit) => onlyWhen(`action.params.amount > ${limit}`, { says: "High.", stops: "refuse" })),
);
const perActs = fc
  .record({ limit: fc.integer({ min: 0, max: 5 }), per: fc.constantFrom("per hour", "per day", "per week") })
  .map(({ limit, per }) => atMost(limit, per));
const perSum = fc.integer({ min: 0, max: 900 }).map((limit) => spendAtMost("amount", limit, "per day"));

describe("over any history", () => {
  test("the order of cases changes nothing that a limit over time keeps back", () => {
    const shuffled = history.chain((seen) => fc.tuple(fc.constant(seen), fc.shuffledSubarray(seen, { minLength: seen.length })));
    fc.assert(
      fc.property(shuffled, fc.array(fc.oneof(condition, perActs, perSum), { maxLength: 4 }), ([seen, other], rules) => {
        expect(passed(rules, other).sort()).toEqual(passed(rules, seen).sort());
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  // A sum is left out: without a smaller cap one large act may take the room of two small ones.
  test("a further rule never lets more through, and one less never fewer", () => {
    const rule = fc.oneof(condition, perActs);
    fc.assert(
      fc.property(history, fc.array(rule, { maxLength: 4 }), rule, fc.nat(4), (seen, rules, further, place) => {
        const more = rules.toSpliced(place, 0, further);
        expect(through(more, seen)).toBeLessThanOrEqual(through(rules, seen));
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test("everything adds up, nothing kept back is a match, and limits are monotone", () => {
    fc.assert(
      fc.property(history, fc.array(fc.oneof(condition, perActs, perSum), { minLength: 1, maxLength: 4 }), (seen, rules) => {
        const { cells, count } = countUnder(policiesFor(rules), seen);
        const kept = cells.flat().filter(({ would }) => would !== undefined);
        expect(kept.every(({ outcome }) => outcome === "escalated")).toBe(true);
        const policy = count.seen("pay");
        if (policy === null) throw new Error("nothing was counted");
        expect(policy.proposed).toBe(policy.through + policy.escalated + policy.refused);
        expect(policy.proposed).toBe(cells.flat().filter(({ proposedAction }) => proposedAction !== undefined).length);
        expect(kept.length).toBe(policy.escalated + policy.refused);
        for (const { alone, kept: all, matches, serious, limits } of policy.rules) {
          expect(alone).toBeLessThanOrEqual(all);
          expect(matches + serious).toBeLessThanOrEqual(alone);
          expect(limits.filter(({ now }) => now).map((limit) => limit.through)).toEqual(
            limits.length === 0 ? [] : [policy.through],
          );
          for (const key of ["limit", "through", "matches", "serious"] as const)
            expect(limits.map((limit) => limit[key])).toEqual(limits.map((limit) => limit[key]).sort((a, b) => a - b));
        }
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});
