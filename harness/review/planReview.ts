import { hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Comparison } from "../compare.ts";
import { EarnestError } from "../errors.ts";
import { type PlannedReview, reviewsOf } from "../evidence/reviewLog.ts";
import { isSerious } from "../evidence.ts";
import { compareUnder } from "../policy.ts";
import { type ReadRun, readRun } from "../run/readRun.ts";
import type { ReadySuite } from "../suite.ts";
import { type BlindPair, blindPair } from "./blindPair.ts";

/** Disagreements of one type beyond this are drawn from, not all read. */
const PER_TYPE = 300;
const AUDIT = { least: 60, share: 0.02 };
const DOUBLE = { least: 30, share: 0.2 };

interface Candidate {
  readonly case: string;
  readonly types: readonly string[];
  readonly serious: boolean;
  readonly handedBy: BlindPair["handedBy"];
  /** Where the seed puts it among the others. */
  readonly drawn: string;
}

/**
 * What reviewers are to look at, fixed by the run's seed: all that is serious, all disagreements up to 300 of each action type and a random
 * 300 where there are more, and a random part of the agreements. Of cases that the agent alone hands over, at most as many as people alone
 * do, or whoever saw one side hand over would know whose it is. Reads the ledger once and keeps ids alone. Throws what `readRun` throws, USAGE for a run that has
 * not ended, and RUN_EMPTY for one without cases.
 */
export function planReview(suite: ReadySuite, dir: string): Omit<PlannedReview, "schema"> {
  const differ: Candidate[] = [];
  const agree: Candidate[] = [];
  const left = { textOnly: 0, noProposal: 0 };
  let seed = 0;
  const read = readRun(dir, {
    begin: (header) => {
      seed = header.seed;
    },
    case: ({ case: one, observations }) => {
      const cells = compareUnder(suite.policies, one, observations, suite.compared)[0] ?? [];
      const differing = cells.filter((cell) => underlying(cell) !== "match");
      const pair = blindPair(one, observations[0], suite.title, differing.length > 0);
      if (pair === null) {
        if (differing.length > 0) left.noProposal++;
        return;
      }
      if (differing.length > 0 && pair.same) {
        left.textOnly++;
        return;
      }
      const types = [...new Set((differing.length > 0 ? differing : cells).map(typeOf))].sort();
      const serious = cells.some((cell) => isSerious(cell, suite.serious));
      const drawn = draw(seed, "item", one.id);
      (differing.length > 0 ? differ : agree).push({ case: one.id, types, serious, handedBy: pair.handedBy, drawn });
    },
  });
  refuseUnlessWhole(dir, read);
  const chosen = [
    ...drawnFrom(differ).map((one) => ({ ...one, why: one.serious ? ("serious" as const) : ("differs" as const) })),
    ...inDraw(agree)
      .slice(0, Math.max(AUDIT.least, Math.ceil(AUDIT.share * (agree.length + differ.length))))
      .map((one) => ({ ...one, why: "agrees" as const })),
  ];
  const doubles = Math.min(chosen.length, Math.max(DOUBLE.least, Math.ceil(DOUBLE.share * chosen.length)));
  const twice = new Set(
    [...chosen]
      .sort(by((one) => draw(seed, "double", one.case)))
      .slice(0, doubles)
      .map((one) => one.case),
  );
  return {
    run: read.run.id,
    ledgerHead: read.end.head,
    rules: suite.digest,
    seed,
    // Numbers are places in this order, so that they tell nothing about a case.
    items: chosen
      .sort(by((one) => draw(seed, "number", one.case)))
      .map(({ case: id, why, types }) => ({ case: id, why, types: [...types], double: twice.has(id) })),
    disagreements: differ.length,
    agreements: agree.length,
    ...left,
  };
}

/** A plan stands for the run as it is and for what the suite calls a disagreement: throws RESUME_CHANGED where either is another one now. */
export function refuseUnlessAlike(dir: string, then: PlannedReview, now: Omit<PlannedReview, "schema">): void {
  const why =
    then.ledgerHead !== now.ledgerHead
      ? "the run has gone on since its reviews were planned, so the plan is not of all its cases"
      : then.rules !== now.rules && !isDeepStrictEqual(then.items, now.items)
        ? "the suite has changed since the reviews were planned, and would have other cases judged now"
        : undefined;
  if (why === undefined) return;
  const next = `Keep ${reviewsOf(dir)} elsewhere and begin anew; what was answered counts no more for this run`;
  throw new EarnestError("RESUME_CHANGED", why, { next });
}

/** A plan is of all cases of a run, so there have to be some, and no more to come. */
function refuseUnlessWhole(dir: string, { counted, ended }: ReadRun): void {
  if (ended === null)
    throw new EarnestError("USAGE", "the run has not ended, and reviews are planned of all its cases at once", {
      where: { file: dir },
      next: "Go on with it first: earnest run --resume",
    });
  if (counted === 0) throw new EarnestError("RUN_EMPTY", "the run holds no case to review", { where: { file: dir } });
}

/** All that is serious, and of each type the first 300 of the draw; as many hand-overs by the agent alone as by people alone. */
function drawnFrom(differ: readonly Candidate[]): Candidate[] {
  const people = capped(differ.filter(({ handedBy }) => handedBy !== "agent"));
  const agents = inDraw(differ.filter(({ handedBy }) => handedBy === "agent"));
  return [...people, ...agents.slice(0, people.filter(({ handedBy }) => handedBy === "person").length)];
}

function capped(differ: readonly Candidate[]): Candidate[] {
  const taken = new Map<string, number>();
  return inDraw(differ).filter(({ types, serious }) => {
    const wanted = serious || types.some((type) => (taken.get(type) ?? 0) < PER_TYPE);
    if (wanted) for (const type of types) taken.set(type, (taken.get(type) ?? 0) + 1);
    return wanted;
  });
}

/** What the comparing came to, whatever the policy did with it afterwards: that is not for reviewers to judge. */
function underlying({ outcome, otherwise }: Comparison): Comparison["outcome"] {
  return otherwise ?? outcome;
}

/** The agent's type, where it proposed an act; the person's otherwise. */
function typeOf({ proposed, proposedAction, decided }: Comparison): string {
  return proposedAction === undefined ? decided : proposed;
}

function inDraw(candidates: readonly Candidate[]): Candidate[] {
  return [...candidates].sort(by(({ drawn }) => drawn));
}

function draw(seed: number, what: string, id: string): string {
  return hash("sha256", `${seed} ${what} ${id}`, "hex");
}

function by<T>(key: (one: T) => string): (a: T, b: T) => number {
  return (a, b) => (key(a) < key(b) ? -1 : 1);
}
