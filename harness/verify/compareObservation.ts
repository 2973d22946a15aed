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
  const [was, is] = [steps[differing], now.trace.steps[differing]];
  return {
    same: false,
    step: skipped + differing,
    recorded: was === undefined ? `no further step; ${said(recorded)}` : shown(was, is),
    now: is === undefined ? `no further step; ${said(now)}` : shown(is, was),
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

/** A step in a line; where the other one is of the same kind, what tells them apart comes first. */
function shown(step: Step, other: Step | undefined): string {
  const name = clip(`${step.kind}${step.name === undefined ? "" : ` ${step.name}`}`, LONGEST / 2);
  if (other === undefined || other.kind !== step.kind || other.name !== step.name)
    return clip(`${name} ${JSON.stringify(step.args ?? null)}`, LONGEST);
  const found = firstDifference(step, other);
  return clip(found === undefined ? name : `${name}: ${found.at} is ${quote(found.recorded)}`, LONGEST);
}
