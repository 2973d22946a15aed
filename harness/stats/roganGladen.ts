import type { Interval } from "./clopperPearson.ts";
import { normalQuantile } from "./normalQuantile.ts";
import type { Rate } from "./rate.ts";
import { refuseUnlessCounts, refuseUnlessInside, refuseUnlessWhole } from "./refuse.ts";

/** The match rate behind a judge's rulings, corrected for how often it is wrong. */
export interface CorrectedRate {
  /** Clipped to [0, 1]; `raw` is not. */
  readonly estimate: number;
  readonly raw: number;
  readonly se: number;
  /** By the delta method: for comparison. */
  readonly wald: Interval;
  /** The interval to print. */
  readonly interval: Interval;
}

/** Below this sensitivity + specificity - 1 a judge says too little. */
const LEAST = 0.3;

/** Sensitivity + specificity - 1, the lower of as counted and with the case added to each side for the interval: 0 is a coin, 1 is never wrong. */
function tells(sensitivity: Rate, specificity: Rate): number {
  const plain = sensitivity.count / sensitivity.n + specificity.count / specificity.n - 1;
  const wide = (sensitivity.count + 1) / (sensitivity.n + 2) + (specificity.count + 1) / (specificity.n + 2) - 1;
  return Math.min(plain, wide);
}

/** Does a judge with these rates say enough to be corrected for? */
export function tellsEnough(sensitivity: Rate, specificity: Rate): boolean {
  return sensitivity.n > 0 && specificity.n > 0 && tells(sensitivity, specificity) >= LEAST;
}

/**
 * The true match rate when a judge of known error rates ruled on the cases.
 * `ruled` counts its matches among all cases; `sensitivity` its matches among true matches, `specificity` its misses among true misses,
 * both from a validation set that must resemble the cases. Throws a RangeError on counts that are not counts, on an empty one, and
 * when sensitivity + specificity - 1 is below 0.3, as counted or with the case added to each side for the interval: it says too little.
 * Source: Rogan & Gladen 1978, Am. J. of Epidemiology 107; interval by Lang & Reiczigel 2014, Preventive Veterinary Medicine 113.
 */
export function roganGladen(
  { ruled, sensitivity, specificity }: { ruled: Rate; sensitivity: Rate; specificity: Rate },
  confidence = 0.95,
): CorrectedRate {
  refuseUnlessInside("confidence", confidence);
  for (const { count, n } of [ruled, sensitivity, specificity]) {
    refuseUnlessWhole("the cases of a rate", n, 1);
    refuseUnlessCounts(count, n);
  }
  // The interval divides by it: where few validations pull it below 0 its ends would change places.
  if (!tellsEnough(sensitivity, specificity))
    throw new RangeError(
      `sensitivity + specificity - 1 is ${tells(sensitivity, specificity)}: below ${LEAST} a judge says too little`,
    );
  const z = normalQuantile((1 + confidence) / 2);
  const plain = corrected(
    { share: ruled.count / ruled.n, n: ruled.n },
    { share: sensitivity.count / sensitivity.n, n: sensitivity.n },
    { share: specificity.count / specificity.n, n: specificity.n },
  );
  const wide = corrected(
    { share: (ruled.count + (z * z) / 2) / (ruled.n + z * z), n: ruled.n + z * z },
    { share: (sensitivity.count + 1) / (sensitivity.n + 2), n: sensitivity.n + 2 },
    { share: (specificity.count + 1) / (specificity.n + 2), n: specificity.n + 2 },
  );
  const shift = 2 * z * z * (wide.rate * wide.sensitivitySpread - (1 - wide.rate) * wide.specificitySpread);
  return {
    estimate: clip(plain.rate),
    raw: plain.rate,
    se: plain.se,
    wald: { low: clip(plain.rate - z * plain.se), high: clip(plain.rate + z * plain.se) },
    interval: { low: clip(wide.rate + shift - z * wide.se), high: clip(wide.rate + shift + z * wide.se) },
  };
}

interface Share {
  readonly share: number;
  readonly n: number;
}

function corrected(ruled: Share, sensitivity: Share, specificity: Share) {
  const spread = ({ share, n }: Share): number => (share * (1 - share)) / n;
  const power = sensitivity.share + specificity.share - 1;
  const rate = (ruled.share + specificity.share - 1) / power;
  const [sensitivitySpread, specificitySpread] = [spread(sensitivity), spread(specificity)];
  const se = Math.sqrt(spread(ruled) + rate ** 2 * sensitivitySpread + (1 - rate) ** 2 * specificitySpread) / power;
  return { rate, se, sensitivitySpread, specificitySpread };
}

function clip(share: number): number {
  return Math.min(1, Math.max(0, share));
}
