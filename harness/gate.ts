import type { CeilingSeen } from "./ceiling.ts";
import type { Criterion, Finding } from "./criteria/criterion.ts";
import { gateMethod } from "./criteria/gateMethod.ts";
import { sealedWall } from "./criteria/sealedWall.ts";
import { seriousAtMost } from "./criteria/seriousAtMost.ts";
import { unproposed } from "./criteria/unproposed.ts";
import { EarnestError } from "./errors.ts";
import type { AskedLine } from "./evidence/shareCount.ts";
import type { WallSeen } from "./evidence/wallCount.ts";
import type { ShareName, TypeEvidence } from "./evidence.ts";
import { ceilingFinding, chainFinding, isAboutCeiling, replayFinding } from "./gate/bounds.ts";
import { isAgreement, whyDemoted, whyHeld, whyOpen, whyPromoted } from "./gate/why.ts";
import type { WiderChild } from "./policy.ts";
import { say } from "./sentences.ts";

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
  /** What has to go on holding on the present rung: where it is shown not to, nothing moves up, and nothing is lost. */
  readonly hold?: readonly Criterion[];
  /** What the risk of the action type allows at most, whatever the evidence. */
  readonly ceiling?: CeilingSeen | null;
  /** Agents of a chain that are allowed more than the agent they work for. */
  readonly wider?: readonly WiderChild[];
  /** Criteria that the ladder demands for this rung and the suite's own do not ask for, by their limits. */
  readonly leftOut?: readonly string[];
  /** On the rung asked for, does the agent act without a person's approval? Then the gate asks for a sealed wall as well. */
  readonly alone?: boolean;
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
  readonly hold: readonly Finding[];
  /** Which bound decided: what was seen, or the ceiling that its risk sets; null where nothing was asked. */
  readonly bound: "evidence" | "ceiling" | null;
}

/** How often the limit for serious disagreements may be exceeded, by proof, before the rung itself is lost. */
const SERIOUS_FLOOR = 2;

/** Decides one action type: the worst of its findings wins. A gate without criteria, or without evidence, is closed. */
export function decide(gate: Gate, evidence: TypeEvidence, noun: string, wall: WallSeen): Decided {
  const found = findings(gate, evidence, noun, wall);
  const { asked, climb, stay, hold } = found;
  const rest = { at: gate.at, ask: gate.ask ?? null, climb, stay, hold, bound: "evidence" as const };
  const lost = stay.find((finding) => finding.verdict === "not-met" && !isAboutCeiling(finding)) ?? stay.find(isNotMet);
  if (lost !== undefined) {
    return {
      ...rest,
      verdict: "demote",
      to: gate.below ?? gate.at,
      why: whyDemoted(lost, climb, gate, say.checks.agreesAtMost({ high: evidence.shares.agreement.high, noun })),
      change: lost.change,
      bound: isAboutCeiling(lost) ? "ceiling" : "evidence",
    };
  }
  if (gate.ask === undefined) {
    return {
      ...rest,
      verdict: "not_requested",
      to: gate.at,
      ...say.answers.notAsked,
      bound: null,
    };
  }
  const failed = [...climb, ...hold].filter(isNotMet);
  const toClimb = [...climb, ...hold].filter(isOpen);
  if (failed.length > 0) {
    const bound = failed.every(isAboutCeiling) ? "ceiling" : "evidence";
    return { ...rest, verdict: "hold", to: gate.at, ...whyHeld(failed, toClimb.length, climb, { at: gate.at, stay }), bound };
  }
  // A check of the present rung usually asks less than one of the next; it counts where nothing else is open.
  const opens = [climb, hold, stay].map((some) => some.filter(isOpen));
  const open = opens.find((some) => some.length > 0);
  if (asked.length === 0) {
    return {
      ...rest,
      verdict: "insufficient",
      to: gate.at,
      ...say.answers.noCriteria,
    };
  }
  if (open !== undefined) return { ...rest, verdict: "insufficient", to: gate.at, ...whyOpen(open, climb, opens.flat()) };
  const closed = whyClosed(gate, climb, evidence);
  if (closed !== undefined) return { ...rest, verdict: "insufficient", to: gate.at, ...closed };
  return {
    ...rest,
    verdict: "promote",
    to: gate.ask,
    ...whyPromoted([...climb, ...hold], gate.alone === true && !wall.sealed ? (wall.waiver?.by ?? null) : null),
  };
}

/** Everything the gate asks, with what it always asks besides the criteria; `asked` are the criteria for climbing alone. */
function findings(gate: Gate, evidence: TypeEvidence, noun: string, wall: WallSeen) {
  const { ceiling = null, wider = [] } = gate;
  const judgedAll = (criteria: readonly Criterion[]) => criteria.map((criterion) => judged(criterion, evidence, noun));
  const asked = judgedAll(gate.climb);
  const asks = gate.ask !== undefined;
  return {
    asked,
    climb: [
      ...asked,
      ...(asks && ceiling !== null ? [ceilingFinding(ceiling, "ask")] : []),
      ...(asks && wider.length > 0 ? [chainFinding(wider)] : []),
      ...(gate.alone === true ? [...replayFinding(evidence.facts), sealedWall(wall)] : []),
    ],
    stay: [...judgedAll(stayCriteria(gate)), ...(ceiling?.bars.at === true ? [ceilingFinding(ceiling, "at")] : [])],
    hold: judgedAll(gate.hold ?? []),
  };
}

function isNotMet({ verdict }: Finding): boolean {
  return verdict === "not-met";
}

function isOpen({ verdict }: Finding): boolean {
  return verdict === "insufficient";
}

/** Whatever else is met, a gate opens only for an action that was proposed, and only with a floor for its match rate. */
function whyClosed(
  gate: Gate,
  climb: readonly Finding[],
  { proposed, facts }: TypeEvidence,
): Pick<Decided, "why" | "change"> | undefined {
  if (proposed.n === 0) {
    return { why: say.checks.agreement.none(unproposed({ facts })), ...say.answers.noProposal };
  }
  // A draft that a person edits may differ in minor details.
  const asksHowOften = (finding: Finding) =>
    isAgreement(finding) || (gate.alone !== true && finding.criterion.name === "acceptedAtLeast");
  if (climb.some(asksHowOften)) return undefined;
  return say.answers.noFloor;
}

/** What pages say of every finding. */
const TOLD = ["because", "fact", "change"] as const;

/** Suites run with their types stripped: a criterion of a user's own may answer anything, and only "met" opens a gate. */
function judged(criterion: Criterion, evidence: TypeEvidence, noun: string): Finding {
  const finding = criterion.judge(evidence, noun);
  if (!["met", "not-met", "insufficient"].includes(finding?.verdict))
    throw new EarnestError("SUITE_BROKEN", `the criterion ${criterion.name} answered neither met, not-met nor insufficient`, {
      next: "A finding's verdict is one of these three words",
    });
  const untold = TOLD.find((member) => typeof finding[member] !== "string" || finding[member].trim() === "");
  if (untold === undefined) return withNumbers(criterion, finding);
  throw new EarnestError("SUITE_BROKEN", `the criterion ${criterion.name} gave a finding whose ${untold} is no text`, {
    next: "A finding says because and change in a sentence, and its fact in a few words",
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
  const asked = [...gate.climb, ...(gate.hold ?? []), ...stayCriteria(gate)].flatMap(({ asks }) => {
    if (asks?.share !== share) return [];
    const { line, lost = line, alpha = gateMethod.alpha } = asks;
    return [line, lost].map((one) => ({ line: one, alpha }));
  });
  return [...new Map(asked.map((one) => [`${one.line} at ${one.alpha}`, one])).values()];
}

/** The criteria for staying, and for each limit on serious disagreements twice that limit. */
export function stayCriteria(gate: Gate): Criterion[] {
  const limits = gate.climb
    .filter((criterion) => criterion.name === "seriousAtMost")
    .map((criterion) => Number(criterion.params["limit"]));
  const doubled = limits.map((limit) => seriousAtMost(Math.min(1, limit * SERIOUS_FLOOR)));
  const isAsked = ({ name, params }: Criterion) =>
    gate.stay.some((one) => one.name === name && one.params["limit"] === params["limit"]);
  return [...gate.stay, ...doubled.filter((one) => !isAsked(one))];
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
    ...(gate.hold === undefined || gate.hold.length === 0 ? {} : { hold: gate.hold.map(plain) }),
    ...(gate.ceiling == null ? {} : { ceiling: { rung: gate.ceiling.rung, highest: gate.ceiling.highest } }),
    method,
    ...(gate.alone === true ? { wall: "I3" } : {}),
  };
}
