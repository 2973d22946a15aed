import { EarnestError } from "../errors.ts";
import type { Outlook } from "../evidence/outlook.ts";
import type { ShareEvidence, ShareName, TypeEvidence } from "../evidence.ts";
import { say } from "../sentences.ts";
import { percentDown, percentUp } from "../words.ts";
import type { Criterion, Finding, FindingVerdict } from "./criterion.ts";

const UNSEEN: ShareEvidence = {
  k: 0,
  n: 0,
  clusters: 0,
  rate: null,
  most: 0,
  low: 0,
  high: 1,
  contradicts: false,
  effective: 0,
  oneLook: { low: 0, high: 1 },
  lines: [],
};

/** A share that is counted only where a criterion asks; where nothing was counted, nothing was seen. */
export function askedShare({ shares }: TypeEvidence, name: ShareName): ShareEvidence {
  return shares[name] ?? UNSEEN;
}

/** What a share is of, in words, and what one of what is counted is called. */
export interface ShareWords {
  /** "address changes": follows "at most 1% of". */
  readonly of: string;
  /** One of what is counted: "serious disagreement"; and several, where that is not the same with an s. */
  readonly one: string;
  readonly many?: string;
  /** A sentence for n = 0. */
  readonly nothing: string;
}

/** Finds whether the share that is not `good` stays within `limit`, by the high end of its range. */
export function shareAtMost(criterion: Omit<Criterion, "judge">, good: ShareEvidence, limit: number, words: ShareWords): Finding {
  const { n, low, high } = flipped(good);
  const { one, many: several = `${one}s` } = words;
  const k = n - good.k;
  const verdict = verdictAtLeast(good, 1 - limit);
  const { room, more } = outlookAt(good, 1 - limit);
  const change = {
    met: room === null ? say.changes.nothing : say.changes.moreEvents({ room, n, one, several }),
    "not-met": say.changes.fewerEvents({ k, n, one, several }),
    insufficient: moreWithout(good, more, limit, one),
  };
  const because = n === 0 ? words.nothing : say.checks.atMost[verdict]({ k, n, low, high, limit, one, several, of: words.of });
  return finding(criterion, verdict, because, change[verdict], {
    fact: n === 0 ? "no cases" : verdict === "not-met" ? `at least ${percentDown(low, 2)}` : `at most ${percentUp(high, 2)}`,
    detail: say.checks.fact.ofAll(k, n),
    numbers: { n, k, low, high, limit, ...numbersOf(good, 1 - limit, verdict) },
  });
}

function moreWithout({ n, rate }: ShareEvidence, more: Outlook["more"], limit: number, one: string): string {
  if (limit === 0) return say.changes.neverNone;
  const says = more === null ? say.changes.tooFar : say.changes.moreWithout({ ...more, one });
  return n > 0 && rate !== null && rate <= 1 - limit ? `${says} ${say.changes.neverAtHigh(1 - rate)}` : says;
}

/** The range of what is not so. */
function flipped({ n, low, high }: ShareEvidence): { n: number; low: number; high: number } {
  return { n, low: 1 - high, high: 1 - low };
}

/** Finds whether a share reaches `floor`, by the low end of the range. */
export function shareAtLeast(
  criterion: Omit<Criterion, "judge">,
  share: ShareEvidence,
  floor: number,
  words: ShareWords & { readonly verb: string },
): Finding {
  const { k, n, low, high } = share;
  const verdict = verdictAtLeast(share, floor);
  const { of, one, verb, nothing } = words;
  const because = n === 0 ? nothing : say.checks.atLeast[verdict]({ low, high, verb, of, floor });
  const { room } = outlookAt(share, floor);
  const change = {
    met: room === null ? say.changes.nothing : say.changes.moreEvents({ room, n, one }),
    "not-met": say.changes.fewerMisses({ k, n, one, verb }),
    insufficient: moreCases(share, floor, verb),
  };
  return finding(criterion, verdict, because, change[verdict], {
    fact: factAtLeast(verdict, share, "no cases"),
    detail: say.checks.fact.ofAll(k, n),
    numbers: { n, k, low, high, floor, ...numbersOf(share, floor, verdict) },
  });
}

/** Where the range of a share stands to a floor; without cases it stands nowhere. */
export function verdictAtLeast({ n, low, high }: ShareEvidence, floor: number): FindingVerdict {
  if (n === 0) return "insufficient";
  return low >= floor ? "met" : high < floor ? "not-met" : "insufficient";
}

/** The short form of such a finding, for a table cell. */
export function factAtLeast(verdict: FindingVerdict, { n, low, high }: ShareEvidence, none: string): string {
  if (n === 0) return none;
  const { atLeast, atMost, between } = say.checks.fact;
  if (verdict === "met") return atLeast(low);
  return verdict === "not-met" ? atMost(high) : between({ low, high });
}

/** How many more cases would do, at the share seen so far; where that can never do, at one halfway from the floor to always. `verb`: "agrees in". */
export function moreCases(share: ShareEvidence, floor: number, verb: string): string {
  const { more } = outlookAt(share, floor);
  const { n, rate } = share;
  const enough = rate !== null && rate > floor;
  const says = more === null ? say.changes.tooFar : say.changes.moreCases({ ...more, seen: enough, verb });
  return n > 0 && rate !== null && !enough ? `${says} ${say.changes.neverAtLow(rate)}` : says;
}

/** What was followed at this line; a share that was counted without it cannot say what would change it. */
export function outlookAt(share: ShareEvidence, line: number): Outlook {
  return share.lines.find((one) => one.line === line) ?? { room: null, least: null, more: null };
}

/**
 * The numbers of the outlook and of the evidence, for the record. `today` is the share seen, where no number of cases like these can show
 * the line: the cases that `more` counts would have to be better.
 */
export function numbersOf(share: ShareEvidence, line: number, verdict: FindingVerdict): { [key: string]: number } {
  const found = share.lines.find((one) => one.line === line);
  if (found === undefined) return {};
  const { room, least, more, above, now } = found;
  return {
    logE: now,
    p: Math.min(1, Math.exp(-above)),
    ...(verdict === "met" && room !== null && least !== null ? { room, least } : {}),
    ...(verdict === "insufficient" && more !== null ? { more: more.cases, rate: more.rate } : {}),
    ...(verdict === "insufficient" && share.rate !== null && share.rate <= line ? { today: share.rate } : {}),
  };
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
