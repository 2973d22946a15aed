import { EarnestError } from "../errors.ts";
import type { Outlook } from "../evidence/outlook.ts";
import type { ShareEvidence, ShareName, TypeEvidence } from "../evidence.ts";
import { count, limitPercent, many, percent, percentDown, percentUp } from "../words.ts";
import type { Criterion, Finding, FindingVerdict } from "./criterion.ts";

const TOO_FAR = "more cases than can be counted on.";
const NOTHING = "nothing that these cases could show.";

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
    met: room === null ? NOTHING : `${many(room, `more ${one}`, `more ${several}`)} in ${many(n, "case")}.`,
    "not-met": `fewer ${several}; ${count(k)} in ${many(n, "case")} ${k === 1 ? "is" : "are"} too many.`,
    insufficient: moreWithout(more, limit, words.one),
  };
  return finding(criterion, verdict, saidAtMost(good, limit, verdict, words), change[verdict], {
    fact: n === 0 ? "no cases" : verdict === "not-met" ? `at least ${percentDown(low, 2)}` : `at most ${percentUp(high, 2)}`,
    detail: `${count(k)} of ${count(n)}`,
    numbers: { n, k, low, high, limit, ...numbersOf(good, 1 - limit, verdict) },
  });
}

function moreWithout(more: Outlook["more"], limit: number, one: string): string {
  if (limit === 0) return "no number of cases can show that there are none at all.";
  if (more === null) return TOO_FAR;
  if (more.rate === 1) return `about ${many(more.cases, "more case")} without a ${one}.`;
  return `about ${many(more.cases, "more case")}, if at most ${percentUp(1 - more.rate, 2)} of them have a ${one}.`;
}

/** The range of what is not so. */
function flipped({ n, low, high }: ShareEvidence): { n: number; low: number; high: number } {
  return { n, low: 1 - high, high: 1 - low };
}

function saidAtMost(good: ShareEvidence, limit: number, verdict: FindingVerdict, words: ShareWords): string {
  const { n, low, high } = flipped(good);
  if (n === 0) return words.nothing;
  const k = n - good.k;
  const most = limitPercent(limit);
  const seen = k === 0 ? `No ${words.one} seen` : many(k, words.one, words.many);
  const range = {
    met: k === 0 ? `fewer than ${percentUp(high, 2)}` : `at most ${percentUp(high, 2)}`,
    "not-met": `at least ${percentDown(low, 2)}`,
    insufficient: k === 0 ? `fewer than ${percentUp(high, 2)}` : `between ${percentDown(low, 2)} and ${percentUp(high, 2)}`,
  }[verdict];
  const said = `${seen} in ${many(n, "case")}; with 95% confidence ${range} of ${words.of}.`;
  return verdict === "insufficient" ? `${said} The limit, ${most}, lies inside that range.` : `${said} The limit is ${most}.`;
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
  const least = limitPercent(floor);
  const because = {
    met: `With 95% confidence the agent ${words.verb} at least ${percentDown(low)} of ${words.of}; the limit is ${least}.`,
    "not-met": `With 95% confidence the agent ${words.verb} at most ${percentUp(high)} of ${words.of}; the limit is ${least}.`,
    insufficient:
      n === 0
        ? words.nothing
        : `With 95% confidence the agent ${words.verb} between ${percentDown(low)} and ${percentUp(high)} of ${words.of}. The limit, ${least}, lies inside that range.`,
  };
  const { room } = outlookAt(share, floor);
  const change = {
    met: room === null ? NOTHING : `${many(room, `more ${words.one}`)} in ${many(n, "case")}.`,
    "not-met": `fewer ${words.one}s; it ${words.verb} ${count(k)} of ${count(n)}.`,
    insufficient: moreCases(share, floor, words.verb),
  };
  return finding(criterion, verdict, because[verdict], change[verdict], {
    fact: factAtLeast(verdict, share, "no cases"),
    detail: `${count(k)} of ${count(n)}`,
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
  if (verdict === "met") return `at least ${percentDown(low)}`;
  return verdict === "not-met" ? `at most ${percentUp(high)}` : `${percentDown(low)} to ${percentUp(high)}`;
}

/** How many more cases would do, at the share seen so far; where that can never do, at one halfway from the floor to always. `verb`: "agrees in". */
export function moreCases(share: ShareEvidence, floor: number, verb: string): string {
  const { more } = outlookAt(share, floor);
  const { n, rate } = share;
  const enough = rate !== null && rate > floor;
  const part = more?.rate === 1 ? "all" : more !== null && enough ? percent(more.rate) : limitPercent(more?.rate ?? 0);
  const says = more === null ? TOO_FAR : `about ${many(more.cases, "more case")}, if the agent ${verb} ${part} of them.`;
  const today = n > 0 && rate !== null && !enough ? ` At today’s ${percent(rate)} no number of cases will do.` : "";
  return `${says}${today}`;
}

/** What was followed at this line; a share that was counted without it cannot say what would change it. */
export function outlookAt(share: ShareEvidence, line: number): Outlook {
  return share.lines.find((one) => one.line === line) ?? { room: null, more: null };
}

/** The numbers of the outlook and of the evidence, for the record. */
export function numbersOf(share: ShareEvidence, line: number, verdict: FindingVerdict): { [key: string]: number } {
  const found = share.lines.find((one) => one.line === line);
  if (found === undefined) return {};
  const { room, more, above, now } = found;
  return {
    logE: now,
    p: Math.min(1, Math.exp(-above)),
    ...(verdict === "met" && room !== null ? { room } : {}),
    ...(verdict === "insufficient" && more !== null ? { more: more.cases, rate: more.rate } : {}),
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
