import type { Breach, Step } from "../agent.ts";
import type { Observation } from "../replay.ts";
import { CRASHED_BEFORE, earlierTries, FAILED_BEFORE } from "../toolbox/earlierTries.ts";
import { UsageTally } from "../toolbox/tally.ts";
import { withEarlier } from "../toolbox/withEarlier.ts";
import { MOST_TEXT } from "../toolbox.ts";
import type { Failed } from "./past.ts";

/** Only what the endpoint did may be put right: an agent that is asked again for what it did itself is asked until its answer pleases. */
export function mayRetry(observation: Observation): boolean {
  return observation.kind === "failed" && observation.code === "model-error";
}

/** The keys of the exchanges that these attempts have taken, which a run finds in its own cassette when it makes them again. */
export function takenBefore(observations: readonly Observation[]): ReadonlySet<string> {
  const keys = observations.flatMap(({ trace }) =>
    trace.steps.map(({ kind, args }) => (kind === "model" ? (Object(args) as { readonly key?: unknown }).key : undefined)),
  );
  return new Set(keys.filter((key) => typeof key === "string"));
}

/** All attempts at a case, those that were made again in the place of the failed ones: what they did, cost and tried counts too. */
export function askedAgain({ observations, attempts }: Failed, made: readonly Observation[]): Observation[] {
  return observations.map((before) => {
    const now = attempts.includes(before.attempt) ? made.find(({ attempt }) => attempt === before.attempt) : undefined;
    return now === undefined || before.kind !== "failed" ? before : after(before, now);
  });
}

function after(before: Extract<Observation, { kind: "failed" }>, now: Observation): Observation {
  const { code, because } = before;
  const failure: Step = { kind: FAILED_BEFORE, args: { code, because } };
  const earlier = [...kept(before.trace.steps), failure];
  const usage = new UsageTally();
  for (const used of [...(before.usage ?? []), ...(now.usage ?? [])]) usage.add(used);
  const used = usage.list();
  return {
    ...now,
    ...(now.kind === "proposed" ? { proposal: withEarlier(now.proposal, earlierTries(earlier).writes) } : {}),
    trace: { steps: [...earlier, ...now.trace.steps] },
    breaches: together(before.breaches, now.breaches),
    ...(used.length === 0 ? {} : { usage: used }),
  };
}

/** However often it is asked again, a trace does not grow without end. */
function kept(steps: readonly Step[]): readonly Step[] {
  if (JSON.stringify(steps).length <= MOST_TEXT) return steps;
  return steps.filter(({ kind }) => kind === "write" || kind === "model" || kind === FAILED_BEFORE || kind === CRASHED_BEFORE);
}

function together(before: readonly Breach[], now: readonly Breach[]): readonly Breach[] {
  const found = Map.groupBy([...before, ...now], ({ kind, target }) => JSON.stringify([kind, target]));
  return [...found.values()].map((alike) => ({
    ...(alike[0] as Breach),
    times: alike.reduce((sum, { times }) => sum + times, 0),
  }));
}
