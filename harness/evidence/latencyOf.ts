import { quantileCi } from "../stats/quantileCi.ts";
import type { LatencyFacts } from "./typeFacts.ts";

/**
 * Order statistics of how long the agent took, in milliseconds, both ends of the distribution-free range of p95, and how many cases were
 * within each of the limits, in seconds, that a gate asks about. Source: `quantileCi`, each end by itself at 95%.
 */
export function latencyOf(ms: readonly number[], limits: readonly number[] = []): LatencyFacts {
  const n = ms.length;
  const within = limits.map((seconds) => ({ seconds, cases: ms.filter((one) => one <= seconds * 1000).length }));
  if (n === 0) return { n, p50: null, p95: null, p95Low: null, p95High: null, within };
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (rank: number) => sorted[Math.min(n, Math.max(1, rank)) - 1] ?? null;
  const { low } = quantileCi(n, 0.95, 0.95, "lower");
  const { high } = quantileCi(n, 0.95, 0.95, "upper");
  return {
    n,
    p50: at(Math.ceil(n * 0.5)),
    p95: at(Math.ceil(n * 0.95)),
    p95Low: low === null ? null : at(low),
    p95High: high === null ? null : at(high),
    within,
  };
}
