import type { Json } from "../action.ts";
import { sameJson } from "../canonical.ts";

/** What of a criterion says how much it asks for. */
interface Asking {
  readonly name: string;
  readonly params: { readonly [key: string]: Json };
}

/** Settings of which a higher one asks for more, and those of which a lower one does. */
const HIGHER = new Set(["floor", "share", "n", "days", "cases", "nights", "size", "load"]);
const LOWER = new Set(["limit", "margin", "failures", "pause", "minutes", "seconds", "amount"]);
/** For a drill, days are the most that it may be old. */
const LOWER_IN: Readonly<Record<string, string>> = { drillRestores: "days", drillsHold: "days", undoneWithin: "days" };
/** Lists of which a longer one asks for more, in whatever order. */
const MORE = new Set(["drills", "engines"]);

/** Does whoever meets one criterion meet the other as well, as far as their names and settings tell? A setting nobody knows says no. */
export function covers(one: Asking, other: Asking): boolean {
  if (one.name !== other.name) return false;
  return [...new Set([...Object.keys(one.params), ...Object.keys(other.params)])].every((key) => {
    const [mine, its] = [one.params[key], other.params[key]];
    if (sameJson(mine ?? null, its ?? null)) return true;
    if (MORE.has(key) && Array.isArray(mine))
      return its === undefined || (Array.isArray(its) && its.every((one) => mine.some((other) => sameJson(other, one))));
    // A setting that only one of them has asks for something besides.
    if (mine === undefined || typeof mine !== "number") return false;
    if (its === undefined) return HIGHER.has(key);
    if (typeof its !== "number") return false;
    if (LOWER.has(key) || LOWER_IN[one.name] === key) return mine < its;
    return HIGHER.has(key) && mine > its;
  });
}
