import pRetry, { AbortError } from "p-retry";
import type { Json } from "../action.ts";
import { type Called, reasonOf } from "./callHandler.ts";
import { type HandBench, standingOf } from "./handBench.ts";
import type { Undone } from "./handler.ts";
import type { PersonAmid } from "./personEdit.ts";
import { struckCall } from "./struckCall.ts";

/** How often an undo is tried in all, under one key, before it is left to a person. */
export const UNDO_TRIES = 3;
const FIRST_WAIT_MS = 10;

const ANSWERS: readonly unknown[] = ["reverted", "already", "conflict", "not-applied", "impossible"] satisfies Undone[];

/** Takes one act back, once: intent on disk, up to three tries under one key, and what became of it. */
export async function undoAct(bench: HandBench, act: number, line: 0 | 1): Promise<void> {
  await bench.journal.putDurably({ e: "intent", phase: "undo", act, ms: bench.ms() });
  await finishUndo(bench, act, line);
}

/** Goes on with an undo whose intent is on disk: asking again under the same key does nothing that was done before. */
export async function finishUndo(bench: HandBench, act: number, line: 0 | 1): Promise<void> {
  const person = bench.personAmid(act);
  let silent = false;
  try {
    const outcome = await pRetry(
      async () => {
        const called = await callCompensate(bench, act, line, person);
        if (called.kind === "answer") return called.value;
        silent = called.kind === "silent";
        throw silent ? new AbortError(called.because) : new Error(called.because);
      },
      { retries: UNDO_TRIES - 1, minTimeout: FIRST_WAIT_MS },
    );
    await person?.answered(outcome);
    bench.journal.put({ e: "undone", act, outcome, ms: bench.ms() });
  } catch (error) {
    noteDead(bench, act, reasonOf(error));
  }
  if (silent) {
    await bench.journal.flush();
    await bench.stuck();
  }
  await person?.over();
  await bench.strike("undo", act, "after-receipt");
}

/** Gives an undo up, and leaves it to a person. */
export function noteDead({ journal, ms }: HandBench, act: number, because: string): void {
  journal.put({ e: "undone", act, outcome: "dead-letter", because, ms: ms() });
}

async function callCompensate(
  bench: HandBench,
  act: number,
  line: 0 | 1,
  person: PersonAmid | undefined,
): Promise<Called<Undone>> {
  const { handler, params } = bench.acts[act] as HandBench["acts"][number];
  const receipt = standingOf(bench.journal, act).receipt as Json;
  const called = await struckCall(bench, { phase: "undo", act, line, person }, (use, signal) =>
    handler.compensate(use, params, receipt, bench.keysOf(act), signal),
  );
  if (called.kind !== "answer" || ANSWERS.includes(called.value)) return called;
  return { kind: "threw", because: "it answered with something that is no answer of an undo" };
}
