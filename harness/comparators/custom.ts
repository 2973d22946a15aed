import { type Comparator, type Json, type Likeness, SAME } from "../action.ts";
import { canonicalJson } from "../canonical.ts";
import { EarnestError } from "../errors.ts";
import { isLikeness } from "./likeness.ts";
import { against, clip, quote } from "./quote.ts";

/**
 * A comparator of your own: a pure function of the decided and the proposed value that answers yes or no, or a `Likeness`.
 * `name`, `version` and `params` (plain data) are printed and digested in its place, so raise the version when the function
 * changes. Throws SUITE_BROKEN for a missing name or version, for params that are no plain data, and for any other answer.
 */
export function custom(
  name: string,
  version: string,
  compare: (decided: unknown, proposed: unknown) => boolean | Likeness,
  params: Json = {},
): Comparator {
  if (typeof name !== "string" || typeof version !== "string" || name.trim() === "" || version.trim() === "") {
    throw new EarnestError("SUITE_BROKEN", "a custom comparator needs a name and a version", {
      next: 'Write custom("same-street", "1", (decided, proposed) => ...).',
    });
  }
  if (typeof compare !== "function") throw new EarnestError("SUITE_BROKEN", `comparator ${quote(name)} has no compare function`);
  try {
    canonicalJson(params);
  } catch (cause) {
    throw new EarnestError("SUITE_BROKEN", `the params of comparator ${quote(name)} are not plain data`, { cause });
  }
  return {
    name,
    version,
    params,
    compare(decided, proposed) {
      const answer: unknown = compare(decided, proposed);
      if (answer === true) return SAME;
      if (answer === false) return { verdict: "different", because: against(decided, proposed) };
      if (!isLikeness(answer)) {
        throw new EarnestError("SUITE_BROKEN", `comparator ${quote(name)} answered neither true, false nor a likeness`, {
          next: "It must answer at once: an async function is no comparator.",
        });
      }
      return answer.because === undefined
        ? { verdict: answer.verdict }
        : { verdict: answer.verdict, because: clip(String(answer.because)) };
    },
  };
}
