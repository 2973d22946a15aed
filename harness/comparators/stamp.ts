import type { Comparator, Json } from "../action.ts";
import { EarnestError } from "../errors.ts";
import { quote } from "./quote.ts";

/** What is printed and digested of a comparator: its name, version and params. Throws SUITE_BROKEN for what is no comparator. */
export function stamp(comparator: Comparator): { readonly name: string; readonly version: string; readonly params: Json } {
  // Suites run with their types stripped, unchecked, and this mistake would otherwise show as a failure of every case.
  if (typeof comparator?.compare !== "function") {
    throw new EarnestError("SUITE_BROKEN", `${quote(comparator)} is not a comparator`, {
      next: "Use one such as exact() or within(0.5), called, not just named.",
    });
  }
  return { name: comparator.name, version: comparator.version, params: comparator.params };
}
