import { type Comparator, type Likeness, SAME } from "../action.ts";
import { equal } from "./equal.ts";
import { against } from "./quote.ts";

const EXACT: Comparator = { name: "exact", version: "1", params: {}, compare: compareExactly };

/** Equal as canonical JSON: key order is nothing, 25 is 25.0, "25" is not 25, case and spaces count. Any value. */
export function exact(): Comparator {
  return EXACT;
}

function compareExactly(decided: unknown, proposed: unknown): Likeness {
  return equal(decided, proposed) ? SAME : { verdict: "different", because: against(decided, proposed) };
}
