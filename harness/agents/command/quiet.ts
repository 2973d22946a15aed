import { setImmediate } from "node:timers/promises";
import type { Program } from "./program.ts";

/** Turns of the event loop without anything new before the pipes count as read. */
const QUIET = 2;

/**
 * What a program reported and said before its answer lies in the pipes already; waits until it has been read.
 * One that never stops has not answered in time: throws the signal's reason.
 */
export async function quiet(program: Pick<Program, "reports">, signal: AbortSignal): Promise<void> {
  for (let calm = 0, before = program.reports; calm < QUIET; calm++) {
    await setImmediate();
    signal.throwIfAborted();
    if (program.reports === before) continue;
    before = program.reports;
    calm = 0;
  }
}
