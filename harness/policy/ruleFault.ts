import { canonicalJson } from "../canonical.ts";
import { quote } from "../comparators/quote.ts";
import { messageOf } from "../errors.ts";
import { compileCel } from "./cel.ts";
import type { Rule } from "./rule.ts";
import { RULE_NAMES, remade } from "./rules.ts";

const MEMBERS: readonly string[] = ["name", "params", "says", "control", "stops", "cel", "window"];
const PERS: readonly unknown[] = ["per hour", "per day", "per week"];

/** What is wrong with a rule of a suite, in words; undefined for one that can be kept. */
export function ruleFault(given: unknown): string | undefined {
  const rule = given as Rule;
  if (typeof given !== "object" || given === null || typeof rule.name !== "string") return `${quote(given)} is not a rule`;
  if (typeof rule.params !== "object" || rule.params === null) return `has no params: ${quote(rule.params)}`;
  const slip = Object.keys(rule).find((key) => !MEMBERS.includes(key));
  if (slip !== undefined) return `has a member ${quote(slip)} that means nothing`;
  if (typeof rule.says !== "string" || rule.says.trim() === "") return "does not say what it means: says is empty";
  if (rule.control !== null && (typeof rule.control !== "string" || rule.control.trim() === ""))
    return "names an empty control; leave it out where nothing enforces it";
  if (rule.stops !== "escalate" && rule.stops !== "refuse") return `stops is "escalate" or "refuse", not ${quote(rule.stops)}`;
  if (!RULE_NAMES.includes(rule.name)) return `is no rule; there are ${RULE_NAMES.join(", ")}`;
  return paramsFault(rule) ?? meaningFault(rule) ?? otherThanSaid(rule);
}

function paramsFault({ name, params }: Rule): string | undefined {
  const { param, limit, values, confidence, when, per } = params;
  const takes = (...names: readonly string[]) => names.includes(name);
  if (takes("cap", "onlyIn", "spendAtMost") && (typeof param !== "string" || param === ""))
    return `takes the name of a param, not ${quote(param)}`;
  if (takes("cap") && !isNumber(limit)) return `takes a number as its limit, not ${quote(limit)}`;
  if (takes("atMost") && !(isNumber(limit) && Number.isInteger(limit) && limit >= 0))
    return `takes a whole number from 0, not ${quote(limit)}`;
  if (takes("spendAtMost") && !(isNumber(limit) && limit >= 0)) return `takes a number from 0 as its limit, not ${quote(limit)}`;
  if (takes("atMost", "spendAtMost") && !PERS.includes(per))
    return `is counted "per hour", "per day" or "per week", not ${quote(per)}`;
  if (takes("sureAtLeast") && !(isNumber(confidence) && confidence >= 0 && confidence <= 1))
    return `takes a confidence from 0 to 1, not ${quote(confidence)}`;
  if (takes("onlyIn") && !(Array.isArray(values) && values.length > 0 && values.every(isScalar)))
    return `takes a list of texts, numbers, or true and false, not ${quote(values)}`;
  if (takes("escalateWhen", "forbidWhen", "onlyWhen") && typeof when !== "string")
    return `takes a condition in CEL, not ${quote(when)}`;
  try {
    canonicalJson(params);
  } catch (error) {
    return `its params are not plain data: ${messageOf(error)}`;
  }
  return undefined;
}

function meaningFault({ params, cel, window }: Rule): string | undefined {
  if ((cel === null) === (window === null)) return "is either a condition or a limit over time";
  // The author's own text first: a column in what was made of it would point nowhere.
  const sources = cel === null ? [] : [...(typeof params["when"] === "string" ? [params["when"]] : []), cel];
  for (const source of sources) {
    const compiled = compileCel(source);
    if (typeof compiled !== "function")
      return `cannot be read at ${compiled.line === 1 ? "" : `line ${compiled.line}, `}column ${compiled.column} of ${quote(source)}: ${compiled.fault}`;
  }
  return undefined;
}

/** A page shows name and params, and what decides is the condition or the window: they have to be one rule. */
function otherThanSaid(rule: Rule): string | undefined {
  const { params, cel, window } = remade(rule) ?? rule;
  if (canonicalJson({ params, cel, window }) === canonicalJson({ params: rule.params, cel: rule.cel, window: rule.window }))
    return undefined;
  return `does not do what its params say: they make ${cel === null ? "the window" : "the condition"} ${quote(cel ?? window)}`;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isScalar(value: unknown): boolean {
  return typeof value === "string" || typeof value === "boolean" || isNumber(value);
}
