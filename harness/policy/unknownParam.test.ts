import { expect, test } from "vitest";
import { z } from "zod";
import { policiesOf } from "./policies.ts";
import type { Rule } from "./rule.ts";
import { cap, escalateWhen, onlyIn, onlyWhen, spendAtMost } from "./rules.ts";

const ladder = { rungs: [{ id: "L3" }, { id: "L4" }] };
const AMOUNT = z.strictObject({ order: z.string(), amount: z.number() });

function loaded(params: z.ZodType | undefined, rule: Rule, agents?: Record<string, Record<string, Rule[]>>) {
  const row = { ...(params === undefined ? {} : { params }), envelope: agents === undefined ? [rule] : [] };
  const suite = { actions: { refund: row }, ladder, ...(agents === undefined ? {} : { agents }) };
  return policiesOf(suite, new Map([["refund", { at: "L3", ask: "L4" }]]));
}

const says = { says: "A rule." };

test.each([
  cap("amuont", 120),
  spendAtMost("amuont", 120, "per day"),
  onlyIn("amuont", [1]),
  escalateWhen("action.params.amuont > 3.0", says),
  onlyWhen("case.slices.region == 'EU' && action.params['amuont'] < 3.0", says),
  escalateWhen("case.input.list.exists(f, f == action.params.amuont)", says),
])("a slip in the name of a param is found when the suite is loaded: $name", (rule) => {
  expect(() => loaded(AMOUNT, rule)).toThrow(`refund: ${rule.name} names the param "amuont", which no such act can have`);
  expect(() => loaded(AMOUNT, rule, { lead: { refund: [rule] } })).toThrow('names the param "amuont"');
  let next: unknown;
  try {
    loaded(AMOUNT, rule);
  } catch (error) {
    next = Object(error).next;
  }
  expect(next).toBe("Its row lists order, amount");
});

test.each([
  ["a param that it can have", AMOUNT, cap("amount", 1)],
  ["one of either shape", z.union([AMOUNT, z.strictObject({ credit: z.number() })]), cap("credit", 1)],
  ["a row that lists no params", undefined, cap("amuont", 1)],
  ["a schema that leaves params open", z.looseObject({ amount: z.number() }), cap("amuont", 1)],
  ["a record of anything", z.record(z.string(), z.number()), cap("amuont", 1)],
  ["a param that is asked for first", AMOUNT, escalateWhen("has(action.params.tip) && action.params.tip > 1.0", says)],
  ["a param by a name that is known case by case", AMOUNT, escalateWhen("action.params[case.input.field] == 1", says)],
  ["another thing of that name", AMOUNT, escalateWhen("case.input.acts.exists(action, action.params.tip > 1)", says)],
] as const)("no slip: %s", (_, params, rule) => {
  expect(() => loaded(params, rule)).not.toThrow();
});

test("a plain object lists its params as well", () => {
  expect(() => loaded(z.object({ amount: z.number() }), cap("amuont", 1))).toThrow('"amuont"');
});
