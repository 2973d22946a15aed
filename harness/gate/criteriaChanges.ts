import type { Json } from "../action.ts";
import { canonicalJson } from "../canonical.ts";
import { covers } from "../criteria/covers.ts";
import { shorten } from "../words.ts";

/** What is kept of a criterion or a rule. */
export interface CriterionKept {
  readonly name: string;
  readonly params: { readonly [key: string]: Json };
}

/** Criteria that went, or ask less; new ones only make a gate harder. Several may share a name: the strictest counts. */
export function criteriaChanges(what: string, was: readonly CriterionKept[] = [], is: readonly CriterionKept[] = []): string[] {
  return was.flatMap((one) => {
    const same = is.filter(({ name }) => name === one.name);
    if (same.length === 0) return [`the check ${what}, ${inShort(one)}, is gone`];
    if (same.some((other) => covers(other, one))) return [];
    return [`the check ${what} was ${inShort(one)}, and is ${inShort(same[0] as CriterionKept)} now`];
  });
}

/** By its name and its params. */
export function inShort({ name, params }: CriterionKept): string {
  const values = Object.entries(params).map(
    ([key, value]) => `${key} ${typeof value === "object" ? canonicalJson(value) : String(value)}`,
  );
  return shorten(values.length === 0 ? name : `${name} (${values.join(", ")})`, 160);
}
