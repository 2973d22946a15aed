import { expect, test } from "vitest";
import { GoodOutcomes } from "../policy.ts";
import { caseOf } from "./forTests.ts";

const readers = () => new GoodOutcomes({ pay: { goodOutcome: "!outcome.reopened && action.params.amount < 100" }, tag: {} });

test("whether a decision turned out well is read from what became known later", () => {
  const good = readers();
  expect(good.of(caseOf(50, { outcome: { reopened: false } }))).toEqual(new Map([["pay", true]]));
  expect(good.of(caseOf(50, { outcome: { reopened: true } }))).toEqual(new Map([["pay", false]]));
  expect(good.of(caseOf(150, { outcome: { reopened: false } }))).toEqual(new Map([["pay", false]]));
  expect(good.unread("pay")).toEqual({ n: 0, because: null });
});

test("nothing is known of a case without outcome data; one that cannot be read is counted, with the first reason", () => {
  const good = readers();
  expect(good.of(caseOf(50))).toEqual(new Map());
  expect(good.of(caseOf(50, { outcome: {} }))).toEqual(new Map());
  expect(good.of(caseOf(undefined, { outcome: { reopened: false } }))).toEqual(new Map());
  expect(good.unread("pay")).toEqual({ n: 2, because: "No such key: reopened" });
});

test("what cannot be read at all is refused, by its type and place", () => {
  expect(() => new GoodOutcomes({ pay: { goodOutcome: "outcome.reopened ==" } })).toThrow(
    /^pay: goodOutcome cannot be read at line 1, column 20 of/,
  );
  expect(() => new GoodOutcomes({ pay: { goodOutcome: "confidence > 0.5" } })).toThrow(/Unknown variable: confidence/);
  expect(() => new GoodOutcomes({ pay: { goodOutcome: "case.id in ['c1']" } })).toThrow(/a case has no id here/);
});
