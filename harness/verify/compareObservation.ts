import type { Step } from "../agent.ts";
import { canonicalJson, sameJson } from "../canonical.ts";
import { clip, quote } from "../comparators/quote.ts";
import type { Observation } from "../replay.ts";
import { earlierTries } from "../toolbox/earlierTries.ts";
import { withEarlier } from "../toolbox/withEarlier.ts";
import { firstDifference } from "./firstDifference.ts";

/**
 * What came of playing an attempt again. `reordered`: the same steps, but answers of calls made at once arrived in another order.
 * `earlier`: the answer on record holds what a try before the last one had asked for, as the trace shows.
 */
export type Compared =
  | { readonly same: true; readonly reordered: boolean; readonly earlier: boolean }
  /** `step` counts from 0 in the trace on record; null where only the answer differs. Both texts are bounded. */
  | { readonly same: false; readonly step: number | null; readonly recorded: string; readonly now: string };

/** Failures whose words come from a dying process, which writes addresses and process ids into them. */
const WORDS_VARY = "crashed";
const LONGEST = 300;

/**
 * Compares an attempt as played with the one on record: same answer, same steps. Times, breaches and tokens do not count.
 * Only the last try at it is played; what those before it had asked for counts as proposed both times.
 */
export function compareObservation(recorded: Observation, now: Observation): Compared {
  const { last: skipped, writes } = earlierTries(recorded.trace.steps);
  const steps = recorded.trace.steps.slice(skipped);
  const again = now.trace.steps.slice(earlierTries(now.trace.steps).last);
  const answer = answerOf(now.kind === "proposed" ? { ...now, proposal: withEarlier(now.proposal, writes) } : now);
  const earlier = answer !== answerOf(now);
  const differing = firstDiffering(steps, again);
  const answers = answerOf(recorded) === answer;
  if (differing === undefined && answers) return { same: true, reordered: false, earlier };
  if (answers && differing !== undefined && sameSteps(steps, again)) return { same: true, reordered: true, earlier };
  if (differing === undefined) {
    return { same: false, step: null, recorded: said(recorded), now: said(now) };
  }
  const parted = sides(steps[differing], again[differing]);
  return {
    same: false,
    step: skipped + differing,
    recorded: parted.recorded ?? `no further step; ${said(recorded)}`,
    now: parted.now ?? `no further step; ${said(now)}`,
  };
}

function firstDiffering(recorded: readonly Step[], now: readonly Step[]): number | undefined {
  for (let i = 0; i < Math.max(recorded.length, now.length); i++) {
    const [was, is] = [recorded[i], now[i]];
    if (was === undefined || is === undefined || !sameJson(was, is)) return i;
  }
  return undefined;
}

/** The same steps, whatever their order. */
function sameSteps(recorded: readonly Step[], now: readonly Step[]): boolean {
  if (recorded.length !== now.length) return false;
  const others = now.map((step) => canonicalJson(step)).sort();
  return recorded
    .map((step) => canonicalJson(step))
    .sort()
    .every((step, i) => step === others[i]);
}

function answerOf(observation: Observation): string {
  if (observation.kind === "proposed") return canonicalJson(observation.proposal);
  const { code, because } = observation;
  return code === WORDS_VARY ? code : `${code} ${because}`;
}

function said(observation: Observation): string {
  return clip(
    observation.kind === "proposed"
      ? `proposed ${JSON.stringify(observation.proposal)}`
      : `failed (${observation.code}): ${observation.because}`,
    LONGEST,
  );
}

/** Each step in a line; of two calls of the same thing, where they part. */
function sides(was: Step | undefined, is: Step | undefined): { readonly recorded?: string; readonly now?: string } {
  if (was === undefined || is === undefined || was.kind !== is.kind || was.name !== is.name) {
    return {
      ...(was === undefined ? {} : { recorded: clip(`${nameOf(was)} ${JSON.stringify(was.args ?? null)}`, LONGEST) }),
      ...(is === undefined ? {} : { now: clip(`${nameOf(is)} ${JSON.stringify(is.args ?? null)}`, LONGEST) }),
    };
  }
  const { at, recorded, now } = firstDifference(was, is) ?? { at: "it", recorded: null, now: null };
  return {
    recorded: clip(`${nameOf(was)}: ${at} is ${quote(recorded)}`, LONGEST),
    now: clip(`${nameOf(is)}: ${at} is ${quote(now)}`, LONGEST),
  };
}

function nameOf({ kind, name }: Step): string {
  return clip(name === undefined ? kind : `${kind} ${name}`, LONGEST / 2);
}
