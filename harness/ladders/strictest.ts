import { covers } from "../criteria/covers.ts";
import type { Criterion } from "../criteria/criterion.ts";

/** Of demands with the same name only the strictest; where neither asks for all that the other does, both stay, and both have to be met. */
export function strictest(demands: readonly Criterion[]): Criterion[] {
  return demands.filter(
    (one, at) => !demands.some((other, place) => place !== at && covers(other, one) && (place < at || !covers(one, other))),
  );
}
