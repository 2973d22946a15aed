import { type Comparator, type Json, SAME } from "../action.ts";
import { EarnestError } from "../errors.ts";
import { canonicalForm, equal } from "./equal.ts";
import { against, quote } from "./quote.ts";

/**
 * Values that mean the same, in groups: `oneOf([["US", "USA"], ["NL", "Netherlands"]])`. What is in no group is compared
 * exactly. Throws SUITE_BROKEN when a value stands in two groups.
 */
export function oneOf(groups: readonly (readonly Json[])[]): Comparator {
  const groupOf = new Map<string, number>();
  for (const [index, group] of groups.entries()) {
    for (const value of group) {
      const form = canonicalForm(value);
      if (form === undefined) throw new EarnestError("SUITE_BROKEN", `oneOf: ${quote(value)} is not plain data`);
      if ((groupOf.get(form) ?? index) !== index)
        throw new EarnestError("SUITE_BROKEN", `oneOf: ${quote(value)} stands in two groups`);
      groupOf.set(form, index);
    }
  }
  return {
    name: "oneOf",
    version: "1",
    params: { groups },
    compare(decided, proposed) {
      if (equal(decided, proposed)) return SAME;
      const group = groupOf.get(canonicalForm(decided) ?? "");
      if (group !== undefined && group === groupOf.get(canonicalForm(proposed) ?? "")) return SAME;
      return { verdict: "different", because: against(decided, proposed) };
    },
  };
}
