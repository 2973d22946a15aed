import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digestOf } from "../canonical.ts";
import {
  atMost,
  cap,
  escalateWhen,
  forbidden,
  forbidWhen,
  onlyIn,
  onlyWhen,
  policiesOf,
  type Rule,
  spendAtMost,
  sureAtLeast,
} from "../policy.ts";
import { caseOf, countUnder, pay, policiesFor, proposing } from "./forTests.ts";

describe("a rule says what it means, and exports it", () => {
  test.each<[Rule, string, string | null]>([
    [cap("amount", 200), "The amount of one act is at most 200.", "action.params.amount <= 200.0"],
    [cap("goodwillAmount", 12.5), "The goodwill amount of one act is at most 12.5.", "action.params.goodwillAmount <= 12.5"],
    [cap("net amount", 1500), "The net amount of one act is at most 1,500.", 'action.params["net amount"] <= 1500.0'],
    [onlyIn("currency", ["EUR"]), "The currency is EUR.", 'action.params.currency in ["EUR"]'],
    [onlyIn("n", [1, true, 'a"b']), 'The n is one of 1, true, a"b.', 'action.params.n in [1.0, true, "a\\"b"]'],
    [sureAtLeast(0.9), "The agent's own confidence in the act is at least 90%.", "confidence >= 0.9"],
    [escalateWhen("case.at == 'a'", { says: "A." }), "A.", "!(case.at == 'a')"],
    [forbidWhen("case.at == 'a'", { says: "A." }), "A.", "!(case.at == 'a')"],
    [onlyWhen("case.at == 'a'", { says: "A." }), "A.", "case.at == 'a'"],
    [forbidden(), "The agent never does this.", "false"],
    [atMost(50, "per day"), "At most 50 of these acts per day.", null],
    [spendAtMost("amount", 5000, "per week"), "The amount of all these acts adds up to at most 5,000 per week.", null],
  ])("%j", (rule, says, cel) => {
    expect(rule).toMatchObject({ says, cel, control: null });
    expect(() => policiesFor([rule])).not.toThrow();
  });

  test("in the suite's own words, where it gives them", () => {
    expect(cap("amount", 5, { says: "Small ones.", control: "the ledger's own limit", stops: "refuse" })).toMatchObject({
      says: "Small ones.",
      control: "the ledger's own limit",
      stops: "refuse",
    });
  });
});

describe("an envelope that cannot be kept is refused when the suite is loaded", () => {
  const not = <T>(value: unknown) => value as T;
  test.each<[string, () => unknown, RegExp]>([
    [
      "a syntax error",
      () => [escalateWhen("case.at ==", { says: "A." })],
      /^pay: escalateWhen cannot be read at column 11 of "case\.at ==": Unexpected token/,
    ],
    ["on a later line", () => [onlyWhen("case.at == 'a' &&\n  1 +", { says: "A." })], /at line 2, column 6 of/],
    [
      "an unknown variable",
      () => [onlyWhen("acton.type == 'a'", { says: "A." })],
      /onlyWhen cannot be read at column 1 .*Unknown variable: acton/,
    ],
    ["what is known later", () => [onlyWhen("outcome.good", { says: "A." })], /Unknown variable: outcome/],
    ["no question", () => [onlyWhen("1 + 1", { says: "A." })], /comes to a int, not to true or false/],
    ["what is closed and opened again", () => [escalateWhen("true) || (true", { says: "A." })], /cannot be read/],
    ["a pattern that may never end", () => [onlyWhen("case.at.matches('(a+)+b')", { says: "A." })], /column 1 .*hostile text/],
    ["a case by its id", () => [onlyWhen("true && !(case.id in ['a'])", { says: "A." })], /column 11 of .*a case has no id here/],
    ["in whatever way it is named", () => [onlyWhen("case['id'] != 'a'", { says: "A." })], /column 1 of .*no id here/],
    ["nothing said", () => [escalateWhen("true", { says: " " })], /pay: escalateWhen does not say what it means/],
    ["an empty control", () => [cap("amount", 5, { control: "" })], /cap names an empty control/],
    ["a limit that is no number", () => [cap("amount", not("5"))], /pay: cap takes a number as its limit, not "5"/],
    ["nor a number anybody could reach", () => [cap("amount", Number.NaN)], /cap takes a number as its limit, not NaN/],
    ["half an act", () => [atMost(1.5, "per day")], /atMost takes a whole number from 0, not 1\.5/],
    ["a span that is not counted", () => [atMost(1, not("per year"))], /"per hour", "per day" or "per week", not "per year"/],
    ["a sum below 0", () => [spendAtMost("amount", -1, "per day")], /spendAtMost takes a number from 0/],
    ["more than sure", () => [sureAtLeast(90)], /a confidence from 0 to 1, not 90/],
    ["no values", () => [onlyIn("amount", [])], /onlyIn takes a list/],
    ["no param", () => [cap("", 5)], /the name of a param, not ""/],
    ["a slip of the pen", () => [cap("amount", 5, not({ contrl: "the ledger" }))], /cap: "contrl" means nothing here/],
    ["or in a rule read from a file", () => [not<Rule>({ ...cap("amount", 5), contrl: "x" })], /cap has a member "contrl"/],
    ["no params", () => [not<Rule>({ ...cap("amount", 5), params: null })], /cap has no params: null/],
    [
      "a condition that is not what its params say",
      () => [{ ...cap("amount", 200), cel: "true" }],
      /pay: cap does not do what its params say: they make the condition "action\.params\.amount <= 200\.0"/,
    ],
    [
      "a wider window than its params say",
      () => [{ ...atMost(5, "per day"), window: atMost(50, "per day").window }],
      /atMost does not do what .* the window .*5/,
    ],
    [
      "a condition in the place of a limit over time",
      () => [{ ...atMost(5, "per day"), window: null, cel: "true" }],
      /atMost does not do what/,
    ],
    [
      "a condition that another one stands for",
      () => [{ ...escalateWhen("action.params.amount > 5.0", { says: "A." }), cel: "true" }],
      /escalateWhen does not do what/,
    ],
    [
      "params that mean nothing",
      () => [{ ...cap("amount", 5), params: { ...cap("amount", 5).params, fee: 1 } }],
      /cap does not do what/,
    ],
    [
      "a limit over time without its span",
      () => [{ ...atMost(5, "per day"), params: { limit: 5 } }],
      /"per hour", "per day" or "per week", not absent/,
    ],
    [
      "a condition that is not told",
      () => [{ ...forbidWhen("true", { says: "A." }), params: {} }],
      /forbidWhen takes a condition in CEL, not absent/,
    ],
    ["a rule that nobody knows", () => [{ ...cap("amount", 5), name: "capp" }], /pay: capp is no rule; there are cap, onlyIn/],
    ["what is no rule", () => [not<Rule>("cap 5")], /"cap 5" is not a rule/],
    ["no list", () => not("cap 5"), /"cap 5" is not an envelope/],
    ["a rung that the ladder has not", () => ({ L4: [], L7: [cap("amount", 5)] }), /names "L7", and the ladder has no such rung/],
  ])("%s", (_, envelope, message) => {
    expect(() => policiesFor(not(envelope()))).toThrow(message);
    expect(() => policiesFor(not(envelope()))).toThrow(expect.objectContaining({ code: "SUITE_BROKEN" }));
  });

  test("an agent's rules too, and an action type that is none", () => {
    expect(() => policiesFor([], { lead: { pay: [cap("amount", Number.NaN)] } })).toThrow(
      /agents: "lead", pay: cap takes a number/,
    );
    expect(() => policiesFor([], JSON.parse(`{"lead":null}`))).toThrow(/"lead" is allowed null/);
    expect(() => policiesFor([], { lead: { play: [] } })).toThrow(/"lead" names "play", which is no action type/);
  });
});

describe("the envelope that is counted under", () => {
  const byRung = { L3: [cap("amount", 3)], L4: [cap("amount", 4)] };
  test.each([
    ["is that of the rung asked for", { at: "L3", ask: "L4" }, "L4"],
    ["else of the rung it stands on", { at: "L4", ask: "L5" }, "L4"],
    ["also where nothing is asked", { at: "L3" }, "L3"],
  ])("%s", (_, gate, rung) => {
    expect(policiesFor(byRung, undefined, gate).of("pay")).toMatchObject({ rung, rules: [byRung[rung as "L3"][0]] });
  });

  test("is none where neither has one", () => {
    const none = policiesFor({ L3: byRung.L3 }, undefined, { at: "L4", ask: "L5" });
    expect(none.of("pay")).toBeUndefined();
    expect(none.any).toBe(false);
    expect(policiesFor([]).data()).toEqual({});
  });

  test("is the same data, whichever type, rung or agent is written first", () => {
    const types = { pay: { envelope: byRung }, tag: { envelope: { L4: [forbidden()] } } };
    const agents = { lead: { pay: [cap("amount", 1)], tag: [] }, clerk: { tag: [] } };
    const ladder = { rungs: [{ id: "L3" }, { id: "L4" }] };
    const gates = new Map(Object.keys(types).map((type) => [type, { at: "L3", ask: "L4" }]));
    const turned = <T extends object>(given: T) => Object.fromEntries(Object.entries(given).reverse()) as T;
    const data = policiesOf({ actions: types, agents, ladder }, gates).data();
    const other = { actions: { ...turned(types), pay: { envelope: turned(byRung) } }, agents: turned(agents), ladder };
    expect(digestOf(policiesOf(other, gates).data())).toBe(digestOf(data));
  });

  test("has one digest, whatever the order of keys, and another for any other limit", () => {
    const digest = (rules: readonly Rule[]) => policiesFor(rules).of("pay")?.digest;
    const turned = (rule: Rule) =>
      ({
        ...Object.fromEntries(Object.entries(rule).reverse()),
        params: Object.fromEntries(Object.entries(rule.params).reverse()),
      }) as unknown as Rule;
    const amount = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(amount, amount, fc.string({ minLength: 1 }), (a, b, param) => {
        expect(digest([turned(cap(param, a))])).toBe(digest([cap(param, a)]));
        if (a !== b) expect(digest([cap(param, a)])).not.toBe(digest([cap(param, b)]));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

test("whatever is proposed is kept back or let through, never an error, and a cap means its limit", () => {
  const hostile = fc.oneof(
    fc.anything({ withNullPrototype: true }),
    fc.double(),
    fc.constantFrom<unknown>("__proto__", "constructor", "a".repeat(100_000), "' || true || '", null, undefined, -0, [], {}),
  );
  const rules = [
    cap("amount", 100),
    onlyIn("amount", [5, "__proto__", true]),
    sureAtLeast(0.5),
    onlyWhen("action.params.amount.exists(f, f == 'a') && case.input.contains('b')", { says: "A." }),
  ];
  fc.assert(
    fc.property(hostile, hostile, fc.integer({ min: 0, max: 3 }), (amount, input, only) => {
      const one = caseOf(1, { input });
      const seen = [{ one, observation: proposing(pay(amount)) }];
      const { cells } = countUnder(policiesFor([rules[only] as Rule]), seen);
      const kept = cells[0]?.some(({ would }) => would !== undefined) === true;
      if (only === 0) expect(kept).toBe(!(typeof amount === "number" && amount <= 100));
      if (kept) expect(cells[0]?.some(({ outcome }) => outcome === "match")).toBe(false);
    }),
    { seed: 2, numRuns: 1000 },
  );
});
