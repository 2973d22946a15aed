import { canonicalJson } from "../canonical.ts";
import { quote } from "../comparators/quote.ts";
import { messageOf } from "../errors.ts";
import { compileCel } from "./cel.ts";
import type { Rule } from "./rule.ts";

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
  return paramsFault(rule) ?? meaningFault(rule);
}

function paramsFault({ name, params }: Rule): string | undefined {
  const { param, limit, values, confidence, per } = params;
  if ("param" in params && (typeof param !== "string" || param === "")) return `takes the name of a param, not ${quote(param)}`;
  if (name === "cap" && !isNumber(limit)) return `takes a number as its limit, not ${quote(limit)}`;
  if (name === "atMost" && !(isNumber(limit) && Number.isInteger(limit) && limit >= 0))
    return `takes a whole number from 0, not ${quote(limit)}`;
  if (name === "spendAtMost" && !(isNumber(limit) && limit >= 0))
    return `takes a number from 0 as its limit, not ${quote(limit)}`;
  if ("per" in params && !PERS.includes(per)) return `is counted "per hour", "per day" or "per week", not ${quote(per)}`;
  if (name === "sureAtLeast" && !(isNumber(confidence) && confidence >= 0 && confidence <= 1))
    return `takes a confidence from 0 to 1, not ${quote(confidence)}`;
  if (name === "onlyIn" && !(Array.isArray(values) && values.length > 0 && values.every(isScalar)))
    return `takes a list of texts, numbers, or true and false, not ${quote(values)}`;
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
  const sources = cel === null ? [] : [...("when" in params ? [String(params["when"])] : []), cel];
  for (const source of sources) {
    const compiled = compileCel(source);
    if (typeof compiled !== "function")
      return `cannot be read at ${compiled.line === 1 ? "" : `line ${compiled.line}, `}column ${compiled.column} of ${quote(source)}: ${compiled.fault}`;
  }
  return undefined;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isScalar(value: unknown): boolean {
  return typeof value === "string" || typeof value === "boolean" || isNumber(value);
}
