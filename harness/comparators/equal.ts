import { canonicalJson } from "../canonical.ts";

/** The canonical JSON of a value, or undefined when it has none (a cycle, a number that is no number, a function). */
export function canonicalForm(value: unknown): string | undefined {
  try {
    return canonicalJson(value);
  } catch {
    // What has no JSON form equals nothing but itself, so a comparator calls it different instead of stopping.
    return undefined;
  }
}

/** Are two values the same plain data, blind to key order? Unlike `sameJson` it never throws: the agent chose one of them. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b || Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object") return false;
  const form = canonicalForm(a);
  return form !== undefined && form === canonicalForm(b);
}

/** A JSON object: neither null nor a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
