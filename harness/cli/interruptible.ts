import { EXIT } from "./exitCode.ts";

/** A person's Ctrl-C, a CI that gives up, and a terminal that is closed. */
export const STOPS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The first signal stops what is under way, and is told; the second one ends the process. */
export function interruptible(told: () => void = () => undefined): { readonly signal: AbortSignal } & Disposable {
  const stop = new AbortController();
  const interrupt = () => {
    if (stop.signal.aborted) process.exit(EXIT.interrupted);
    stop.abort();
    told();
  };
  for (const signal of STOPS) process.on(signal, interrupt);
  return {
    signal: stop.signal,
    [Symbol.dispose]() {
      for (const signal of STOPS) process.off(signal, interrupt);
    },
  };
}
