import type { Interval } from "./clopperPearson.ts";
import { mean, variance } from "./moments.ts";
import type { Adjudicated } from "./ppiMean.ts";
import { refuseUnlessInside, refuseUnlessShare, refuseUnlessWhole } from "./refuse.ts";
import { tQuantile } from "./tQuantile.ts";

/** One estimate, with its error as a statement about this dataset and about the stream it came from. */
export interface JudgeFinite {
  readonly estimate: number;
  readonly dataset: { readonly se: number; readonly interval: Interval };
  readonly process: { readonly se: number; readonly interval: Interval };
}

/**
 * The match rate when a judge ruled on all `cases` of the dataset and people on a random sample of them.
 * `judgeShare` is the judge's match rate over all of them. The intervals are not clipped, and have no width without disagreements:
 * with a 0/1 judge use `poststratified` by its label. Throws a RangeError with fewer than two adjudications or more than there are cases.
 * Source: the difference estimator, Cochran 1977, chapter 7, with the finite population correction; the process adds the dataset's own variance.
 */
export function judgeFinite(
  { adjudicated, judgeShare, cases }: { adjudicated: readonly Adjudicated[]; judgeShare: number; cases: number },
  confidence = 0.95,
): JudgeFinite {
  refuseUnlessInside("confidence", confidence);
  refuseUnlessShare("the judge's share", judgeShare);
  const n = adjudicated.length;
  if (n < 2) throw new RangeError(`expected at least two adjudicated cases, got ${n}`);
  refuseUnlessWhole("cases", cases, n);
  const gaps = adjudicated.map(({ human, judge }) => human - judge);
  const estimate = judgeShare + mean(gaps);
  const inDataset = (1 - n / cases) * (variance(gaps) / n);
  const ofDataset = variance(adjudicated.map((one) => one.human)) / cases;
  const t = tQuantile((1 + confidence) / 2, n - 1);
  const around = (spread: number) => {
    const se = Math.sqrt(spread);
    return { se, interval: { low: estimate - t * se, high: estimate + t * se } };
  };
  return { estimate, dataset: around(inDataset), process: around(inDataset + ofDataset) };
}
