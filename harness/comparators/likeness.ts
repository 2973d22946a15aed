import type { Comparator, Likeness } from "../action.ts";
import { EarnestError } from "../errors.ts";
import { isRecord } from "./equal.ts";
import { quote } from "./quote.ts";

/** Is this one of the three answers a comparator may give? */
export function isLikeness(answer: unknown): answer is Likeness {
  return isRecord(answer) && (answer.verdict === "same" || answer.verdict === "minor" || answer.verdict === "different");
}

/**
 * Asks a comparator. Suites run with their types stripped, so one of a user's own may answer true, or a promise:
 * that is no answer, and must never pass for a match. Throws SUITE_BROKEN.
 */
export function likeness(comparator: Comparator, decided: unknown, proposed: unknown): Likeness {
  const answer: unknown = comparator.compare(decided, proposed);
  if (isLikeness(answer)) return answer;
  throw new EarnestError("SUITE_BROKEN", `comparator ${quote(comparator.name)} answered neither same, minor nor different`, {
    next: "A comparator of your own is made by custom(), which takes true and false; an async function is no comparator.",
  });
}
