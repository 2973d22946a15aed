import { binomTail } from "../stats/binomTail.ts";
import { smallestWhole } from "../stats/bisect.ts";
import type { Counts } from "../stats/eBernoulli.ts";
import { P_GRID } from "../stats/grid.ts";
import { logE } from "../stats/logE.ts";
import { planAtRate } from "../stats/planAtRate.ts";
import { promoteProbability } from "../stats/promoteProbability.ts";

/** From where a share stands to where it is shown to lie above the line. */
export interface Climb extends Counts {
  /** The line: a share of hits. At 0 any case will do, at 1 no number of cases does. */
  readonly share: number;
  readonly alpha: number;
}

/** How many more independent cases a share takes at one true rate; null for what no number does, or what cannot be worked out. */
export interface CasesNeeded {
  /** So many are enough four times in five; an upper bound unless the method is exact. */
  readonly fourInFive: number | null;
  /** On average; only worked out exactly. */
  readonly average: number | null;
  /** If they come in at the rate like clockwork; pessimistic, for luck lets half the runs stop earlier. */
  readonly straight: number | null;
  readonly method: "exact" | "upper bound" | "straight line" | "never";
}

const OFTEN = 0.8;
/** Steps of the dynamic programme: about 3 ns each on one machine. Beyond, a bound stands in. */
const STEPS = 2e7;
const FAR = 1e8;
/** So much of the probability must have arrived before an average is one. */
const ARRIVED = 0.9999;

/**
 * How many more cases `climb` takes if hits come with probability `rate`: looked at after every case, as the gate does.
 * Exact (`promoteProbability`) where that is quick; beyond, the four-in-five number is the fewest cases of which one last look alone
 * would be enough four times in five (`binomTail`), which is never too few; beyond 100 million cases only the straight line is left.
 * Throws a RangeError unless the counts are whole numbers, rate and share are from 0 to 1 and 0 < alpha < 1.
 */
export function casesNeeded(climb: Climb, rate: number): CasesNeeded {
  const { matches, misses, share, alpha } = climb;
  if (share === 0) {
    const one = matches + misses > 0 ? 0 : 1;
    return { fourInFive: one, average: one, straight: one, method: "exact" };
  }
  const straight = planAtRate({ ...climb, rate });
  if (straight === null) return { fourInFive: null, average: null, straight, method: "never" };
  const evidence = logE(P_GRID, share);
  const line = -Math.log(alpha);
  const lastLook = (n: number) => {
    const spare = smallestWhole((missed) => evidence(matches + n - missed, misses + missed) < line, 0, n);
    // `spare` is one miss too many; null when even n misses would do.
    if (spare === 0) return false;
    return binomTail(spare === null ? n : spare - 1, n, 1 - rate).atMost >= OFTEN;
  };
  const bound = straight > FAR ? null : smallestWhole(lastLook, 0, FAR);
  if (bound === null) return { fourInFive: null, average: null, straight, method: "straight line" };
  if (steps(bound, climb) > STEPS) return { fourInFive: bound, average: null, straight, method: "upper bound" };
  const promoted = (remaining: number) => promoteProbability({ ...climb, rate, remaining });
  const fourInFive = smallestWhole((n) => promoted(n).probability >= OFTEN, 0, bound);
  return { fourInFive, average: averageOf(promoted, bound, climb), straight, method: "exact" };
}

/** Looks ever further ahead until hardly any run is still open; null where that takes too long. */
function averageOf(promoted: (n: number) => { probability: number; expectedCases: number }, from: number, climb: Climb) {
  for (let ahead = Math.max(1, 2 * from); steps(ahead, climb) <= 4 * STEPS; ahead *= 2) {
    const { probability, expectedCases } = promoted(ahead);
    if (probability >= ARRIVED) return expectedCases;
  }
  return null;
}

/** What the dynamic programme costs: cases times the misses among them that still allow it. */
export function steps(cases: number, { matches, misses, share }: Climb): number {
  return cases * ((matches + misses + cases) * (1 - share) + 10);
}
