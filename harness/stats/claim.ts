import { refuseUnlessShare } from "./refuse.ts";

/** One proposal with the agent's own confidence in it, from 0 to 1, and whether it matched. */
export interface Claim {
  readonly confidence: number;
  readonly match: boolean;
}

/** The claims, most confident first, equal ones as they came; throws a RangeError on a confidence that is not from 0 to 1. */
export function boldestFirst(claims: readonly Claim[]): Claim[] {
  for (const { confidence } of claims) refuseUnlessShare("a confidence", confidence);
  return claims.toSorted((one, two) => two.confidence - one.confidence);
}
