import { smallestWhole } from "../stats/bisect.ts";
import { P_GRID } from "../stats/grid.ts";
import { logSumExp } from "../stats/logSumExp.ts";
import { nodeLogs } from "../stats/lowerBound.ts";
import type { RateBounds } from "../stats/rateBounds.ts";

/** How far an answer at a line is from turning. Cases to come are taken to be as large in clusters as those seen; about, never exact. */
export interface Outlook {
  /** So many more misses among the cases seen would leave the line unshown; null where it is not shown now. */
  readonly room: number | null;
  /** So many more cases would show the rate above the line, if they go at `rate`; null where it is shown, or beyond counting. */
  readonly more: { readonly cases: number; readonly rate: number } | null;
}

/** How far ahead "so many more cases" is still worth saying. */
const FAR = 1_000_000;

/** What it would take for the evidence that the rate lies above the line to be lost, or to be reached. */
export function outlook(bounds: RateBounds, line: number, alpha = 0.05): Outlook {
  const target = -Math.log(alpha);
  // A line at either end is shown by the first case or by none.
  if (line <= 0 || line >= 1) return { room: null, more: null };
  const logs = nodeLogs(P_GRID, bounds.votes(), line);
  if (bounds.clusters > 0 && logSumExp(logs) >= target) return { room: roomLeft(bounds, line, logs, target), more: null };
  const { rate } = bounds;
  const { low, contradicts } = bounds.bounds(true);
  const best = bounds.lines(true).find((one) => one.line === line)?.above.best ?? 0;
  // An earlier look showed it; that is lost once the share seen falls out of the range of that look.
  if (rate !== null && best >= target && !contradicts) return { room: Math.floor((rate - low) * bounds.cases) + 1, more: null };
  if (rate !== null && rate > line) return { room: null, more: moreOfTheSame(bounds, logs, target) };
  return { room: null, more: moreAt((1 + line) / 2, bounds, line, logs, target) };
}

/** Misses in place of hits, each in a cluster of the usual size. */
function roomLeft(bounds: RateBounds, line: number, logs: Float64Array, target: number): number | null {
  const { part, one } = usual(bounds);
  const flip = P_GRID.bets.map((bet) => Math.log1p(bet * ((part - one) / line - part)) - Math.log1p(bet * (part / line - part)));
  return smallestWhole((more) => logSumExp(logs.map((log, k) => log + more * (flip[k] ?? 0))) < target, 1, bounds.cases);
}

/** The clusters seen, over again: the rate and the way clusters hang together stay as they are. */
function moreOfTheSame(bounds: RateBounds, logs: Float64Array, target: number): Outlook["more"] {
  const drift = logs.map((log, k) => (log - (P_GRID.logWeights[k] ?? 0)) / bounds.cases);
  const cases = smallestWhole((more) => logSumExp(logs.map((log, k) => log + more * (drift[k] ?? 0))) >= target, 1, FAR);
  return cases === null ? null : { cases, rate: bounds.rate as number };
}

/** Clusters of the usual size that hit or miss as a whole. */
function moreAt(rate: number, bounds: RateBounds, line: number, logs: Float64Array, target: number): Outlook["more"] {
  const { part, cases: each } = usual(bounds);
  const drift = P_GRID.bets.map(
    (bet) => (rate * Math.log1p(bet * (part / line - part)) + (1 - rate) * Math.log1p(-bet * part)) / each,
  );
  const cases = smallestWhole((more) => logSumExp(logs.map((log, k) => log + more * (drift[k] ?? 0))) >= target, 1, FAR);
  return cases === null ? null : { cases, rate };
}

/** The usual cluster: its cases, the part of a whole vote it brings, and the part of one of its decisions. */
function usual(bounds: RateBounds): { cases: number; part: number; one: number } {
  const cases = bounds.clusters === 0 ? 1 : bounds.cases / bounds.clusters;
  const part = cases / Math.max(cases, bounds.cap);
  return { cases, part, one: part / cases };
}
