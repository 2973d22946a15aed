import { quantileCi } from "../stats/quantileCi.ts";
import type { LatencyFacts } from "./typeFacts.ts";

/** Order statistics of how long the agent took, in milliseconds, and the upper end of the distribution-free range of p95. Source: `quantileCi`. */
export function latencyOf(ms: readonly number[]): LatencyFacts {
  const n = ms.length;
  if (n === 0) return { n, p50: null, p95: null, p95High: null };
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (rank: number) => sorted[Math.min(n, Math.max(1, rank)) - 1] ?? null;
  const { high } = quantileCi(n, 0.95, 0.95, "upper");
  return { n, p50: at(Math.ceil(n * 0.5)), p95: at(Math.ceil(n * 0.95)), p95High: high === null ? null : at(high) };
}
