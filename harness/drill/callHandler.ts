import { messageOf } from "../errors.ts";
import { shorten, visibleLine } from "../words.ts";

/** What came of calling a handler: its answer; an error, or an answer too late to be used; nothing, although it was told to stop. */
export type Called<T> =
  | { readonly kind: "answer"; readonly value: T }
  | { readonly kind: "threw"; readonly because: string }
  | { readonly kind: "silent"; readonly because: string };

const LONGEST_REASON = 300;

/**
 * Calls code of a user within `limitMs`: then its signal tells it to stop, and a quarter of that later nobody waits for it any more.
 * With `stop` aborted already it is called all the same, and its answer is not used: so a call looks whose time ran out at once.
 */
export async function callHandler<T>(
  limitMs: number,
  call: (signal: AbortSignal) => T | Promise<T>,
  stop = new AbortController(),
): Promise<Called<T>> {
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<Called<T>>((resolve) => {
    const giveUp = () =>
      resolve({ kind: "silent", because: `it gave no answer in ${limitMs} ms, and did not stop when it was told to` });
    timer = setTimeout(() => {
      stop.abort();
      timer = setTimeout(giveUp, limitMs / 4);
    }, limitMs);
  });
  try {
    return await Promise.race([answerOf(call, stop.signal), silent]);
  } finally {
    clearTimeout(timer);
  }
}

async function answerOf<T>(call: (signal: AbortSignal) => T | Promise<T>, signal: AbortSignal): Promise<Called<T>> {
  try {
    const value = await call(signal);
    return signal.aborted ? { kind: "threw", because: "there was no answer in time" } : { kind: "answer", value };
  } catch (error) {
    return { kind: "threw", because: reasonOf(error) };
  }
}

/** What was thrown, on one line that may be printed. */
export function reasonOf(thrown: unknown): string {
  return shorten(visibleLine(messageOf(thrown)), LONGEST_REASON);
}
