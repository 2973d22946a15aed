import type { Breach, Step } from "../agent.ts";
import type { Redactor } from "../redact/redactor.ts";
import type { Observation } from "../replay.ts";

/** Where the actions of a case stand: what is excepted there is excepted in a proposal, or the two could not be compared. */
const ACTIONS = ["decisions", "0", "actions"];
/** How earnest writes where a cassette keeps an answer, and the answer's digest. */
const HEX = /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/;

/** An observation as it may go on record: whatever an agent wrote speaks of the same values by the same tokens as the case does. */
export function redactedObservation(observation: Observation, redactor: Redactor): Observation {
  const { trace, breaches, usage } = observation;
  const seen = {
    trace: { steps: trace.steps.map((step) => redactedStep(step, redactor)) },
    breaches: breaches.map((breach): Breach => ({ ...breach, target: redactor.text(breach.target) })),
    ...(usage === undefined ? {} : { usage: redactor.value(usage) }),
  };
  if (observation.kind === "failed") return { ...observation, ...seen, because: redactor.message(observation.because) };
  const { proposal } = observation;
  if (proposal.kind !== "act") return { ...observation, ...seen, proposal: redactor.value(proposal) };
  const { actions, ...rest } = proposal;
  return { ...observation, ...seen, proposal: { ...redactor.value(rest), actions: redactor.value(actions, ACTIONS) } };
}

function redactedStep(step: Step, redactor: Redactor): Step {
  const { kind, name, args, answer } = step;
  return {
    ...step,
    kind: redactor.text(kind),
    ...(name === undefined ? {} : { name: redactor.text(name) }),
    ...(args === undefined
      ? {}
      : { args: kind === "write" ? redactor.value(args, [...ACTIONS, "0", "params"]) : told(kind, args, "key", redactor) }),
    ...(answer === undefined ? {} : { answer: told(kind, answer, "digest", redactor) }),
  };
}

/** What a step holds; in an exchange with a model, but for earnest's own member that ties it to the cassette. */
function told(kind: string, held: unknown, own: "key" | "digest", redactor: Redactor): unknown {
  const { [own]: mark } = Object(held) as { readonly [own]?: unknown };
  if (kind !== "model" || typeof mark !== "string" || !HEX.test(mark)) return redactor.value(held);
  // Left out while the rest is looked at: a long word of letters and digits is what takes longest.
  return { ...redactor.value({ ...(held as object), [own]: "" }), [own]: mark };
}
