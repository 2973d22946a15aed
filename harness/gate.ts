import { agreementSaid } from "./criteria/agreementAtLeast.ts";
import type { Criterion, Finding } from "./criteria/criterion.ts";
import { gateMethod } from "./criteria/gateMethod.ts";
import { seriousAtMost } from "./criteria/seriousAtMost.ts";
import { EarnestError } from "./errors.ts";
import type { AskedLine } from "./evidence/shareCount.ts";
import type { ShareName, TypeEvidence } from "./evidence.ts";
import { inWords, limitPercent, lowered } from "./words.ts";

/** One rung up, stay, one rung down, not known yet, or nothing was asked. */
export type Verdict = "promote" | "hold" | "demote" | "insufficient" | "not_requested";

/** How several action types at once are answered: all promotions together at one level (Holm), or each by itself. */
export type Together = "holm" | "each";

/** The criteria before a rung, and those for staying on the present one; every one of them must be met. */
export interface Gate {
  /** The rung the action type stands on. */
  readonly at: string;
  /** The rung asked for, one above; without it nothing is asked. */
  readonly ask?: string | undefined;
  /** The rung below, where a demotion leads. */
  readonly below?: string | undefined;
  readonly climb: readonly Criterion[];
  readonly stay: readonly Criterion[];
}

/** A verdict with everything it rests on: why, and what would change it. */
export interface Decided {
  readonly verdict: Verdict;
  readonly at: string;
  readonly ask: string | null;
  /** The rung this verdict leads to. */
  readonly to: string;
  readonly why: string;
  readonly change: string;
  readonly climb: readonly Finding[];
  readonly stay: readonly Finding[];
}

/** How often the limit for serious disagreements may be exceeded, by proof, before the rung itself is lost. */
const SERIOUS_FLOOR = 2;

/** Decides one action type: the worst of its findings wins. A gate without criteria, or without evidence, is closed. */
export function decide(gate: Gate, evidence: TypeEvidence, noun: string): Decided {
  const climb = gate.climb.map((criterion) => judged(criterion, evidence, noun));
  const stay = stayCriteria(gate).map((criterion) => judged(criterion, evidence, noun));
  const rest = { at: gate.at, ask: gate.ask ?? null, climb, stay };
  const lost = stay.find((finding) => finding.verdict === "not-met");
  if (lost !== undefined) {
    return {
      ...rest,
      verdict: "demote",
      to: gate.below ?? gate.at,
      why: whyDemoted(lost, climb, gate, agreementSaid(evidence, noun, "high")),
      change: lost.change,
    };
  }
  if (gate.ask === undefined) {
    return {
      ...rest,
      verdict: "not_requested",
      to: gate.at,
      why: "A higher rung was not asked for.",
      change: "a suite, and a run, that asks for one.",
    };
  }
  const failed = climb.filter((finding) => finding.verdict === "not-met");
  if (failed.length > 0) return { ...rest, verdict: "hold", to: gate.at, ...whyHeld(failed, climb, stay, gate.at) };
  // A check of the present rung usually asks less than one of the next; it counts where nothing else is open.
  const opens = [climb, stay].map((findings) => findings.filter(({ verdict }) => verdict === "insufficient"));
  const open = opens.find((some) => some.length > 0);
  const all = opens.flat();
  if (climb.length === 0) {
    return {
      ...rest,
      verdict: "insufficient",
      to: gate.at,
      why: "The suite sets no criteria for this rung, and a gate without criteria is closed.",
      change: "criteria in the suite.",
    };
  }
  if (open !== undefined) return { ...rest, verdict: "insufficient", to: gate.at, ...whyOpen(open, climb, all) };
  const closed = whyClosed(climb, evidence);
  if (closed !== undefined) return { ...rest, verdict: "insufficient", to: gate.at, ...closed };
  return { ...rest, verdict: "promote", to: gate.ask, ...whyPromoted(climb) };
}

/** Whatever else is met, a gate opens only for an action that was proposed, and only with a floor for its match rate. */
function whyClosed(climb: readonly Finding[], { proposed }: TypeEvidence): Pick<Decided, "why" | "change"> | undefined {
  if (proposed.n === 0) {
    return {
      why: "The agent never proposed this, so these cases cannot say yes or no.",
      change: "cases in which the agent proposes it.",
    };
  }
  if (climb.some(isAgreement)) return undefined;
  return {
    why: "The suite sets no floor for the match rate, and a gate that does not ask how often the agent agrees is closed.",
    change: "agreementAtLeast among the criteria in the suite.",
  };
}

/** Suites run with their types stripped: a criterion of a user's own may answer anything, and only "met" opens a gate. */
function judged(criterion: Criterion, evidence: TypeEvidence, noun: string): Finding {
  const finding = criterion.judge(evidence, noun);
  if (["met", "not-met", "insufficient"].includes(finding?.verdict)) return withNumbers(criterion, finding);
  throw new EarnestError("SUITE_BROKEN", `the criterion ${criterion.name} answered neither met, not-met nor insufficient`, {
    next: "A finding's verdict is one of these three words",
  });
}

/** What several action types at once are corrected by must be a chance. */
function withNumbers({ name }: Criterion, finding: Finding): Finding {
  const { p, logE } = (
    typeof finding.numbers === "object" && finding.numbers !== null ? finding.numbers : {}
  ) as Finding["numbers"];
  const isChance = p === undefined || (typeof p === "number" && p >= 0 && p <= 1);
  if (isChance && (logE === undefined || (typeof logE === "number" && !Number.isNaN(logE))))
    return { ...finding, numbers: finding.numbers ?? {} };
  throw new EarnestError("SUITE_BROKEN", `the criterion ${name} gave a p or a logE that is none`, {
    next: "p is a chance from 0 to 1, logE a number; leave both out where nothing is left to chance",
  });
}

/** The rates that a gate asks about in one share: where its evidence must be followed from the first case. */
export function linesOf(gate: Gate, share: ShareName): AskedLine[] {
  const asked = [...gate.climb, ...stayCriteria(gate)].flatMap(({ asks }) => {
    if (asks?.share !== share) return [];
    const { line, lost = line, alpha = gateMethod.alpha } = asks;
    return [line, lost].map((one) => ({ line: one, alpha }));
  });
  return [...new Map(asked.map((one) => [`${one.line} at ${one.alpha}`, one])).values()];
}

/** The stay criteria of the suite, and for each limit on serious disagreements twice that limit. */
export function stayCriteria(gate: Gate): Criterion[] {
  const limits = gate.climb
    .filter((criterion) => criterion.name === "seriousAtMost")
    .map((criterion) => Number(criterion.params["limit"]));
  return [...gate.stay, ...limits.map((limit) => seriousAtMost(Math.min(1, limit * SERIOUS_FLOOR)))];
}

function whyPromoted(climb: readonly Finding[]): Pick<Decided, "why" | "change"> {
  const [lead] = climb as [Finding];
  const all = climb.length === 1 ? "The one check is met." : `All ${inWords(climb.length)} checks are met.`;
  // What has the least room comes first: it is what would change the answer soonest.
  const nearest = climb.filter((finding) => roomOf(finding) !== undefined).sort((a, b) => Number(roomOf(a)) - Number(roomOf(b)));
  const changes = nearest.slice(0, 2).map((finding) => finding.change.replace(/\.$/, ""));
  return { why: `${lead.because} ${all}`, change: changes.length === 0 ? lead.change : `${changes.join(", or ")}.` };
}

function roomOf(finding: Finding): number | undefined {
  return finding.numbers["room"];
}

function whyHeld(
  failed: readonly Finding[],
  climb: readonly Finding[],
  stay: readonly Finding[],
  at: string,
): Pick<Decided, "why" | "change"> {
  const lead = leadOf(failed);
  if (isAgreement(lead)) {
    const floor = stay.find(isAgreement);
    const stays =
      floor === undefined
        ? ""
        : ` Staying at ${at} takes ${floorOf(floor)}, which it ${floor.verdict === "met" ? "meets" : "may not meet"}.`;
    return { why: `${lead.because}${stays}`, change: alsoNeeded(lead.change, failed.length - 1, "failed") };
  }
  const checks = failed.length === 1 ? "one check failed:" : `${inWords(failed.length)} checks failed. The first:`;
  const clears = climb.some((finding) => isAgreement(finding) && finding.verdict === "met");
  const why = clears ? `The match rate clears the gate, but ${checks} ${lowered(lead.because)}` : lead.because;
  return { why, change: alsoNeeded(lead.change, failed.length - 1, "failed") };
}

function whyOpen(open: readonly Finding[], climb: readonly Finding[], all: readonly Finding[]): Pick<Decided, "why" | "change"> {
  const lead = leadOf(open);
  // What takes the most cases is what has to be waited for; the others come with it.
  const longest = open.reduce((a, b) => (waitOf(b) > waitOf(a) ? b : a), lead);
  const change = alsoNeeded(longest.change, all.length - 1, "open");
  if (isAgreement(lead) || climb.every((finding) => finding.verdict !== "met")) return { why: lead.because, change };
  const checks =
    open.length === 1 ? "one check cannot be decided yet:" : `${inWords(open.length)} checks cannot be decided yet. The first:`;
  return { why: `Nothing speaks against it, but ${checks} ${lowered(lead.because)}`, change };
}

function whyDemoted(lost: Finding, climb: readonly Finding[], gate: Gate, atMost: string): string {
  if (!isAgreement(lost)) return `${lost.because} With that it cannot stay at ${gate.at}.`;
  const asked = climb.find(isAgreement);
  const up = asked === undefined ? "" : `, moving up takes ${floorOf(asked)}`;
  return `${atMost}. Staying at ${gate.at} takes ${floorOf(lost)}${up}.`;
}

/** What a reader asks about first is the match rate. */
function leadOf(findings: readonly Finding[]): Finding {
  return findings.find(isAgreement) ?? (findings[0] as Finding);
}

/** More cases that an open check takes; without a number, more than can be counted on. */
function waitOf({ numbers }: Finding): number {
  return numbers["more"] ?? Number.POSITIVE_INFINITY;
}

function isAgreement(finding: Finding): boolean {
  return finding.criterion.name === "agreementAtLeast";
}

function floorOf(finding: Finding): string {
  return limitPercent(Number(finding.criterion.params["floor"]));
}

/** A change that would not be enough by itself says so. */
function alsoNeeded(change: string, others: number, state: "failed" | "open"): string {
  if (others === 0) return change;
  const rest = others === 1 ? "One more check" : `${inWords(others, true)} more checks`;
  return `${change} ${rest} ${state === "failed" ? "failed" : others === 1 ? "is open" : "are open"} as well.`;
}

/** The plain data of a gate, for the manifest and its digest. */
export function gateData(gate: Gate) {
  const plain = ({ name, params }: Criterion) => ({ name, params });
  const { says: _, ...method } = gateMethod;
  return {
    at: gate.at,
    ask: gate.ask ?? null,
    climb: gate.climb.map(plain),
    stay: stayCriteria(gate).map(plain),
    method,
  };
}
