import { type ASTNode, Environment } from "@marcbachmann/cel-js";
import { messageOf } from "../errors.ts";
import { shorten } from "../words.ts";
import { isNode, nestedTooDeep } from "./celWork.ts";

/** What an expression came to: true, false, or why it could not be read. */
export type Answer = boolean | string;

export type Expression = (context: Readonly<Record<string, unknown>>) => Answer;

/** Why an expression cannot be used; `column` counts from 1. */
export interface CelFault {
  readonly fault: string;
  readonly line: number;
  readonly column: number;
}

const LIMITS = { maxAstNodes: 500, maxDepth: 40, maxListElements: 200, maxMapEntries: 50 };
const LONGEST_REASON = 200;

const environments = new Map<boolean, Environment>();

/** Variables are declared so that a slip of the pen is found when the suite is loaded, not case by case. */
function environment(withOutcome: boolean): Environment {
  const known = environments.get(withOutcome);
  if (known !== undefined) return known;
  const made = new Environment({ homogeneousAggregateLiterals: false, limits: LIMITS })
    .registerVariable("case", "map")
    .registerVariable("action", "map");
  if (withOutcome) made.registerVariable("outcome", "map");
  else made.registerVariable("confidence", "dyn");
  environments.set(withOutcome, made);
  return made;
}

/**
 * Compiles a yes-or-no question in CEL over `case` (without its id) and `action`, and `confidence` or, with `withOutcome`, `outcome`, whose
 * values come through \`celValue\`. What cannot be read in a case, or is neither yes nor no there, is an answer of its own and never throws.
 */
export function compileCel(source: string, withOutcome = false): Expression | CelFault {
  if (typeof source !== "string" || source.trim() === "") return { fault: "it is empty", line: 1, column: 1 };
  try {
    const parsed = environment(withOutcome).parse(source);
    const regex = findNode(parsed.ast, isRegex);
    if (regex !== undefined)
      return at(source, regex.start, "matches() could take for ever on hostile text; use contains, startsWith, endsWith or in");
    const picked = findNode(parsed.ast, isCaseId);
    if (picked !== undefined)
      return at(source, picked.start, "a case has no id here, or a rule could pick single cases; say what they have in common");
    const nested = nestedTooDeep(parsed.ast);
    if (nested !== undefined)
      return at(source, nested.start, "lists within lists within lists could take for ever on a hostile case; two are the most");
    const { valid, type, error } = parsed.check();
    if (!valid) return at(source, error?.range?.start ?? 0, error?.summary ?? "it does not fit together");
    if (type !== "bool" && type !== "dyn") return at(source, 0, `it comes to a ${type}, not to true or false`);
    return (context) => {
      try {
        const value: unknown = parsed(context);
        return typeof value === "boolean" ? value : "it came to neither true nor false";
      } catch (error) {
        return shorten(summaryOf(error), LONGEST_REASON);
      }
    };
  } catch (error) {
    return at(source, rangeOf(error), summaryOf(error));
  }
}

function at(source: string, start: number, fault: string): CelFault {
  const before = source.slice(0, start).split("\n");
  return { fault, line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

function findNode(node: unknown, is: (node: ASTNode) => boolean): ASTNode | undefined {
  if (Array.isArray(node)) {
    for (const part of node) {
      const found = findNode(part, is);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isNode(node)) return undefined;
  return is(node) ? node : findNode(node.args, is);
}

/** Regular expressions of JavaScript may take exponential time, and the text they would run on is hostile. */
function isRegex({ op, args }: ASTNode): boolean {
  return (op === "rcall" || op === "call") && Array.isArray(args) && args[0] === "matches";
}

/** `case.id`, or `case["id"]`; whoever asks for it another way finds that a case has none. */
function isCaseId({ op, args }: ASTNode): boolean {
  if ((op !== "." && op !== "[]") || !Array.isArray(args)) return false;
  const [of, member] = args as readonly unknown[];
  if (!isNode(of) || of.op !== "id" || of.args !== "case") return false;
  return member === "id" || (isNode(member) && member.op === "value" && member.args === "id");
}

function summaryOf(error: unknown): string {
  const { summary } = Object(error) as { summary?: unknown };
  return typeof summary === "string" && summary !== "" ? summary : messageOf(error);
}

function rangeOf(error: unknown): number {
  const { range } = Object(error) as { range?: { start?: unknown } };
  return typeof range?.start === "number" ? range.start : 0;
}
