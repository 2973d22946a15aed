import { EarnestError } from "../errors.ts";

/** Ends a run from inside, at once: what is in hand is given up and goes not on record. The first reason stands. */
export class Halt {
  readonly #abort = new AbortController();
  #reason: EarnestError | undefined;

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get reason(): EarnestError | undefined {
    return this.#reason;
  }

  end(reason: EarnestError): void {
    this.#reason ??= reason;
    this.#abort.abort();
  }
}

const NOTICES = [0.5, 0.75, 0.9];
/** Node's timers take no more. */
const LONGEST = 2 ** 31 - 1;

/** Halts a run after so many seconds, with a notice at 50, 75 and 90 %; dispose of it when the run is over. */
export function timeLimit(halt: Halt, seconds: number | undefined, notice: (text: string) => void): Disposable {
  if (seconds === undefined) return { [Symbol.dispose]: () => undefined };
  const at = (share: number, then: () => void) => setTimeout(then, Math.min(seconds * share * 1000, LONGEST)).unref();
  const timers = [
    ...NOTICES.map((share) =>
      at(share, () => notice(`${Math.round(share * 100)}% of the ${seconds} s for this run have passed`)),
    ),
    at(1, () => halt.end(limitReached(`the ${seconds} s for this run have passed (--max-time)`))),
  ];
  return { [Symbol.dispose]: () => timers.forEach((timer) => void clearTimeout(timer)) };
}

/** The error of a run that came to one of its limits. */
export function limitReached(because: string): EarnestError {
  return new EarnestError("LIMIT_REACHED", because, {
    next: "What is on record stays and is judged; --resume goes on, with a higher limit where that is wanted",
  });
}
