import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Comparison, Outcome } from "../compare.ts";
import type { ComparedCase } from "../evidence.ts";
import { clopperPearson } from "../stats/clopperPearson.ts";
import { AttemptsCount, type UnstableCase } from "./attempts.ts";
import { attemptsSaid, differedSaid, doublingSaid } from "./attemptsSaid.ts";

const cell = (outcome: Outcome, decided = "close", proposed = outcome === "missed" ? "none" : "close"): Comparison => ({
  decided,
  proposed,
  outcome,
  ...(decided === "none" ? {} : { decidedAction: 0 }),
  ...(proposed === "none" ? {} : { proposedAction: 0 }),
});
const [yes, no] = [[cell("match")], [cell("params")]];
const caseOf = (id: number, attempts: ComparedCase["attempts"], cluster = `c${id}`): ComparedCase => ({
  id: `${id}`,
  cluster,
  attempts,
});

function counted(cases: readonly ComparedCase[], declared: readonly string[] = []) {
  const count = new AttemptsCount();
  for (const one of cases) count.add(one);
  return count.results(declared);
}

const outcomes = (pattern: string) => [...pattern].map((mark) => (mark === "+" ? yes : no));
const patterns = (...list: string[]) => counted(list.map((pattern, i) => caseOf(i, outcomes(pattern))));

/** The share of choices of k attempts that all match, one by one. */
function allOfK(pattern: string, k: number): number {
  const choices = (left: string, more: number): string[] =>
    more === 0 ? [""] : [...left].flatMap((mark, at) => choices(left.slice(at + 1), more - 1).map((rest) => mark + rest));
  const all = choices(pattern, k);
  return all.filter((chosen) => !chosen.includes("-")).length / all.length;
}

const pattern = fc.string({ unit: fc.constantFrom("+", "-"), minLength: 1, maxLength: 5 });
const options = { seed: 9, numRuns: 200 };

describe("attempts that all match", () => {
  test("as often as among all choices of k; cases with fewer attempts are left out and counted", () => {
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 20 }), (list) => {
        const { overall, most } = patterns(...list);
        expect(overall.passes).toHaveLength(most);
        for (const { k, all, low, high, cases, excluded } of overall.passes) {
          const shares = list.filter((one) => one.length >= k).map((one) => allOfK(one, k));
          expect([cases, excluded]).toEqual([shares.length, list.length - shares.length]);
          const expected = shares.reduce((sum, share) => sum + share, 0) / shares.length;
          expect(all).toBeCloseTo(expected, 10);
          expect(low - 1e-9 <= expected && expected <= high + 1e-9).toBe(true);
        }
      }),
      options,
    );
  });

  test("never get likelier with more attempts asked for, nor less likely that any matches", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom("+", "-"), minLength: 4, maxLength: 4 }), { minLength: 1 }),
        (list) => {
          const { passes } = patterns(...list).overall;
          for (const [i, { all, any }] of passes.entries()) {
            expect(all ?? 9).toBeLessThanOrEqual((passes[i - 1]?.all ?? 1) + 1e-12);
            expect(any ?? 0).toBeGreaterThanOrEqual((passes[i - 1]?.any ?? 0) - 1e-12);
          }
        },
      ),
      options,
    );
  });

  test("attempting the same cases twice as often never narrows the range, nor do repeated cases of a cluster", () => {
    const width = (cases: readonly ComparedCase[]) => {
      const [first] = counted(cases).overall.passes;
      return (first?.high ?? 0) - (first?.low ?? 9);
    };
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 2, maxLength: 15 }), (list) => {
        const once = list.map((one, i) => caseOf(i, outcomes(one)));
        const twice = list.map((one, i) => caseOf(i, outcomes(one + one)));
        expect(width(twice)).toBeGreaterThanOrEqual(width(once) - 1e-9);
      }),
      options,
    );
    const clusters = (repeats: number) =>
      ["++", "+-", "++", "--", "++", "+-"].flatMap((one, i) =>
        Array.from({ length: repeats }, (_, j) => caseOf(i * 100 + j, outcomes(one), `c${i}`)),
      );
    expect(width(clusters(20))).toBeGreaterThanOrEqual(width(clusters(2)) - 1e-9);
    expect(width(clusters(20))).toBeGreaterThan(0.3);
  });

  test("where cases are whole the range is exact", () => {
    const { passes } = patterns(..."+++++++++-").overall;
    expect(passes).toEqual([{ k: 1, all: 0.9, ...clopperPearson(9, 10), any: 0.9, cases: 10, excluded: 0 }]);
  });
});

describe("by what the person did", () => {
  test("an attempt matches when all its cells of that type do, whatever else it does", () => {
    const both = [cell("match", "close"), cell("params", "reply", "reply")];
    const half = [cell("match", "close"), cell("match", "reply", "reply")];
    const twice = [cell("match", "close"), cell("missed", "close")];
    const extra = [cell("overreach", "none", "tag"), cell("match", "close")];
    const found = counted(
      [
        caseOf(1, [both, half]),
        caseOf(2, [twice, extra]),
        caseOf(3, [[cell("match", "escalate", "escalate")], [cell("match", "none", "none")]]),
      ],
      ["tag"],
    );
    expect(found.types.map(({ type, cases, mixed }) => [type, cases, mixed])).toEqual([
      ["close", 2, 1],
      ["reply", 1, 1],
      ["tag", 0, 0],
    ]);
    expect(found.types[0]?.passes.map(({ all }) => all)).toEqual([0.75, 0.5]);
    expect(found.overall).toMatchObject({ cases: 3, mixed: 1 });
  });
});

describe("more attempts or more cases", () => {
  test("only cases help where attempts never differ, and cases never help less than attempts", () => {
    expect(doublingSaid(patterns("++", "--", "++").overall)).toBe(
      "Twice the cases would narrow the error of the match rate by 29.3%, twice the attempts by 0.0%: attempts at one case never differ, so only more cases help. A gate counts the first attempt only.",
    );
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 2, maxLength: 20 }), (list) => {
        const { doubling } = patterns(...list).overall;
        if (doubling === null) return;
        expect(doubling.twiceCases).toBeCloseTo(doubling.error / Math.SQRT2, 12);
        expect(doubling.twiceAttempts).toBeGreaterThanOrEqual(doubling.twiceCases - 1e-12);
      }),
      options,
    );
  });

  test("either helps where cases do not differ beyond chance; nothing is said where nothing tells", () => {
    expect(doublingSaid(patterns("+-", "-+", "+-").overall)).toContain("either helps alike");
    expect(doublingSaid(patterns("++", "++").overall)).toContain("nothing tells");
    expect(doublingSaid(patterns("+", "-").overall)).toBeUndefined();
    expect(doublingSaid(patterns("+-").overall)).toBeUndefined();
  });
});

describe("cases that do not come to the same", () => {
  const unstable = (attempts: ComparedCase["attempts"]) => counted([caseOf(7, attempts)]).unstable.listed[0] as UnstableCase;

  test("are listed with what differed, and only that", () => {
    const shared = cell("match", "reply", "reply");
    const one = unstable([
      [shared, cell("match")],
      [cell("match"), shared],
      [shared, cell("escalated", "close", "escalate")],
    ]);
    expect(one.ways).toEqual([
      { attempts: 2, cells: [{ decided: "close", proposed: "close", outcome: "match" }], moreCells: 0 },
      { attempts: 1, cells: [{ decided: "close", proposed: "escalate", outcome: "escalated" }], moreCells: 0 },
    ]);
    expect(differedSaid(one, (label) => label.toUpperCase())).toBe(
      "2 attempts: CLOSE, as the person; 1 attempt: handed over, where the person: CLOSE",
    );
  });

  test("an action more or less is a difference; long lists are cut, and the rest counted", () => {
    expect(differedSaid(unstable([[cell("match")], [cell("match"), cell("overreach", "none", "tag")]]), String)).toBe(
      "1 attempt: none of this; 1 attempt: tag, where the person: none",
    );
    const many = unstable([
      [cell("match")],
      ...[1, 2, 3, 4, 5, 6].map((n) => Array.from({ length: n + 6 }, () => cell("missed"))),
    ]);
    expect(many).toMatchObject({ attempts: 7, moreWays: 3 });
    expect(many.ways.map(({ moreCells }) => moreCells)).toEqual([0, 3, 4, 5]);
    expect(differedSaid(many, String)).toMatch(/close missed, 3 more; .*; 3 more ways$/);
  });

  test("all are counted, 500 listed, and what every attempt came to is no difference", () => {
    const found = counted([
      ...Array.from({ length: 600 }, (_, i) => caseOf(i, [yes, no])),
      caseOf(601, [yes, yes]),
      caseOf(602, [no]),
    ]);
    expect(found).toMatchObject({ repeated: 601, most: 2, unstable: { cases: 600 } });
    expect(found.unstable.listed).toHaveLength(500);
  });
});

describe("one line", () => {
  test("says how often all match, of how many cases, and how many were left out", () => {
    expect(attemptsSaid(patterns("++++", "++++", "+++-", "----", "++").overall)).toBe(
      "All four attempts match in 2 of 4 cases (6.7% to 93.3%) (1 with fewer attempts left out), at least one in 75.0%; 1 case matches only sometimes.",
    );
    expect(attemptsSaid(patterns(...new Array<string>(40).fill("++")).overall)).toBe(
      "All two attempts match in 100.0% (91.1% to 100.0%) of 40 cases, at least one in 100.0%; none matches only sometimes.",
    );
  });

  test("says that one attempt tells nothing, and no case less", () => {
    expect(attemptsSaid(patterns("+", "-").overall)).toBe(
      "Each case was put to the agent once, so nothing is known about repeating.",
    );
    expect(attemptsSaid(counted([]).overall)).toBe("No case of this kind was attempted, so nothing is known about repeating.");
    expect(counted([])).toMatchObject({ most: 0, repeated: 0, unstable: { cases: 0, listed: [] } });
  });
});
