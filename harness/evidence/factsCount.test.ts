import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Proposal } from "../agent.ts";
import type { Case } from "../case.ts";
import { exact } from "../comparators/exact.ts";
import { fields } from "../comparators/fields.ts";
import { within } from "../comparators/within.ts";
import { type ComparedTypes, compareAttempts } from "../compare.ts";
import type { Observation } from "../replay.ts";
import { FactsCount } from "./factsCount.ts";

const TYPES: ComparedTypes = new Map([
  ["pay", { compare: fields({ amount: within({ absolute: 5 }), to: exact() }), paramsFault: () => undefined }],
]);
const act = (amount: unknown, to = "A"): Proposal => ({ kind: "act", actions: [{ type: "pay", params: { amount, to } }] });
const observed = (proposal: Proposal | null): Observation => {
  const rest = { attempt: 1, isolation: "I3", trace: { steps: [] }, breaches: [], ms: 1 } as const;
  if (proposal !== null) return { kind: "proposed", proposal, ...rest };
  return { kind: "failed", code: "threw", because: "no idea", ...rest };
};
const caseAt = (at: string | undefined, amount = 100): Case => ({
  id: `${at}`,
  cluster: `${at}`,
  input: {},
  reads: [],
  slices: {},
  weight: 1,
  decisions: [{ actions: [{ type: "pay", params: { amount, to: "A" } }] }],
  ...(at === undefined ? {} : { at }),
});

function counted(cases: readonly (readonly [Case, readonly (Proposal | null)[]])[], types = TYPES) {
  const facts = new FactsCount(types, undefined);
  for (const [one, proposals] of cases) {
    const observations = proposals.map(observed);
    facts.add(one, compareAttempts(one, observations, types), observations);
  }
  return facts;
}
const spanOf = (dates: readonly (string | undefined)[]) => counted(dates.map((at) => [caseAt(at), [act(100)]])).of("pay").span;

describe("the span of the cases", () => {
  const day = (i: number) => new Date(Date.UTC(2026, 0, 1 + i)).toISOString();

  test("has a middle that a stray date at either end does not stretch, however few cases there are", () => {
    for (const n of [1, 2, 10, 200]) {
      const one = Array<string>(n).fill("2026-01-01");
      expect(spanOf(["1970-01-01", ...one, "2099-01-01"])).toMatchObject({
        middle: 0,
        dated: n + 2,
        first: "1970-01-01T00:00:00.000Z",
      });
    }
  });

  test("has a middle of nine tenths where cases come evenly", () => {
    expect(spanOf(Array.from({ length: 201 }, (_, i) => day(i)))).toMatchObject({ days: 200, middle: 178 });
    expect(spanOf([day(3), undefined])).toMatchObject({ days: 0, middle: 0, dated: 1, undated: 1 });
    expect(spanOf([undefined])).toMatchObject({ first: null, middle: 0 });
  });

  test("never has a middle longer than all of it, in whatever order the cases come", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 400 }), { minLength: 1 }), (days) => {
        const span = spanOf(days.map(day));
        expect(span.middle).toBeLessThanOrEqual(span.days);
        expect(spanOf(days.toReversed().map(day))).toEqual(span);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  test("a moment without a zone is in UTC, and the newest is known", () => {
    const facts = counted([
      [caseAt("2026-01-02T10:00:00"), [act(1)]],
      [caseAt("2026-01-01"), [act(1)]],
    ]);
    expect(new Date(facts.newest).toISOString()).toBe("2026-01-02T10:00:00.000Z");
    expect(counted([]).newest).toBe(-Infinity);
  });
});

describe("attempts are alike", () => {
  test.each<[string, readonly (Proposal | null)[], number]>([
    ["when they propose the same", [act(500), act(500)], 1],
    ["or what the suite takes for the same", [act(500), act(504)], 1],
    ["but not when each is wrong in its own way", [act(500), act(700), act(900)], 0],
    ["nor when only two of three are the same", [act(500), act(503), act(506)], 0],
    ["nor when one act is one too many", [act(500), { kind: "act", actions: [...acts(500), ...acts(500)] }], 0],
    ["nor when one hands over", [act(500), { kind: "escalate" }], 0],
    ["nor when one has no answer", [act(500), null], 0],
  ])("%s", (_, proposals, alike) => {
    expect(counted([[caseAt("2026-01-01"), proposals]]).of("pay").attempts).toEqual({ repeated: 1, alike });
  });

  test("also when none of them could be used", () => {
    const unfit: ComparedTypes = new Map([["pay", { compare: exact(), paramsFault: () => "no" }]]);
    expect(counted([[caseAt("2026-01-01"), [act(1), act(1)]]], unfit).of("pay").attempts).toEqual({ repeated: 1, alike: 1 });
  });

  test("asked once, nothing is known", () => {
    expect(counted([[caseAt("2026-01-01"), [act(1)]]]).of("pay").attempts).toEqual({ repeated: 0, alike: 0 });
  });
});

function acts(amount: number) {
  return [{ type: "pay", params: { amount, to: "A" } }];
}
