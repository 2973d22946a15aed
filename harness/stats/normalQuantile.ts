import { refuseUnlessShare } from "./refuse.ts";
import { special } from "./special.ts";

/**
 * The value below which a standard normal variable falls with the given probability; 0.975 gives 1.959964.
 * Probability 0 gives -Infinity and 1 gives Infinity; a RangeError outside [0, 1]. Precise in the far lower tail too: use -z(q) for 1 - q.
 * Source: -sqrt(2) erfc^-1(2p), DLMF 7.17; erfc^-1 by @stdlib.
 */
export function normalQuantile(probability: number): number {
  refuseUnlessShare("probability", probability);
  return -Math.SQRT2 * special.erfcinv(2 * probability);
}
