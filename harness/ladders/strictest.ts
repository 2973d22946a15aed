import { sameJson } from "../canonical.ts";
import type { Criterion } from "../criteria/criterion.ts";

/** Settings of which a higher one asks for more, and those of which a lower one does. */
const HIGHER = new Set(["floor", "share", "n", "days", "cases", "nights", "size", "load"]);
const LOWER = new Set(["limit", "margin", "pause", "minutes", "seconds", "amount"]);
/** For a drill, days are the most that it may be old. */
const LOWER_IN: Readonly<Record<string, string>> = { drillRestores: "days" };

/** Of demands with the same name only the strictest; where neither asks for all that the other does, both stay, and both have to be met. */
export function strictest(demands: readonly Criterion[]): Criterion[] {
  return demands.filter(
    (one, at) =>
      !demands.some(
        (other, place) => place !== at && other.name === one.name && covers(other, one) && (place < at || !covers(one, other)),
      ),
  );
}

/** Whoever meets `one` meets `other` as well, as far as their settings tell. */
function covers(one: Criterion, other: Criterion): boolean {
  return [...new Set([...Object.keys(one.params), ...Object.keys(other.params)])].every((key) => {
    const [mine, its] = [one.params[key], other.params[key]];
    if (sameJson(mine ?? null, its ?? null)) return true;
    // A setting that only one of them has asks for something besides.
    if (mine === undefined || typeof mine !== "number") return false;
    if (its === undefined) return HIGHER.has(key);
    if (typeof its !== "number") return false;
    if (LOWER.has(key) || LOWER_IN[one.name] === key) return mine < its;
    return HIGHER.has(key) && mine > its;
  });
}
