import type { Breach, Step } from "../agent.ts";
import type { Observation } from "../replay.ts";
import { UsageTally } from "../toolbox/tally.ts";
import type { Failed } from "./past.ts";

/** The step that a trace begins with for each time its attempt had failed before. */
const FAILED_BEFORE = "failed-before";

/** All attempts at a case, those that were made again in the place of the failed ones: what they cost and what they tried counts too. */
export function askedAgain({ observations, attempts }: Failed, made: readonly Observation[]): Observation[] {
  return observations.map((before) => {
    const now = attempts.includes(before.attempt) ? made.find(({ attempt }) => attempt === before.attempt) : undefined;
    return now === undefined || before.kind !== "failed" ? before : after(before, now);
  });
}

function after(before: Extract<Observation, { kind: "failed" }>, now: Observation): Observation {
  const { code, because, trace } = before;
  const first = trace.steps.findIndex(({ kind }) => kind !== FAILED_BEFORE);
  const earlier = trace.steps.slice(0, first < 0 ? undefined : first);
  const failure: Step = { kind: FAILED_BEFORE, args: { code, because } };
  const usage = new UsageTally();
  for (const used of [...(before.usage ?? []), ...(now.usage ?? [])]) usage.add(used);
  const used = usage.list();
  return {
    ...now,
    trace: { steps: [...earlier, failure, ...now.trace.steps] },
    breaches: together(before.breaches, now.breaches),
    ...(used.length === 0 ? {} : { usage: used }),
  };
}

function together(before: readonly Breach[], now: readonly Breach[]): readonly Breach[] {
  const found = Map.groupBy([...before, ...now], ({ kind, target }) => JSON.stringify([kind, target]));
  return [...found.values()].map((alike) => ({
    ...(alike[0] as Breach),
    times: alike.reduce((sum, { times }) => sum + times, 0),
  }));
}
