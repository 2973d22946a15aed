import type { Step } from "../agent.ts";
import { canonicalJson, sameJson } from "../canonical.ts";
import { clip, quote } from "../comparators/quote.ts";
import type { Observation } from "../replay.ts";
import { firstDifference } from "./firstDifference.ts";

/** What came of playing an attempt again. `reordered`: the same steps, but answers of calls made at once arrived in another order. */
export type Compared =
  | { readonly same: true; readonly reordered: boolean }
  /** `step` counts from 0 in the trace on record; null where only the answer differs. Both texts are bounded. */
  | { readonly same: false; readonly step: number | null; readonly recorded: string; readonly now: string };

/** Put before the steps of an attempt that was made again after a failure; the agent did not take it. */
const NOT_THE_AGENTS = "failed-before";
/** Failures whose words come from a dying process, which writes addresses and process ids into them. */
const WORDS_VARY = "crashed";
const LONGEST = 300;

/** Compares an attempt as played with the one on record: same answer, same steps. Times, breaches and tokens do not count. */
export function compareObservation(recorded: Observation, now: Observation): Compared {
  const before = recorded.trace.steps.findIndex(({ kind }) => kind !== NOT_THE_AGENTS);
  const skipped = before < 0 ? recorded.trace.steps.length : before;
  const steps = recorded.trace.steps.slice(skipped);
  const differing = firstDiffering(steps, now.trace.steps);
  const answers = answerOf(recorded) === answerOf(now);
  if (differing === undefined && answers) return { same: true, reordered: false };
  if (answers && differing !== undefined && sameSteps(steps, now.trace.steps)) return { same: true, reordered: true };
  if (differing === undefined) {
    return { same: false, step: null, recorded: said(recorded), now: said(now) };
  }
  const parted = sides(steps[differing], now.trace.steps[differing]);
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
