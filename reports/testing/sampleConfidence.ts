import { type Judgement, percentUp, type TypeJudgement } from "earnest";

type ConfidenceUse = NonNullable<TypeJudgement["confidence"]>;

interface Given {
  readonly n: number;
  /** How sure the agent is at the q-th part of its cases, least sure first. */
  readonly sure: (q: number) => number;
  /** How many of a hundred such cases differ. */
  readonly differ: (q: number) => number;
  /** From which confidence on it may act alone. */
  readonly promised?: number;
}

/** From the usual to the edges: sure of all and never wrong, always wrong, a handful, one case. */
const SHAPES: readonly Given[] = [
  { n: 4812, sure: (q) => 0.82 + 0.17 * q, differ: (q) => 6 - 6 * q, promised: 0.9 },
  { n: 1847, sure: () => 1, differ: () => 0, promised: 0 },
  { n: 1214, sure: (q) => q, differ: () => 100 },
  { n: 12, sure: (q) => 0.9 + 0.1 * q, differ: () => 8 },
  { n: 123_456, sure: (q) => 0.9985 + 0.0015 * q, differ: (q) => 3 - 2.9 * q, promised: 0.999 },
];

/** The same judgement, in which the agent says of every action type how sure it is. */
export function sampleConfidence(judgement: Judgement): Judgement {
  return {
    ...judgement,
    types: judgement.types.map((type, i) => ({ ...type, confidence: use(SHAPES[i % SHAPES.length] as Given) })),
  };
}

function use({ n, sure, differ, promised }: Given): ConfidenceUse {
  const parts = Math.max(1, Math.min(10, Math.floor(n / 30)));
  const bins = Array.from({ length: parts }, (_, i) => {
    const q = (i + 0.5) / parts;
    const size = Math.floor(((i + 1) * n) / parts) - Math.floor((i * n) / parts);
    const agreement = 1 - Math.round((differ(q) * size) / 100) / size;
    return { n: size, meanConfidence: sure(q), agreement, ...rangeOf(agreement, size) };
  });
  const points = bins.toReversed().map(({ meanConfidence }, i, all) => {
    const kept = bins.slice(bins.length - i - 1);
    return {
      threshold: Number((all[i] === undefined ? 0 : meanConfidence).toFixed(4)),
      kept: kept.reduce((sum, one) => sum + one.n, 0),
      differ: kept.reduce((sum, one) => sum + Math.round((1 - one.agreement) * one.n), 0),
    };
  });
  const wrong = points.at(-1)?.differ ?? 0;
  const half = { n: Math.floor(n / 2), errors: Math.floor(wrong / 2), p: 0.01, missing: promised === undefined ? 10 : 0 };
  const at = points.findLast(({ threshold }) => threshold >= (promised ?? 2)) ?? { kept: 0, differ: 0 };
  const row = { threshold: promised ?? 0.9, kept: at.kept, differ: at.differ };
  const overall = { n, meanConfidence: sure(0.5), agreement: 1 - wrong / n, ...rangeOf(1 - wrong / n, n) };
  return {
    n,
    without: Math.floor(n / 20),
    matches: n - wrong,
    brier: { brier: 0.08, reliability: 0.01, resolution: 0.02, uncertainty: 0.09 },
    calibration: { error: 0.05, largest: 0.05, overall, bins },
    riskCoverage: { aurc: 0.03, excess: 0.02, fullRisk: wrong / n, points },
    threshold: {
      params: { eps: 0.02, delta: 0.05, thresholds: [row.threshold] },
      promised: promised === undefined ? null : row,
      atMost: promised === undefined ? null : 0.0183,
      chosen: promised ?? null,
      oneLook: null,
      minimum: 196,
      missing: promised === undefined ? { threshold: row.threshold, cases: 20 } : null,
      table: [{ ...row, choosing: half, confirming: half }],
    },
    says:
      promised === undefined
        ? "Hand every case over."
        : `From ${promised} on it may act alone: at most ${percentUp(0.0183)} differ.`,
  };
}

/** About as wide as the range of a single look, and never beyond all or nothing. */
function rangeOf(share: number, n: number): { low: number; high: number } {
  const half = 1 / Math.sqrt(n);
  return { low: Math.max(0, share - half), high: Math.min(1, share + half) };
}
