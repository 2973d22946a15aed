import { count, limitPercent, many, percent } from "../words.ts";
import type { EscalationPromise } from "./confidenceUse.ts";

/** Below so many cases a share is said as a count. */
const SMALL = 30;

/** What the escalation threshold of one action type comes to, given the cases in which it was proposed. */
export function thresholdWords({ params, promised, missing, table }: EscalationPromise, cases: number): string {
  const limit = limitPercent(params.eps);
  if (promised !== null) {
    const of = `${count(promised.kept)} of ${count(cases)}`;
    const kept = cases < SMALL ? of : `${percent(promised.kept / cases)} of the cases in which it proposed this (${of})`;
    return `Act alone ${fromOn(promised.threshold)}: at most ${limit} differ from the person’s decision (${limitPercent(1 - params.delta)} confidence); that keeps ${kept}.`;
  }
  const none = `Hand every case over: no threshold shows yet that at most ${limit} differ from the person’s decision.`;
  if (missing === null && table.length > 0)
    return `${none} One case of each cluster, drawn at random, would show it; but of all the cases it would keep, too many differ: large clusters go worse.`;
  const row = table.find(({ threshold }) => threshold === missing?.threshold);
  return missing === null || row === undefined ? none : `${none} ${takes(row, missing.cases)}`;
}

function takes({ threshold, kept, choosing, confirming }: EscalationPromise["table"][number], more: number): string {
  const there = threshold === 0 ? "" : ` at ${threshold} or above`;
  const n = choosing.n + confirming.n;
  const clusters = n < kept ? "one of each cluster and all" : "all of them";
  const so = n === 0 ? "" : `; so far ${count(choosing.errors + confirming.errors)} of ${count(n)} such cases differ`;
  return `It takes at least ${many(more, "more case")}${there}, ${clusters} the same as the person’s${so}.`;
}

function fromOn(threshold: number): string {
  return threshold === 0 ? "at any confidence" : `from a confidence of ${threshold} on`;
}
