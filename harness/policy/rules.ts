import { quote } from "../comparators/quote.ts";
import { EarnestError } from "../errors.ts";
import { count, limitPercent } from "../words.ts";
import type { Per, Rule } from "./rule.ts";

/** What a suite may say of a rule besides its limit. */
export interface RuleOptions {
  /** In one plain sentence; where a rule can say it by itself, it does. */
  readonly says?: string;
  /** What enforces it in production. */
  readonly control?: string;
  /** What becomes of an act that it keeps back. Default: it is handed to a person. */
  readonly stops?: "escalate" | "refuse";
}

/** Of a condition in CEL, what it means has to be said. */
export type SaidOptions = RuleOptions & { readonly says: string };

/** A number param of one act is at most so much: `cap("amount", 200)`. */
export function cap(param: string, limit: number, options?: RuleOptions): Rule {
  return rule("cap", { param, limit }, `The ${words(param)} of one act is at most ${figure(limit)}.`, options, {
    cel: `${field(param)} <= ${double(limit)}`,
  });
}

/** A param holds one of these values: `onlyIn("currency", ["EUR"])`. */
export function onlyIn(param: string, values: readonly (string | number | boolean)[], options?: RuleOptions): Rule {
  const listed = values.map((value) => (typeof value === "number" ? figure(value) : String(value)));
  return rule(
    "onlyIn",
    { param, values },
    `The ${words(param)} is ${listed.length === 1 ? "" : "one of "}${listed.join(", ")}.`,
    options,
    {
      cel: `${field(param)} in [${values.map((value) => (typeof value === "number" ? double(value) : JSON.stringify(value))).join(", ")}]`,
    },
  );
}

/** The agent's own confidence in the act, from 0 to 1, is at least so high; an act without one is kept back. */
export function sureAtLeast(confidence: number, options?: RuleOptions): Rule {
  return rule(
    "sureAtLeast",
    { confidence },
    `The agent's own confidence in the act is at least ${limitPercent(confidence)}.`,
    options,
    { cel: `confidence >= ${double(confidence)}` },
  );
}

/** Keeps an act back where a condition in CEL is true: `escalateWhen("case.input.flags.exists(f, f == 'new')", { says: "..." })`. */
export function escalateWhen(when: string, options: SaidOptions): Rule {
  return rule("escalateWhen", { when }, "", options, { cel: not(when) });
}

/** Refuses an act where a condition in CEL is true. */
export function forbidWhen(when: string, options: SaidOptions): Rule {
  return rule("forbidWhen", { when }, "", { stops: "refuse", ...options }, { cel: not(when) });
}

/** Keeps an act back unless a condition in CEL is true, such as the scope of data it is for. */
export function onlyWhen(when: string, options: SaidOptions): Rule {
  return rule("onlyWhen", { when }, "", options, { cel: when });
}

/** Refuses every act of the type. */
export function forbidden(options: RuleOptions = {}): Rule {
  return rule("forbidden", {}, "The agent never does this.", { stops: "refuse", ...options }, { cel: "false" });
}

/** At most so many acts of the type in an hour, day or week, in UTC: `atMost(50, "per day")`. */
export function atMost(limit: number, per: Per, options?: RuleOptions): Rule {
  return rule("atMost", { limit, per }, `At most ${figure(limit)} of these acts ${per}.`, options, {
    window: { counts: "acts", param: null, limit, per },
  });
}

/** What a number param sums up to in an hour, day or week, in UTC, is at most so much: `spendAtMost("amount", 5000, "per week")`. */
export function spendAtMost(param: string, limit: number, per: Per, options?: RuleOptions): Rule {
  return rule(
    "spendAtMost",
    { param, limit, per },
    `The ${words(param)} of all these acts adds up to at most ${figure(limit)} ${per}.`,
    options,
    { window: { counts: "sum", param, limit, per } },
  );
}

interface Given {
  readonly param: string;
  readonly limit: number;
  readonly values: readonly (string | number | boolean)[];
  readonly confidence: number;
  readonly when: string;
  readonly per: Per;
}

/** How each rule is made from its params. */
const MAKERS = new Map(
  Object.entries<(params: Given, said: SaidOptions) => Rule>({
    cap: ({ param, limit }, said) => cap(param, limit, said),
    onlyIn: ({ param, values }, said) => onlyIn(param, values, said),
    sureAtLeast: ({ confidence }, said) => sureAtLeast(confidence, said),
    escalateWhen: ({ when }, said) => escalateWhen(when, said),
    forbidWhen: ({ when }, said) => forbidWhen(when, said),
    onlyWhen: ({ when }, said) => onlyWhen(when, said),
    forbidden: (_, said) => forbidden(said),
    atMost: ({ limit, per }, said) => atMost(limit, per, said),
    spendAtMost: ({ param, limit, per }, said) => spendAtMost(param, limit, per, said),
  }),
);

/** The names of all rules. */
export const RULE_NAMES: readonly string[] = [...MAKERS.keys()];

/** The rule that these params make, whatever else was written down beside them; they have been checked. Undefined where no rule is called so. */
export function remade({ name, params, says, control, stops }: Rule): Rule | undefined {
  return MAKERS.get(name)?.(params as unknown as Given, { says, ...(control === null ? {} : { control }), stops });
}

/** Throws SUITE_BROKEN for an option that means nothing; what else is wrong is found where the action type is known. */
function rule(
  name: string,
  params: Rule["params"],
  said: string,
  options: RuleOptions = {},
  { cel = null, window = null }: Partial<Pick<Rule, "cel" | "window">>,
): Rule {
  const { says = said, control = null, stops = "escalate", ...unknown } = options;
  const [slip] = Object.keys(unknown);
  if (slip !== undefined)
    throw new EarnestError("SUITE_BROKEN", `${name}: ${quote(slip)} means nothing here`, {
      next: "A rule takes says, control and stops",
    });
  return { name, params, says, control, stops, cel, window };
}

/** A comment at its end must not swallow the parenthesis. */
function not(when: string): string {
  return String(when).includes("//") ? `!(${when}\n)` : `!(${when})`;
}

/** Words of CEL itself, which are no names there. */
const WORDS: readonly string[] = ["true", "false", "null", "in"];

/** A param in CEL, whatever it is called. */
function field(param: string): string {
  return /^[a-z_]\w*$/i.test(param) && !WORDS.includes(param)
    ? `action.params.${param}`
    : `action.params[${JSON.stringify(param)}]`;
}

/** JSON has one kind of number, and so has CEL here. */
function double(value: number): string {
  return /^-?\d+$/.test(String(value)) ? `${value}.0` : String(value);
}

/** `goodwillAmount` -> "goodwill amount". */
function words(param: string): string {
  return String(param)
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .toLowerCase();
}

function figure(value: number): string {
  return Number.isInteger(value) ? count(value) : String(value);
}
