import { anytimeThreshold, type ConfirmedThreshold } from "../stats/anytimeThreshold.ts";
import { aurc, type CoveragePoint } from "../stats/aurc.ts";
import { type Brier, brier } from "../stats/brier.ts";
import type { Claim } from "../stats/claim.ts";
import { csBernoulli } from "../stats/csBernoulli.ts";
import { eceEqualMass, type ReliabilityBin } from "../stats/eceEqualMass.ts";
import { lttThreshold } from "../stats/lttThreshold.ts";
import { walkDown } from "../stats/walkDown.ts";
import { type AlikeParts, shareRange } from "./shareRange.ts";
import { thresholdWords } from "./thresholdWords.ts";

/** What an escalation threshold promises; fixed before outcomes are seen. */
export interface ThresholdParams {
  /** The largest share of what the agent does alone that may differ from what the person did. */
  readonly eps: number;
  /** How likely the promise may be false, over all looks together. */
  readonly delta: number;
  /** From strict to loose, at most 1 / delta of them. */
  readonly thresholds: readonly number[];
}

/** At most 2 % differ, shown at 95 %, at one of twenty thresholds: denser where agents that are sure of themselves lie. */
export const THRESHOLD_PARAMS: ThresholdParams = {
  eps: 0.02,
  delta: 0.05,
  thresholds: [0.999, 0.995, 0.99, 0.98, 0.97, 0.96, 0.95, 0.94, 0.92, 0.9, 0.88, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5, 0.4, 0.2, 0],
};

/** Acting alone from `threshold` on: the cases it would keep, and those of them that differ from the person's decision. */
export interface KeptPoint {
  readonly threshold: number;
  readonly kept: number;
  readonly differ: number;
}

/** From which confidence on the agent may act alone, with a promise that holds however often it is looked at. */
export interface EscalationPromise {
  readonly params: ThresholdParams;
  /** The promised threshold with all cases at or above it; null: hand everything over. */
  readonly promised: KeptPoint | null;
  /** The largest share that may differ at the promised threshold, as the confirming cases alone show it; null without a promise. */
  readonly atMost: number | null;
  /** The loosest threshold that the choosing part let through, confirmed or not. */
  readonly chosen: number | null;
  /** What Learn then Test would choose from both parts in one look that is not repeated; it promises nothing here. */
  readonly oneLook: number | null;
  /** The fewest cases, all matching, with which one part can show a threshold. */
  readonly minimum: number;
  /** Without a promise: the threshold nearest to one, and at least how many more cases there, all matching, that takes. */
  readonly missing: { readonly threshold: number; readonly cases: number } | null;
  /** Every threshold; its parts count one drawn case of each cluster. */
  readonly table: readonly (KeptPoint & ConfirmedThreshold)[];
}

/** What the agent's own confidence in one action type is worth. Plain data; all shares from 0 to 1. */
export interface ConfidenceUse {
  /** Cases in which every action of the type was proposed with a confidence. */
  readonly n: number;
  /** Cases in which one was proposed without: a threshold hands them over. */
  readonly without: number;
  readonly matches: number;
  readonly brier: Brier;
  readonly calibration: {
    /** The mean gap between confidence and share matched over the bins; too large on small samples, so it is printed and never gates. */
    readonly error: number;
    readonly largest: number;
    /** All cases as one bin, its range by clusters; those of `bins` take cases as independent. */
    readonly overall: ReliabilityBin;
    readonly bins: readonly ReliabilityBin[];
  };
  readonly riskCoverage: {
    /** The mean share that differs over all lengths of the list of most confident cases, and how much of it better confidence could remove. */
    readonly aurc: number;
    readonly excess: number;
    /** The share that differs when it acts on all. */
    readonly fullRisk: number;
    /** Strict to loose, at most 60. */
    readonly points: readonly KeptPoint[];
  };
  readonly threshold: EscalationPromise;
  /** What the threshold comes to, in a sentence or three. */
  readonly says: string;
}

/** Claims in sampling order or most confident first, and those of one drawn case of each cluster in two parts. */
export interface ClaimParts {
  readonly all: readonly Claim[];
  readonly choosing: readonly Claim[];
  readonly confirming: readonly Claim[];
  /** All of them, summed by cluster. */
  readonly clusters: readonly AlikeParts[];
}

const POINTS = 60;
/** A bin of fewer cases shows chance rather than calibration. */
const CASES_PER_BIN = 30;

/** What confidence is worth, from the claims of one action type; null without any. */
export function confidenceUse(parts: ClaimParts, without: number, params: ThresholdParams): ConfidenceUse | null {
  const { all } = parts;
  const n = all.length;
  const squares = brier(all);
  const curve = aurc(all);
  const [overall] = eceEqualMass(all, { bins: 1 }).bins;
  if (squares === null || curve === null || overall === undefined) return null;
  const { low, high } = shareRange(parts.clusters) ?? { low: 0, high: 1 };
  // More bins than distinct confidences would only show how equal claims happened to be cut apart.
  const bins = Math.max(1, Math.min(10, Math.floor(n / CASES_PER_BIN), curve.curve.length));
  const { ece, largest, bins: diagram } = eceEqualMass(all, { bins });
  const threshold = promise(parts, params);
  return {
    n,
    without,
    matches: n - Math.round(curve.fullRisk * n),
    brier: squares,
    calibration: { error: ece ?? 0, largest: largest ?? 0, overall: { ...overall, low, high }, bins: diagram },
    riskCoverage: { aurc: curve.aurc, excess: curve.excess, fullRisk: curve.fullRisk, points: thinned(curve.curve, n) },
    threshold,
    says: thresholdWords(threshold, n + without),
  };
}

/** The last point of each sixtieth of the cases, so that the whole curve is kept and its end exactly. */
function thinned(curve: readonly CoveragePoint[], n: number): KeptPoint[] {
  const keptAt = ({ coverage }: CoveragePoint) => Math.round(coverage * n);
  const part = (point: CoveragePoint | undefined) =>
    point === undefined ? POINTS : Math.floor(((keptAt(point) - 1) * POINTS) / n);
  return curve
    .filter((point, at) => part(point) !== part(curve[at + 1]))
    .map((point) => ({ threshold: point.confidence, kept: keptAt(point), differ: Math.round(point.risk * keptAt(point)) }));
}

function promise({ all, choosing, confirming }: ClaimParts, params: ThresholdParams): EscalationPromise {
  const { thresholds, eps: risk, delta } = params;
  const found = anytimeThreshold(choosing, confirming, { thresholds, risk, delta });
  const kept = walkDown(all, thresholds);
  const table = found.table.map((row, at) => ({ ...row, kept: kept[at]?.n ?? 0, differ: kept[at]?.errors ?? 0 }));
  const shown = table.find(({ threshold }) => threshold === found.selected);
  // One claim of each cluster is drawn; where large clusters are the worse ones, all that would be kept must bear the promise too.
  const row = shown !== undefined && shown.differ <= risk * shown.kept ? shown : undefined;
  return {
    params,
    promised: row === undefined ? null : { threshold: row.threshold, kept: row.kept, differ: row.differ },
    atMost:
      row === undefined ? null : 1 - csBernoulli(row.confirming.n - row.confirming.errors, row.confirming.errors, delta).low,
    chosen: found.chosen,
    oneLook: lttThreshold([...choosing, ...confirming], { thresholds, risk, delta }).selected,
    minimum: found.minimum,
    // Where the drawn cases show it and all that is kept does not bear it, more cases are not what is missing.
    missing: shown === undefined ? nearest(table) : null,
    table,
  };
}

/** The threshold that takes the fewest cases of all confidences to get there; where it keeps few, few of them count. */
function nearest(table: EscalationPromise["table"]): EscalationPromise["missing"] {
  const toGo = table.map(({ threshold, kept, choosing, confirming }) => ({
    threshold,
    kept,
    cases: choosing.missing + confirming.missing,
  }));
  const [found] = toGo.toSorted((a, b) => a.cases * b.kept - b.cases * a.kept || b.kept - a.kept || a.threshold - b.threshold);
  return found === undefined ? null : { threshold: found.threshold, cases: found.cases };
}
