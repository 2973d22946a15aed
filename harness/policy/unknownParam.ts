import { parse } from "@marcbachmann/cel-js";
import { z } from "zod";
import type { Rule } from "./rule.ts";

/** The params that acts of a type can have, by the schema of its row; undefined where it leaves that open. */
export function paramsOf(schema: z.ZodType | undefined): ReadonlySet<string> | undefined {
  return schema === undefined ? undefined : keysOf(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
}

/** The first param a rule names that no act of its type can have: there it could never be read, and would keep every act back. */
export function unknownParam({ params: { param }, cel }: Rule, known: ReadonlySet<string>): string | undefined {
  const named = [...(typeof param === "string" ? [param] : []), ...(cel === null ? [] : paramsNamed(cel))];
  return named.find((one) => !known.has(one));
}

function keysOf(schema: unknown): ReadonlySet<string> | undefined {
  const { properties, additionalProperties, anyOf, oneOf, allOf } = Object(schema) as Readonly<Record<string, unknown>>;
  const parts = [anyOf, oneOf, allOf].filter(Array.isArray).flat();
  if (parts.length > 0) {
    const each = parts.map(keysOf);
    return each.some((keys) => keys === undefined) ? undefined : new Set(each.flatMap((keys) => [...(keys ?? [])]));
  }
  const closed = additionalProperties === undefined || additionalProperties === false;
  return closed && typeof properties === "object" && properties !== null ? new Set(Object.keys(properties)) : undefined;
}

/** `action.params.x` and `action.params["x"]`; a param that the condition asks `has()` about may be missing. */
function paramsNamed(cel: string): string[] {
  const named = new Set<string>();
  const asked = new Set<string>();
  walk(parse(cel).ast, named, asked);
  return [...named].filter((param) => !asked.has(param));
}

function walk(node: unknown, named: Set<string>, asked: Set<string>): void {
  if (Array.isArray(node)) {
    for (const part of node) walk(part, named, asked);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  const { op, args } = node as { op?: unknown; args?: unknown };
  const [first, second, third]: readonly unknown[] = Array.isArray(args) ? args : [];
  // Inside a macro the name may stand for something else.
  if (op === "rcall" && Array.isArray(third) && isId(third[0], "action")) return;
  const into = op === "call" && first === "has" ? asked : named;
  const param = paramOf(op, first, second);
  if (param !== undefined) named.add(param);
  walk(args, into, asked);
}

function paramOf(op: unknown, of: unknown, member: unknown): string | undefined {
  if (op !== "." && op !== "[]") return undefined;
  const { op: inner, args = [] } = Object(of) as { op?: unknown; args?: readonly unknown[] };
  if (inner !== "." || !isId(args[0], "action") || args[1] !== "params") return undefined;
  const { op: kind, args: value } = Object(member) as { op?: unknown; args?: unknown };
  const key = kind === "value" ? value : member;
  return typeof key === "string" ? key : undefined;
}

function isId(node: unknown, name: string): boolean {
  const { op, args } = Object(node) as { op?: unknown; args?: unknown };
  return op === "id" && args === name;
}
