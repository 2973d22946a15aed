import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Action } from "./action.ts";
import { type Comparison, compareSets, OUTCOMES, type Outcome } from "./compare.ts";
import { EvidenceCount } from "./evidence/evidenceCount.ts";
import { type ComparedCase, type Evidence, isSerious, type Serious, type Tally, worst } from "./evidence.ts";

const action = fc.record({
  type: fc.constantFrom("a", "b", "escalate"),
  params: fc.record({ x: fc.integer({ min: 0, max: 1 }) }),
});
const cells = fc
  .tuple(fc.array(action, { maxLength: 4 }), fc.array(action, { maxLength: 4 }))
  .map(([decided, proposed]) => compareSets(decided, proposed, new Map()));
const unanswered = fc.constantFrom<Comparison[]>(
  [{ decided: "none", proposed: "failed", outcome: "failed" }],
  [{ decided: "a", proposed: "failed", outcome: "failed", decidedAction: 0 }],
  [{ decided: "b", proposed: "abstain", outcome: "abstained", decidedAction: 0 }],
);
const someCase = fc.record({
  id: fc.uuid(),
  cluster: fc.constantFrom("x", "y", "z"),
  attempts: fc.array(fc.oneof({ weight: 5, arbitrary: cells }, unanswered), { minLength: 1, maxLength: 3 }),
});
const someCases = fc.array(someCase, { maxLength: 12 });

const overreach: Serious = () => ["overreach"];
const count = (cases: readonly ComparedCase[], declared: readonly string[] = [], serious = overreach): Evidence => {
  const counting = new EvidenceCount(serious, declared, { lines: () => [], most: 12 });
  for (const one of cases) counting.add(one);
  return counting.evidence();
};
const sum = (tally: Partial<Tally>) => Object.values(tally).reduce((total, n) => total + n, 0);

const act = (type: string, x = 1): Action => ({ type, params: { x } });
const one = (decided: Action[], proposed: Action[], more: Partial<ComparedCase> = {}): ComparedCase => ({
  id: "1",
  cluster: "1",
  attempts: [compareSets(decided, proposed, new Map())],
  ...more,
});
const side = (n: number, outcomes: Partial<Tally>) => ({
  n,
  matches: outcomes.match ?? 0,
  outcomes: { ...(Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Tally), ...outcomes },
});

describe("the whole denominator", () => {
  test("every count adds up", () => {
    fc.assert(
      fc.property(someCases, (cases) => {
        const found = count(cases, ["a", "never"]);
        expect([found.cases, sum(found.outcomes)]).toEqual([cases.length, cases.length]);
        expect(found.attempts).toBe(cases.flatMap(({ attempts }) => attempts).length);
        const all = cases.flatMap(({ attempts }) => attempts.flat());
        expect(found.cells.total).toBe(all.length);
        expect(found.cells.decidedActions).toBe(all.filter((cell) => cell.decidedAction !== undefined).length);
        expect(found.cells.proposedActions).toBe(all.filter((cell) => cell.proposedAction !== undefined).length);
        expect(found.matrix.reduce((total, cell) => total + sum(cell.outcomes), 0)).toBe(all.length);
        for (const type of found.types.values()) {
          for (const { n, matches, outcomes } of [type.proposed, type.decided]) {
            expect([sum(outcomes), outcomes.match]).toEqual([n, matches]);
          }
          const { proposed, failures, serious, patterns } = type;
          expect(failures.n).toBe(found.cases);
          expect(failures.failed).toBeGreaterThanOrEqual(proposed.outcomes.failed);
          expect(failures.failed).toBeLessThanOrEqual(failures.n);
          expect(serious).toBeLessThanOrEqual(proposed.n - proposed.matches);
          // One case may show several kinds, but no kind twice.
          for (const pattern of patterns) expect(pattern.n).toBeLessThanOrEqual(proposed.n - proposed.matches);
          expect(patterns.reduce((total, { n }) => total + n, 0)).toBeGreaterThanOrEqual(proposed.n - proposed.matches);
          expect(patterns.map(({ n }) => n)).toEqual(patterns.map(({ n }) => n).sort((a, b) => b - a));
        }
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  test("handing over and doing nothing are no action types; a declared type is there even when nobody took it", () => {
    const found = count([one([act("escalate")], [act("a")]), one([], [act("escalate")])], ["a", "never"]);
    expect([...found.types.keys()].sort()).toEqual(["a", "never"]);
    expect(found.types.get("never")).toMatchObject({ proposed: side(0, {}), decided: side(0, {}), serious: 0, patterns: [] });
  });

  test("type names of any spelling stay apart", () => {
    const [tricky, other] = [one([act("a")], [act("b\nc")]), one([act("a\nb")], [act("c")])];
    expect(count([tricky, other]).matrix).toHaveLength(2);
    const attempts = [...one([act("a b")], [act("c")]).attempts, ...one([act("a")], [act("b c")]).attempts];
    expect(count([{ id: "1", cluster: "1", attempts }]).repeated).toEqual({ cases: 1, unstable: 1 });
    const odd = count([one([act("__proto__")], [act("constructor")])]);
    expect([...odd.types.keys()].sort()).toEqual(["__proto__", "constructor"]);
  });
});

describe("judge the column, cover the row", () => {
  test("only a match counts as one: near is told apart, and is no match", () => {
    const cell = (outcome: Outcome): Comparison => ({
      decided: "a",
      proposed: "a",
      outcome,
      decidedAction: 0,
      proposedAction: 0,
    });
    const cases = (["match", "near", "params", "failed"] as const).map((outcome, i) => ({
      id: `${i}`,
      cluster: `${i}`,
      attempts: [[cell(outcome)]],
    }));
    const all = side(4, { match: 1, near: 1, params: 1, failed: 1 });
    expect(count(cases).types.get("a")).toMatchObject({ proposed: all, decided: all });
  });

  test("the column holds what the agent proposed, the row what the person did", () => {
    const found = count([
      one([act("a")], [act("a")]),
      one([act("escalate")], [act("a")]),
      one([act("b")], [act("a")]),
      one([act("a")], [act("escalate")]),
      one([act("a")], []),
    ]).types.get("a");
    expect(found?.proposed).toEqual(side(3, { match: 1, overreach: 1, type: 1 }));
    expect(found?.decided).toEqual(side(3, { match: 1, escalated: 1, missed: 1 }));
  });

  test("an agent that acts where people hand over gains nothing in the column of that act", () => {
    const before = [one([act("a")], [act("a")])];
    const after = [...before, one([act("escalate")], [act("a")])];
    expect(count(after).types.get("a")).toMatchObject({
      proposed: { n: 2, matches: 1 },
      decided: { n: 1, matches: 1 },
      serious: 1,
    });
  });
});

describe("one case is one vote", () => {
  test("several actions of one type are one vote, under the worst of them", () => {
    const found = count([one([act("a", 1), act("a", 2)], [act("a", 1), act("a", 0)])]).types.get("a");
    expect([found?.proposed, found?.decided]).toEqual([side(1, { params: 1 }), side(1, { params: 1 })]);
  });

  test("a repeated act spoils the column but not the row: the person’s act was taken", () => {
    const found = count([one([act("a")], [act("a"), act("a")])]).types.get("a");
    expect([found?.proposed, found?.decided]).toEqual([side(1, { overreach: 1 }), side(1, { match: 1 })]);
  });

  test("a case counts under its worst cell", () => {
    const outcomes = fc.array(fc.constantFrom(...OUTCOMES), { minLength: 1, maxLength: 6 });
    const order: readonly Outcome[] = [
      "match",
      "near",
      "escalated",
      "abstained",
      "missed",
      "params",
      "type",
      "overreach",
      "failed",
    ];
    fc.assert(
      fc.property(outcomes, (given) => {
        const found = worst(given.map((outcome) => ({ decided: "a", proposed: "a", outcome })));
        expect(order.indexOf(found)).toBe(Math.max(...given.map((outcome) => order.indexOf(outcome))));
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test("further attempts measure reliability and change no vote", () => {
    fc.assert(
      fc.property(someCases, (cases) => {
        const all = count(cases);
        const first = count(cases.map((given) => ({ ...given, attempts: given.attempts.slice(0, 1) })));
        expect([...all.types].map(([type, found]) => [type, found])).toEqual([...first.types]);
        expect([all.cases, all.clusters, all.outcomes]).toEqual([first.cases, first.clusters, first.outcomes]);
        expect(all.repeated.cases).toBe(cases.filter(({ attempts }) => attempts.length > 1).length);
        expect(all.repeated.unstable).toBeLessThanOrEqual(all.repeated.cases);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  test("attempts with the same cells in another order are stable", () => {
    const [vote = []] = one([act("a"), act("b")], [act("a"), act("b", 0)]).attempts;
    expect(count([{ id: "1", cluster: "1", attempts: [vote, [...vote].reverse()] }]).repeated).toEqual({ cases: 1, unstable: 0 });
    const [other = []] = one([act("a"), act("b")], [act("a"), act("b")]).attempts;
    expect(count([{ id: "1", cluster: "1", attempts: [vote, other] }]).repeated).toEqual({ cases: 1, unstable: 1 });
  });

  test("the cases of a cluster stand together and count as one cluster", () => {
    const clusters = ["x", "x", "y", "z", "z", "z"];
    const cases = clusters.map((cluster, i) => one([], [], { id: `${i}`, cluster }));
    expect(count(cases)).toMatchObject({ cases: 6, clusters: 3 });
  });

  test("a case without an attempt is a mistake of the caller", () => {
    expect(() => count([{ id: "7", cluster: "7", attempts: [] }])).toThrow("case 7 has no attempt");
  });
});

describe("what is costly", () => {
  test("is declared per proposed type, and asks about proposals alone", () => {
    const serious: Serious = (type) => (type === "a" ? ["params"] : ["overreach"]);
    const found = count([one([act("a")], [act("a", 0)]), one([], [act("a")]), one([], [act("b")])], [], serious);
    expect([found.types.get("a")?.serious, found.types.get("b")?.serious]).toEqual([1, 1]);
    const missed: Comparison = { decided: "a", proposed: "none", outcome: "missed", decidedAction: 0 };
    expect(isSerious(missed, () => OUTCOMES)).toBe(false);
  });

  test("counts a case once, however many such cells it has", () => {
    expect(count([one([], [act("a"), act("a"), act("a")])]).types.get("a")).toMatchObject({
      serious: 1,
      patterns: [{ decided: "none", proposed: "a", outcome: "overreach", n: 1 }],
    });
  });
});

test("failures are counted among all cases: one without an answer might have been one of any type", () => {
  const silent: ComparedCase = {
    id: "2",
    cluster: "2",
    attempts: [[{ decided: "a", proposed: "failed", outcome: "failed", decidedAction: 0 }]],
  };
  const found = count([one([act("a")], [act("a")]), silent, one([act("b")], [act("a")])]).types.get("a");
  expect([found?.failures, found?.proposed.n, found?.decided]).toEqual([
    { n: 3, failed: 1 },
    2,
    side(2, { match: 1, failed: 1 }),
  ]);
});

test("kinds of disagreement: the most frequent first", () => {
  const found = count([
    one([], [act("a")]),
    one([act("b")], [act("a")]),
    one([act("b")], [act("a", 0)]),
    one([act("a")], [act("a")]),
  ]);
  expect(found.types.get("a")?.patterns.map(({ decided, outcome, n }) => [decided, outcome, n])).toEqual([
    ["b", "type", 2],
    ["none", "overreach", 1],
  ]);
});

describe("clusters of several runs", () => {
  const right = (cluster: string, at: number) => one([act("a")], [act("a")], { id: `${cluster}-${at}`, cluster });
  const wrong = (cluster: string, at: number) => one([], [act("a")], { id: `${cluster}-${at}`, cluster });
  const counting = (most: number) => new EvidenceCount(overreach, ["a"], { lines: () => [{ line: 0.5, alpha: 0.05 }], most });
  const agreementOf = (some: EvidenceCount) => some.evidence().types.get("a")?.shares.agreement ?? expect.fail("no type");

  test("a case set aside is in the counts and the rate, and is no evidence", () => {
    const [plain, more] = [counting(2), counting(2)];
    for (const some of [plain, more]) for (let i = 0; i < 12; i++) some.add(right(`${i}`, 0));
    for (let i = 1; i <= 4; i++) more.aside(wrong("0", i));
    const [before, after] = [agreementOf(plain), agreementOf(more)];
    expect([after.k, after.n, after.clusters, after.rate]).toEqual([12, 16, 12, 0.75]);
    const logs = ({ lines }: typeof before) => lines.map(({ above, below, now }) => ({ above, below, now }));
    expect(logs(after)).toEqual(logs(before));
    expect(after.low).toBeLessThanOrEqual(0.75);
    more.add(right("new", 0));
    plain.add(right("new", 0));
    expect(logs(agreementOf(more))).toEqual(logs(agreementOf(plain)));
  });

  test("a larger cluster that is expected from here on makes later votes count for less, and leaves the earlier ones", () => {
    const [same, larger] = [counting(1), counting(1)];
    for (const some of [same, larger]) for (let i = 0; i < 12; i++) some.add(right(`${i}`, 0));
    const before = agreementOf(same).lines[0]?.above ?? 0;
    same.expect(1);
    larger.expect(10);
    expect(agreementOf(larger).lines[0]?.above).toBe(before);
    for (const some of [same, larger]) for (let i = 12; i < 24; i++) some.add(right(`${i}`, 0));
    const [plain, slower] = [agreementOf(same).lines[0]?.above ?? 0, agreementOf(larger).lines[0]?.above ?? 0];
    expect([slower > before, slower < plain]).toEqual([true, true]);
    expect([agreementOf(same).most, agreementOf(larger).most]).toEqual([1, 10]);
  });

  test("a cluster above the most that was said before the first answer is refused", () => {
    const some = counting(1);
    some.add(right("x", 0));
    some.add(right("x", 1));
    expect(() => some.evidence()).toThrow(RangeError);
  });
});
