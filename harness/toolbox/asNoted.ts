import { type Step, stepSchema } from "../agent.ts";
import { onRecord } from "../onRecord.ts";
import { shorten } from "../words.ts";
import { CRASHED_BEFORE, FAILED_BEFORE } from "./earlierTries.ts";

/** Kinds of steps that only earnest puts on a trace. */
const OWN: readonly string[] = ["read", "write", "call", "model", "breach", FAILED_BEFORE, CRASHED_BEFORE];

/** A step that an agent notes of itself. One that could be taken for what earnest saw stands inside a step of kind "note". */
export function asNoted(given: Step): Step {
  const step = asStep(given);
  if (!OWN.includes(step.kind) && step.source === undefined) return step;
  return { kind: "note", name: shorten(step.kind, 100), args: step };
}

/** A step as it is now: what becomes of the object afterwards is no part of what was seen. Throws for what is no step. */
export function asStep(given: Step): Step {
  const read = stepSchema.safeParse(onRecord(given).value);
  if (!read.success) throw new Error("a step has a kind, and may have a name, args and an answer");
  return read.data;
}
