import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Action } from "../action.ts";
import { type Case, parseCase } from "../case.ts";
import { exact } from "../comparators/exact.ts";
import { fields } from "../comparators/fields.ts";
import { within } from "../comparators/within.ts";
import { type ComparedTypes, compare, compareSets } from "../compare.ts";
import { worst } from "../evidence.ts";
import { policiesFor } from "../policy/forTests.ts";
import type { Policies } from "../policy/policies.ts";
import { cap } from "../policy/rules.ts";
import type { Observation } from "../replay.ts";
import { clopperPearson } from "../stats/clopperPearson.ts";
import { clusterSe } from "../stats/clusterSe.ts";
import { humanCeiling } from "../stats/humanCeiling.ts";
import { type People, PeopleCount } from "./people.ts";
import { gateAbovePeople, peopleSaid, pointsRange, relativeSaid } from "./peopleSaid.ts";

const types: ComparedTypes = new Map([
  ["refund", { compare: fields({ amount: within(1) }) }],
  ["reply", { compare: exact() }],
]);
const act = (type: string, params: Record<string, unknown> = {}): Action => ({ type, params });
const refund = (amount: number) => act("refund", { amount });
const [close, reply, over] = [act("close"), act("reply"), act("escalate")];

function caseOf(id: number, people: readonly (readonly Action[])[], cluster = `c${id}`): Case {
  const parsed = parseCase({ id: `${id}`, cluster, input: {}, decisions: people.map((actions) => ({ actions })) });
  if ("faults" in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed.case;
}

const seen = { attempt: 1, isolation: "I0", trace: { steps: [] }, breaches: [], ms: 1 } as const;
const proposes = (actions: readonly Action[] | null): Observation =>
  actions === null
    ? { ...seen, kind: "failed", code: "threw", because: "no" }
    : { ...seen, kind: "proposed", proposal: { kind: "act", actions } };

type Row = readonly [agent: readonly Action[] | null, people: readonly (readonly Action[])[], cluster?: string];

function counted(
  rows: readonly Row[],
  declared: readonly string[] = [],
  compared = types,
  policies: Pick<Policies, "under"> = { under: () => undefined },
): People {
  const count = new PeopleCount(compared, policies);
  for (const [i, [agent, people, cluster]] of rows.entries()) {
    const one = caseOf(i, people, cluster);
    const observation = proposes(agent);
    count.add(one, [compare(one.decisions[0], observation, compared)], [observation]);
  }
  return count.results(declared, 1);
}

const times = (n: number, row: Row): Row[] => new Array<Row>(n).fill(row);
const typeOf = (people: People, type: string) => people.types.find((one) => one.type === type);

const sets = fc.constantFrom<readonly Action[]>(
  [],
  [refund(5)],
  [refund(5.5)],
  [refund(50)],
  [close],
  [close, reply],
  [over],
  [reply, refund(5)],
);
const row = fc.tuple(fc.option(sets), fc.array(sets, { minLength: 1, maxLength: 4 }));
const rows = fc.array(row, { minLength: 1, maxLength: 25 });
const options = { seed: 12, numRuns: 200 };

describe("how often people agree", () => {
  test("by the comparators of the agent, exact where each case is its own cluster", () => {
    const found = counted([
      ...times(11, [[refund(5)], [[refund(5)], [refund(5.8)]]]),
      [[refund(5)], [[refund(5)], [refund(9)]]],
      [[close], [[close]]],
    ]);
    expect(found).toMatchObject({ cases: 13, doubled: { cases: 12, clusters: 12 } });
    expect(found.overall.noiseFloor).toMatchObject({ estimate: 11 / 12, cases: 12, clusters: 12, ...clopperPearson(11, 12) });
    expect(peopleSaid(found, found.overall, String)).toBe(
      "Two people agree in 11 of 12 cases (61.5% to 99.8%); the most frequent decision, refund, is 12 of 13 cases.",
    );
  });

  test("cases of one cluster count for what the clusters show", () => {
    const shared = [..."aaaabbbbccccdddd"].map(
      (cluster): Row => [[close], [[close], cluster === "a" ? [over] : [close]], cluster],
    );
    const found = counted(shared).overall.noiseFloor;
    const { low, high } = clusterSe([..."abcd"].map((cluster) => ({ size: 4, matches: cluster === "a" ? 0 : 4 })));
    expect(found).toMatchObject({ estimate: 0.75, cases: 16, clusters: 4, low, high });
    expect((found?.high ?? 0) - (found?.low ?? 0)).toBeGreaterThan(clopperPearson(12, 16).high - clopperPearson(12, 16).low);
  });

  test("a cluster whose cases are repeated inside it does not narrow any range", () => {
    const of = (repeats: number) =>
      counted([..."abcdefgh"].flatMap((cluster, i) => times(repeats, [[close], [[close], i < 2 ? [reply] : [close]], cluster])))
        .overall;
    const width = (range: { low: number | null; high: number | null } | null | undefined) =>
      (range?.high ?? 9) - (range?.low ?? -9);
    const [once, often] = [of(2), of(20)];
    expect(width(often.noiseFloor)).toBeGreaterThanOrEqual(width(once.noiseFloor) - 1e-9);
    expect(width(often.chance?.alpha)).toBeGreaterThan(width(once.chance?.alpha) * 0.9);
    expect(often.chance?.ac1).toMatchObject({ low: null, high: null });
    expect(often.relative?.difference?.se).toBeCloseTo(once.relative?.difference?.se ?? 9, 12);
  });

  test("in whatever order the people of a case stand, but for kappa, which asks about the first two", () => {
    const blind = (people: People) =>
      JSON.stringify(
        {
          ...people,
          majority: 0,
          overall: { ...people.overall, chance: { ...people.overall.chance, kappa: 0 } },
          types: people.types.map(({ constant, chance, ...one }) => ({ ...one, chance: { ...chance, kappa: 0 } })),
        },
        (_, value) => (typeof value === "number" ? Number(value.toFixed(9)) : value),
      );
    fc.assert(
      fc.property(rows, (drawn) => {
        const doubled = drawn.filter(([, people]) => people.length > 1);
        const turned = doubled.map(([agent, people]): Row => [agent, people.toReversed()]);
        const declared = ["refund", "close", "reply"];
        expect(blind(counted(turned, declared))).toBe(blind(counted(doubled, declared)));
      }),
      options,
    );
  });

  test("a comparator that minds the order of its sides is asked both ways round", () => {
    const oneSided: ComparedTypes = new Map([
      [
        "close",
        {
          compare: {
            name: "less",
            version: "1",
            params: null,
            compare: (a, b) => ({ verdict: JSON.stringify(a) <= JSON.stringify(b) ? ("same" as const) : ("different" as const) }),
          },
        },
      ],
    ]);
    const one: Row = [null, [[act("close", { n: 1 })], [act("close", { n: 2 })]]];
    const other: Row = [null, [[act("close", { n: 2 })], [act("close", { n: 1 })]]];
    for (const drawn of [one, other]) {
      expect(counted([drawn], [], oneSided).overall.noiseFloor).toMatchObject({ estimate: 0.5, alike: 1, pairs: 2 });
    }
  });

  test("is for each case the share of its pairs of people, counted one by one", () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        const shares = drawn
          .filter(([, people]) => people.length > 1)
          .map(([, people]) => {
            const pairs = people.flatMap((a, i) => people.slice(i + 1).map((b) => worst(compareSets(a, b, types)) === "match"));
            return pairs.filter(Boolean).length / pairs.length;
          });
        const floor = counted(drawn).overall.noiseFloor;
        if (shares.length === 0) expect(floor).toBeNull();
        else expect(floor?.estimate).toBeCloseTo(shares.reduce((sum, share) => sum + share, 0) / shares.length, 10);
        expect(floor === null || (floor.low <= floor.estimate + 1e-12 && floor.estimate <= floor.high + 1e-12)).toBe(true);
      }),
      options,
    );
  });

  test("of one type: where one chose it, did the other? As a gate asks of the agent", () => {
    // Both chose it 6 times, one alone 3 times: in 12 of 15 choices the other did the same.
    const found = counted([
      ...times(6, [[close], [[close], [close]]]),
      ...times(2, [[close], [[close], [reply]]]),
      [[reply], [[reply], [close]]],
      ...times(5, [[over], [[over], [over]]]),
    ]);
    expect(typeOf(found, "close")?.noiseFloor).toMatchObject({ estimate: 12 / 15, alike: 12, pairs: 15, cases: 9, clusters: 9 });
    expect(peopleSaid(found, typeOf(found, "close") as never, (label) => label.toUpperCase())).toMatch(
      /^Where one person chose this, another did the same 12 of 15 times \(\d\d\.\d% to \d\d\.\d%; 9 cases\); always proposing this would match 8 of 14 cases at best; the most frequent decision, CLOSE, is 8 of 14 cases\.$/,
    );
  });
});

describe("the agent beside people", () => {
  test("overall it is the ceiling of labels, where comparing is equality", () => {
    const labels = fc.constantFrom("a", "b", "c");
    const labelled = fc.array(fc.tuple(fc.option(labels), fc.array(labels, { minLength: 2, maxLength: 4 })), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(labelled, (drawn) => {
        const found = counted(
          drawn.map(([agent, people]) => [agent === null ? null : [act(agent)], people.map((label) => [act(label)])]),
        ).overall.relative;
        const expected = humanCeiling(drawn.map(([agent, humans]) => ({ agent, humans })));
        expect(found?.agent).toBeCloseTo(expected.agentHuman ?? 9, 10);
        expect(found?.people).toBeCloseTo(expected.humanHuman ?? 9, 10);
        if (found?.difference) expect(found.difference.interval.low).toBeCloseTo(expected.difference?.interval.low ?? 9, 9);
        if (found?.ratio) expect(found.ratio.interval.high).toBeCloseTo(expected.ratio?.interval.high ?? 9, 7);
      }),
      options,
    );
  });

  test("fewer than 50 cases are shown and decide nothing; an agent that fails agrees with nobody", () => {
    const few = counted(times(49, [null, [[close], [close]]])).overall.relative;
    expect(few).toMatchObject({ agent: 0, people: 1, enough: false, ratio: null });
    expect(relativeSaid(few)).toMatch(
      /agrees with people in 0\.0%, and people with each other in 100\.0%.* fewer than 50 cases: shown, and decide nothing\.$/,
    );
    expect(counted(times(50, [null, [[close], [close]]])).overall.relative?.enough).toBe(true);
  });

  test("of one type it asks only about cases in which the agent proposed it", () => {
    const found = typeOf(
      counted([
        [[close], [[close], [reply]]],
        [[over], [[close], [close]]],
        [[close], [[close], [close]]],
      ]),
      "close",
    );
    expect(found?.relative).toMatchObject({ agent: 0.75, agentCases: 2, peopleCases: 3 });
  });

  test("a gate above what people reach is named, one at or below it is not", () => {
    const floor = counted([...times(57, [[close], [[close], [close]]]), ...times(3, [[close], [[close], [reply]]])]).overall
      .noiseFloor;
    expect(gateAbovePeople(floor, 0.98)).toBe(
      "The gate asks for 98%, and people agree with each other in only 95.0% (86.0% to 99.0%; 60 cases): it may be out of reach for anybody.",
    );
    expect(gateAbovePeople(floor, 0.95)).toBeUndefined();
    expect(gateAbovePeople(null, 0.95)).toBeUndefined();
  });
});

test("of a type with a policy, people and agent are compared in what its rules let through, and over all decisions in what was chosen", () => {
  const pay = (amount: number) => act("pay", { amount });
  const found = counted(
    [
      ...times(59, [[pay(5)], [[pay(5)], [pay(5)]]]),
      [[pay(6)], [[pay(5)], [pay(6)]]],
      ...times(20, [[pay(50)], [[pay(50)], [close]]]),
      ...times(20, [[pay(500)], [[pay(50)], [pay(500)]]]),
    ],
    [],
    types,
    policiesFor([cap("amount", 10)]),
  );
  expect(typeOf(found, "pay")).toMatchObject({
    noiseFloor: { cases: 60, alike: 118, pairs: 120, estimate: 59 / 60 },
    relative: { agent: 59.5 / 60, people: 59 / 60, agentCases: 60, peopleCases: 60 },
  });
  expect(found.overall.noiseFloor).toMatchObject({ cases: 100, estimate: 0.59 });
  expect(typeOf(found, "close")?.noiseFloor).toMatchObject({ cases: 20, alike: 0 });
  expect(peopleSaid(found, typeOf(found, "pay") as never, String, { policy: true })).toMatch(
    /^Where one person chose this within its policy, another did the same in 98\.3% /,
  );
});

describe("beyond chance", () => {
  test("known numbers: 20 and 15 alike, 5 and 10 not", () => {
    const alike = (n: number, a: Action, b: Action): Row[] => times(n, [[a], [[a], [b]]]);
    const found = counted([
      ...alike(20, close, close),
      ...alike(5, close, reply),
      ...alike(10, reply, close),
      ...alike(15, reply, reply),
    ]);
    expect(found.overall.chance?.kappa?.estimate).toBeCloseTo(0.4, 12);
    expect(found.overall.chance?.ac1?.estimate).toBeCloseTo((0.7 - 2 * 0.55 * 0.45) / (1 - 2 * 0.55 * 0.45), 12);
    expect(found.overall.chance?.alpha?.low).toBeLessThan(found.overall.chance?.alpha?.estimate ?? -9);
    expect(typeOf(found, "close")?.chance).toEqual(typeOf(found, "reply")?.chance);
    expect(found.labelled).toEqual({ cases: 50, beyond: 0 });
  });

  test("one label throughout tells nothing, and agreement in all cases gets no range without a width", () => {
    expect(counted(times(40, [[close], [[close], [close]]])).overall.chance).toEqual({ kappa: null, ac1: null, alpha: null });
    const all = counted([...times(30, [[close], [[close], [close]]]), ...times(30, [[reply], [[reply], [reply]]])]).overall
      .chance;
    expect(all?.ac1).toEqual({ estimate: 1, low: null, high: null });
    expect(all?.kappa).toEqual({ estimate: 1, low: null, high: null });
    expect(all?.alpha).toEqual({ estimate: 1, low: null, high: null });
  });

  test("too many cases to draw from again are counted", () => {
    const found = counted(times(5_003, [[close], [[close], [reply]]]));
    expect(found.labelled).toEqual({ cases: 5_000, beyond: 3 });
    expect(found.overall.noiseFloor?.cases).toBe(5_003);
  });
});

describe("without two people", () => {
  test("nothing is said of their agreement, never 0; the policies that never look are", () => {
    const found = counted(
      [...times(83, [[close], [[close]]]), ...times(12, [[reply], [[reply, over]]]), ...times(5, [[], [[]]])],
      ["refund"],
    );
    expect(found.overall).toEqual({ noiseFloor: null, relative: null, chance: null, constant: null });
    expect(found.majority).toEqual({ label: "close", k: 83, n: 100 });
    expect(typeOf(found, "refund")).toEqual({
      type: "refund",
      noiseFloor: null,
      relative: null,
      chance: null,
      constant: { label: "refund", k: 0, n: 100 },
    });
    expect(peopleSaid(found, typeOf(found, "reply") as never, String)).toBe(
      "Always proposing this would match 12.0% at best; the most frequent decision, close, is 83.0%.",
    );
    expect(found.types.map(({ type }) => type)).toEqual(["close", "refund", "reply"]);
  });

  test("doing nothing can be what people do most, and no case is no baseline", () => {
    expect(counted(times(3, [[], [[]]])).majority).toEqual({ label: "none", k: 3, n: 3 });
    const none = counted([], ["close"]);
    expect(none).toMatchObject({ cases: 0, majority: null, doubled: { cases: 0, clusters: 0 } });
    expect(typeOf(none, "close")?.constant).toBeNull();
    expect(peopleSaid(none, none.overall, String)).toBe(
      "No case was decided by two people, so nobody knows how often people agree.",
    );
  });
});

test.each([
  [-0.0609, 0.0021, "between 6.1 points less and 0.3 points more"],
  [0.011, 0.02, "between 1.1 points more and 2.0 points more"],
  [-0.02, -0.011, "between 2.0 points less and 1.1 points less"],
])("a range of points, %d to %d", (low, high, said) => {
  expect(pointsRange(low, high)).toBe(said);
});
