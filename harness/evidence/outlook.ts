import { smallestWhole } from "../stats/bisect.ts";
import { P_GRID } from "../stats/grid.ts";
import { logSumExp } from "../stats/logSumExp.ts";
import { nodeLogs } from "../stats/lowerBound.ts";
import type { RateBounds } from "../stats/rateBounds.ts";

/** How far an answer at a line is from turning. Cases to come are taken to be as large in clusters as those seen; about, never exact. */
export interface Outlook {
  /** So many more misses among the cases seen would leave the line unshown; null where it is not shown now. */
  readonly room: number | null;
  /** The fewest that may do, where they fall in the cases that weigh most; cases in large clusters weigh less. */
  readonly least: number | null;
  /** So many more cases would show the rate above the line, if they go at `rate`; null where it is shown, or beyond counting. */
  readonly more: { readonly cases: number; readonly rate: number } | null;
}

/** How far ahead "so many more cases" is still worth saying. */
const FAR = 1_000_000;

/** What it would take for the evidence that the rate lies above the line to be lost, or to be reached. */
export function outlook({ bounds, rate, cases, heaviest }: Seen, line: number, alpha = 0.05): Outlook {
  const target = -Math.log(alpha);
  // A line at either end is shown by the first case or by none.
  if (line <= 0 || line >= 1) return { room: null, least: null, more: null };
  const best = bounds.lines(true).find((one) => one.line === line)?.above.best ?? 0;
  const logs = nodeLogs(P_GRID, bounds.votes(), line);
  const usual = usualOf(bounds, cases);
  if (rate !== null && rate >= line && best >= target) {
    // What an earlier look showed is lost once the share seen falls below the line.
    const last = Math.floor((rate - line) * cases + 1e-9) + 1;
    const shownNow = logSumExp(logs) >= target;
    const roomOf = (one: Usual) =>
      Math.min(cases, Math.max(1, shownNow ? (roomLeft(one, line, logs, target, cases) ?? cases) : last));
    const room = roomOf(usual);
    if (heaviest === undefined) return { room, least: room, more: null };
    return { room, least: Math.min(room, roomOf({ cases: 1, part: heaviest, one: heaviest })), more: null };
  }
  if (rate !== null && rate > line && bounds.clusters > 0)
    return { room: null, least: null, more: moreOfTheSame(rate, cases, logs, target) };
  const more = moreAt((1 + line) / 2, usual, line, logs, target);
  // The share seen has to come up to the line too.
  const short = rate === null || more === null ? 0 : Math.ceil((cases * (line - rate)) / (more.rate - line));
  return { room: null, least: null, more: more === null || short <= more.cases ? more : { ...more, cases: short } };
}

/** What was counted of a share: the clusters, the share of all cases by weight, and how many cases they are. */
export interface Seen {
  readonly bounds: RateBounds;
  readonly rate: number | null;
  readonly cases: number;
  /** The largest part of a vote that one case brought. Default: all weigh the same. */
  readonly heaviest?: number;
}

/** The usual cluster: its cases, the part of a whole vote it brings, and the part of one of its decisions. */
interface Usual {
  readonly cases: number;
  readonly part: number;
  readonly one: number;
}

/** Misses in place of hits, each in a cluster of the usual size. */
function roomLeft({ part, one }: Usual, line: number, logs: Float64Array, target: number, most: number): number | null {
  const flip = P_GRID.bets.map((bet) => Math.log1p(bet * ((part - one) / line - part)) - Math.log1p(bet * (part / line - part)));
  return smallestWhole((more) => logSumExp(logs.map((log, k) => log + more * (flip[k] ?? 0))) < target, 1, most);
}

/** The clusters seen, over again: the rate and the way clusters hang together stay as they are. */
function moreOfTheSame(rate: number, seen: number, logs: Float64Array, target: number): Outlook["more"] {
  const drift = logs.map((log, k) => (log - (P_GRID.logWeights[k] ?? 0)) / seen);
  const cases = smallestWhole((more) => logSumExp(logs.map((log, k) => log + more * (drift[k] ?? 0))) >= target, 1, FAR);
  return cases === null ? null : { cases, rate };
}

/** Clusters of the usual size that hit or miss as a whole. */
function moreAt(rate: number, { part, cases: each }: Usual, line: number, logs: Float64Array, target: number): Outlook["more"] {
  const drift = P_GRID.bets.map(
    (bet) => (rate * Math.log1p(bet * (part / line - part)) + (1 - rate) * Math.log1p(-bet * part)) / each,
  );
  const cases = smallestWhole((more) => logSumExp(logs.map((log, k) => log + more * (drift[k] ?? 0))) >= target, 1, FAR);
  return cases === null ? null : { cases, rate };
}

function usualOf(bounds: RateBounds, seen: number): Usual {
  const { clusters } = bounds;
  if (clusters === 0) return { cases: 1, part: 1, one: 1 };
  const parts = bounds.votes().reduce((sum, [, size, times]) => sum + size * times, 0);
  return { cases: seen / clusters, part: parts / clusters, one: parts / seen };
}
