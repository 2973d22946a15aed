import { DRILL_WORDS } from "../drill/drillWords.ts";
import { type DrillFact, drillAge, notInForce } from "../evidence/drillFact.ts";

import type { TypeFacts } from "../evidence/typeFacts.ts";
import { isWhole } from "../evidence/undoneOn.ts";
import { count, duration, many, shorten } from "../words.ts";
import { checkAmount, checkCount, checkSettings } from "./checkParams.ts";
import type { Criterion } from "./criterion.ts";
import { criterionOf, type Found } from "./criterionOf.ts";
import { daysUp } from "./days.ts";

const NAME = "drillRestores";

/** What an undo drill has to show: so many actions restored within so many minutes, at most `days` old, under other operations a second. */
export interface DrillDemand {
  readonly size: number;
  readonly minutes: number;
  readonly days: number;
  readonly load?: number;
}

/**
 * Has undoing been tried and timed? A drill of the agent version under test that restored all of at least `size` actions in time counts
 * until it is `days` old, or a later drill of the version fails; one that failed counts however small it was. Dated more than `days` ahead of
 * the evidence it shows nothing.
 */
export function drillRestores(demand: DrillDemand): Criterion {
  checkSettings(NAME, demand, "drillRestores({ size: 50, minutes: 15, days: 90 })");
  const { size, minutes, days, load } = demand;
  checkCount(NAME, "size", size);
  checkAmount(NAME, "minutes", minutes);
  checkAmount(NAME, "days", days);
  if (load !== undefined) checkAmount(NAME, "load", load);
  return criterionOf(
    {
      name: NAME,
      params: { size, minutes, days, ...(load === undefined ? {} : { load }) },
      question: load === undefined ? "Has undoing been tried and timed?" : "Has undoing been tried and timed under load?",
      limit: `${count(size)} of ${count(size)} restored within ${count(minutes)} min${underLoad(load)}, at most ${daysUp(days)} ago`,
    },
    ({ facts }) => find(demand, facts),
  );
}

function find(demand: DrillDemand, facts: TypeFacts): Found {
  const { size, minutes, days, load } = demand;
  const wanted = `a drill that restores ${count(size)} of ${count(size)} within ${count(minutes)} min${underLoad(load)}.`;
  const mine = facts.drills.filter((drill) => notInForce(drill, facts) === null);
  const shown = mine.find(isBroken);
  if (shown !== undefined) return brokenFound(shown, mine, wanted);
  const at = ({ at: moment }: DrillFact) => Date.parse(moment);
  const failed = mine.filter((drill) => fails(drill, minutes)).reduce(newer, undefined);
  const since = failed === undefined ? mine : mine.filter((drill) => at(drill) > at(failed));
  const age = (drill: DrillFact) => drillAge(drill, facts.asOf);
  const large = since.filter((drill) => canMeet(drill) && drill.actions >= size && (drill.load ?? 0) >= (load ?? 0));
  const full = large.filter((drill) => age(drill) >= -days).reduce(newer, undefined) ?? large[0];
  const limit = { size, minutes, days, ...(load === undefined ? {} : { load }) };
  if (full !== undefined) {
    const old = age(full);
    const numbers = { ...numbersOf(full), age: old, limitSize: size, limitMinutes: minutes, limitDays: days };
    const found = {
      because: `A drill restored ${restored(full)} in ${duration(full.seconds)}${underLoad(full.load)}, ${agedSaid(old, days)}. The limit is ${many(minutes, "minute")}, and ${daysUp(days)}.`,
      fact: duration(full.seconds),
      detail: `${restored(full)} restored`,
      numbers,
    };
    if (Math.abs(old) <= days) return { ...found, verdict: "met", change: "a later drill that fails." };
    return { ...found, verdict: "insufficient", change: `${wanted.slice(0, -1)}, not older than ${daysUp(days)}.` };
  }
  if (failed !== undefined) {
    const why = failed.because === undefined ? "" : ` Not restored: ${shorten(failed.because, 80).replace(/[.\s]+$/, "")}.`;
    return {
      verdict: "not-met",
      because: `A drill restored ${restored(failed)} in ${duration(failed.seconds)}; the limit is all of them within ${many(minutes, "minute")}.${why}`,
      fact: `${restored(failed)}, ${duration(failed.seconds)}`,
      detail:
        failed.restored === failed.actions
          ? `limit ${count(minutes)} min`
          : `${count(failed.actions - failed.restored)} not restored`,
      change: wanted,
      numbers: { ...numbersOf(failed), ...limit },
    };
  }
  const [said, fact] = missing(mine, facts, demand);
  return {
    verdict: "insufficient",
    because: `${said} An undo has to be tried and timed with the agent version under test.`,
    fact,
    change: wanted,
    numbers: { drills: mine.length, ...limit },
  };
}

/** What is missing, as a sentence and in short: the lack that a drill comes nearest with is said. */
function missing(mine: readonly DrillFact[], facts: TypeFacts, { size, load = 0 }: DrillDemand): readonly [string, string] {
  const [newest] = facts.drills;
  if (newest === undefined) return ["No undo drill is on record.", "no drill"];
  const why = notInForce(newest, facts);
  if (mine.length === 0)
    return newest.agent === facts.version
      ? [`The undo drills on record do not count: the newest was ${why}.`, "another version’s"]
      : [`The undo drills on record are of another version, the newest of ${shorten(newest.agent, 40)}.`, "another version’s"];
  const on = `${many(mine.length, "drill")} of this version ${mine.length === 1 ? "is" : "are"} on record, and`;
  const whole = mine.filter(isWhole);
  if (whole.length === 0) return [`${on} none undid a whole batch.`, "no whole batch"];
  const large = whole.filter(({ actions }) => actions >= size);
  if (large.length === 0) return [`${on} none restored ${many(size, "action")}.`, "drill too small"];
  const controlled = large.filter(canMeet);
  if (controlled.length === 0)
    return [`${on} none of a whole batch has a negative control, which shows that it would notice.`, "no control"];
  const most = Math.max(...controlled.map((one) => one.load ?? 0));
  const reached = most === 0 ? "without load" : `under at most ${count(most)}`;
  // One under load enough would have been taken.
  return [`${on} none restored ${many(size, "action")}${underLoad(load)}: they were made ${reached}.`, "too little load"];
}

/** How long before the last case or run, whichever was later, or after it. */
function agedSaid(age: number, days: number): string {
  if (age >= 0) return age === 0 ? "no longer ago than the last case or run" : `${daysUp(age)} before the last case or run`;
  return -age > days ? `and is dated ${daysUp(-age)} ahead of the evidence` : `${daysUp(-age)} after the last case or run`;
}

/** It restored too few, or took too long; what it was too small for is another question. Most drills of the library leave acts standing on purpose. */
function fails(drill: DrillFact, minutes: number): boolean {
  return isWhole(drill) && (drill.restored < drill.actions || drill.seconds > minutes * 60);
}

/** A drill of the library shows something only where it notices an undo that does nothing. */
function canMeet(drill: DrillFact): boolean {
  return isWhole(drill) && (drill.drill === undefined || drill.control === "caught");
}

/** A promise that was broken once is broken, whatever came out well afterwards. */
function isBroken({ broken = 0, control }: DrillFact): boolean {
  return broken > 0 || control === "missed";
}

function brokenFound(newest: DrillFact, mine: readonly DrillFact[], wanted: string): Found {
  const missed = newest.control === "missed";
  const what = newest.drill === undefined ? "A drill" : `The drill “${DRILL_WORDS[newest.drill]}”`;
  const n = mine.filter(isBroken).length;
  const why = newest.because === undefined ? "" : ` ${shorten(newest.because, 160)}`;
  return {
    verdict: "not-met",
    because: missed
      ? `${what} is void: an undo that only pretended was not noticed by it.`
      : `${what} did not hold${n === 1 ? "" : `, and neither did ${many(n - 1, "other")}`}.${why}`,
    fact: missed ? "void" : `${count(n)} of ${many(mine.length, "drill")} did not hold`,
    detail: newest.drill === undefined ? "" : DRILL_WORDS[newest.drill],
    change: `a mended undo, in a new version, and ${wanted}`,
    numbers: { drills: mine.length, broken: n },
  };
}

/** Of two at the same moment the one listed first. */
function newer(found: DrillFact | undefined, drill: DrillFact): DrillFact {
  return found === undefined || Date.parse(drill.at) > Date.parse(found.at) ? drill : found;
}

function restored({ restored: back, actions }: DrillFact): string {
  return `${count(back)} of ${count(actions)}`;
}

function underLoad(load: number | undefined): string {
  return load === undefined ? "" : ` under ${count(load)} other ${load === 1 ? "operation" : "operations"} a second`;
}

function numbersOf({ actions, restored: back, seconds, load }: DrillFact): { readonly [key: string]: number } {
  return { actions, restored: back, seconds, ...(load === undefined ? {} : { underLoad: load }) };
}
