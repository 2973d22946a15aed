import { NONE } from "../action.ts";
import type { Proposed, Step } from "../agent.ts";
import { together } from "./withEarlier.ts";

/** The step behind those of a try that crashed, or that failed for want of the model, after which the attempt began anew. */
export const CRASHED_BEFORE = "crashed-before";
export const FAILED_BEFORE = "failed-before";

/** Where the last try at an attempt begins in its trace, from 0, and what those before it had asked for and was acknowledged. */
export function earlierTries(steps: readonly Step[]): { readonly last: number; readonly writes: readonly Proposed[] } {
  const last = steps.findLastIndex(ends) + 1;
  let writes: readonly Proposed[] = [];
  let open: Proposed[] = [];
  for (const step of steps.slice(0, last)) {
    if (ends(step)) {
      writes = together(writes, open);
      open = [];
    } else open.push(...writesIn([step]));
  }
  return { last, writes };
}

/** What these steps asked for and was acknowledged. */
export function writesIn(steps: readonly Step[]): Proposed[] {
  return steps.flatMap(({ kind, name = "", args, source, imported }) =>
    kind === "write" && source !== "refused" && imported !== true && name !== NONE
      ? [{ type: name, params: (args ?? {}) as Proposed["params"] }]
      : [],
  );
}

function ends({ kind, imported }: Step): boolean {
  return (kind === CRASHED_BEFORE || kind === FAILED_BEFORE) && imported !== true;
}
