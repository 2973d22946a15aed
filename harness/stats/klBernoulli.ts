import { refuseUnlessShare } from "./refuse.ts";

/**
 * How much evidence (in nats) one case carries on average against share `q` when the share is `p`: the Kullback-Leibler divergence.
 * Infinity when q rules out what p allows. Source: Kullback & Leibler 1951, Annals of Mathematical Statistics 22.
 */
export function klBernoulli(p: number, q: number): number {
  refuseUnlessShare("p", p);
  refuseUnlessShare("q", q);
  const part = (a: number, b: number) => (a === 0 ? 0 : a * Math.log(a / b));
  return part(p, q) + part(1 - p, 1 - q);
}
