import { EarnestError } from "../errors.ts";
import { count, limitPercent, many, percent, percentDown, percentUp } from "../words.ts";
import type { Criterion, Finding, FindingVerdict } from "./criterion.ts";
import { firstWhere, gateInterval } from "./gateInterval.ts";

/** How far ahead "so many more cases" is still worth saying. */
const FAR = 1_000_000;

const TOO_FAR = "more cases than can be counted on.";
const NOTHING = "nothing that these cases could show.";

/** `k` of `n` cases, each worth so many independent ones. */
export interface Share {
  readonly k: number;
  readonly n: number;
  readonly worth: number;
}

/** What a share is of, in words, and what one of what is counted is called. */
export interface ShareWords {
  /** "address changes": follows "at most 1% of". */
  readonly of: string;
  /** One of what is counted: "serious disagreement". */
  readonly one: string;
  /** A sentence for n = 0. */
  readonly nothing: string;
}

/** Finds whether `k` of `n` stay within `limit` (a share), by the high end of the range. */
export function shareAtMost(criterion: Omit<Criterion, "judge">, share: Share, limit: number, words: ShareWords): Finding {
  const { k, n, worth } = share;
  const { low, high } = gateInterval.of(k, n, worth);
  const verdict: FindingVerdict = n === 0 ? "insufficient" : high <= limit ? "met" : low > limit ? "not-met" : "insufficient";
  const room = verdict === "met" ? firstWhere(1, n - k, (more) => gateInterval.of(k + more, n, worth).high > limit) : undefined;
  const more = verdict === "insufficient" ? firstWhere(1, FAR, (m) => gateInterval.of(k, n + m, worth).high <= limit) : undefined;
  const change = {
    met: room === undefined ? NOTHING : `${many(room, `more ${words.one}`)} in ${many(n, "case")}.`,
    "not-met": `fewer ${words.one}s; ${count(k)} in ${many(n, "case")} ${k === 1 ? "is" : "are"} too many.`,
    insufficient:
      more !== undefined
        ? `about ${many(more, "more case")} without a ${words.one}.`
        : limit === 0
          ? "no number of cases can show that there are none at all."
          : TOO_FAR,
  };
  return finding(criterion, verdict, saidAtMost(share, limit, verdict, words), change[verdict], {
    fact: n === 0 ? "no cases" : verdict === "not-met" ? `at least ${percentDown(low, 2)}` : `at most ${percentUp(high, 2)}`,
    detail: `${count(k)} of ${count(n)}`,
    numbers: { n, k, low, high, limit, ...(room === undefined ? {} : { room }), ...(more === undefined ? {} : { more }) },
  });
}

function saidAtMost({ k, n, worth }: Share, limit: number, verdict: FindingVerdict, words: ShareWords): string {
  if (n === 0) return words.nothing;
  const { low, high } = gateInterval.of(k, n, worth);
  const most = limitPercent(limit);
  const seen = k === 0 ? `No ${words.one} seen` : many(k, words.one);
  const range = {
    met: k === 0 ? `fewer than ${percentUp(high, 2)}` : `at most ${percentUp(high, 2)}`,
    "not-met": `at least ${percentDown(low, 2)}`,
    insufficient: k === 0 ? `fewer than ${percentUp(high, 2)}` : `between ${percentDown(low, 2)} and ${percentUp(high, 2)}`,
  }[verdict];
  const said = `${seen} in ${many(n, "case")}; with 95% confidence ${range} of ${words.of}.`;
  return verdict === "insufficient" ? `${said} The limit, ${most}, lies inside that range.` : `${said} The limit is ${most}.`;
}

/** Finds whether `k` of `n` reach `floor` (a share), by the low end of the range. */
export function shareAtLeast(
  criterion: Omit<Criterion, "judge">,
  share: Share,
  floor: number,
  words: ShareWords & { readonly verb: string },
): Finding {
  const { k, n, worth } = share;
  const { low, high } = gateInterval.of(k, n, worth);
  const verdict = verdictAtLeast(share, floor);
  const least = limitPercent(floor);
  const because = {
    met: `With 95% confidence the agent ${words.verb} at least ${percentDown(low)} of ${words.of}; the limit is ${least}.`,
    "not-met": `With 95% confidence the agent ${words.verb} at most ${percentUp(high)} of ${words.of}; the limit is ${least}.`,
    insufficient:
      n === 0
        ? words.nothing
        : `With 95% confidence the agent ${words.verb} between ${percentDown(low)} and ${percentUp(high)} of ${words.of}. The limit, ${least}, lies inside that range.`,
  };
  const room = verdict === "met" ? roomAbove(share, floor) : undefined;
  const outlook = verdict === "insufficient" ? moreCases(share, floor, words.verb) : undefined;
  const change = {
    met: room === undefined ? NOTHING : `${many(room, `more ${words.one}`)} in ${many(n, "case")}.`,
    "not-met": `fewer ${words.one}s; it ${words.verb} ${count(k)} of ${count(n)}.`,
    insufficient: outlook?.says ?? TOO_FAR,
  };
  return finding(criterion, verdict, because[verdict], change[verdict], {
    fact: factAtLeast(verdict, share, "no cases"),
    detail: `${count(k)} of ${count(n)}`,
    numbers: { n, k, low, high, floor, ...(room === undefined ? {} : { room }), ...outlook?.numbers },
  });
}

/** Where the range for `k` of `n` stands to a floor; without cases it stands nowhere. */
export function verdictAtLeast({ k, n, worth }: Share, floor: number): FindingVerdict {
  const { low, high } = gateInterval.of(k, n, worth);
  return n === 0 ? "insufficient" : low >= floor ? "met" : high < floor ? "not-met" : "insufficient";
}

/** The short form of such a finding, for a table cell. */
export function factAtLeast(verdict: FindingVerdict, { k, n, worth }: Share, none: string): string {
  const { low, high } = gateInterval.of(k, n, worth);
  if (n === 0) return none;
  if (verdict === "met") return `at least ${percentDown(low)}`;
  return verdict === "not-met" ? `at most ${percentUp(high)}` : `${percentDown(low)} to ${percentUp(high)}`;
}

/** How many fewer of `n` would no longer reach the floor; undefined when even none would. */
export function roomAbove({ k, n, worth }: Share, floor: number): number | undefined {
  return firstWhere(1, k, (fewer) => gateInterval.of(k - fewer, n, worth).low < floor);
}

/**
 * How many more cases would do, at the share seen so far; where that can never do, at one halfway from the floor to always.
 * `verb` is what the agent does in them: "agrees in".
 */
export function moreCases({ k, n, worth }: Share, floor: number, verb: string): Pick<Finding, "numbers"> & { says: string } {
  const seen = n === 0 ? 0 : k / n;
  const enough = n > 0 && seen > floor;
  const rate = enough ? seen : (1 + floor) / 2;
  const more = firstWhere(1, FAR, (m) => gateInterval.of(k + Math.floor(m * rate), n + m, worth).low >= floor);
  const part = rate === 1 ? "all" : enough ? percent(rate) : limitPercent(rate);
  const says = more === undefined ? TOO_FAR : `about ${many(more, "more case")}, if the agent ${verb} ${part} of them.`;
  const today = n > 0 && !enough ? ` At today’s ${percent(seen)} no number of cases will do.` : "";
  return { says: `${says}${today}`, numbers: more === undefined ? {} : { more, rate } };
}

function finding(
  { name, params, question, limit }: Omit<Criterion, "judge">,
  verdict: FindingVerdict,
  because: string,
  change: string,
  more: Pick<Finding, "fact" | "detail" | "numbers">,
): Finding {
  return { criterion: { name, params }, question, limit, verdict, because, change, ...more };
}

/** Checks a limit that is a share, before any evidence is seen; throws SUITE_BROKEN. */
export function checkShare(name: string, share: number): void {
  if (typeof share === "number" && share >= 0 && share <= 1) return;
  throw new EarnestError("SUITE_BROKEN", `${name} expects a share between 0 and 1, got ${String(share)}`, {
    next: `Write 95% as 0.95: ${name}(0.95)`,
  });
}
