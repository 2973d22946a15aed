import { AgentFailure, type Proposal, type SeenCase, type WatchedToolbox } from "../../agent.ts";
import type { Resident } from "./resident.ts";

/** One attempt at a case, as replay hands it over. */
export interface Attempt {
  readonly seen: SeenCase;
  readonly toolbox: WatchedToolbox;
  readonly signal: AbortSignal;
  /** Milliseconds from when a program has it in hand. */
  readonly timeout: number;
}

/** Node's timers take no more. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Puts an attempt into a program's hand for as long as it may take; `work` hears of the end of it by the signal, whose reason it throws. */
export async function attempt(
  resident: Resident,
  { seen, toolbox, signal, timeout }: Attempt,
  work: (ask: Attempt) => Promise<Proposal | undefined>,
): Promise<Proposal | undefined> {
  const over = new AbortController();
  const late = (because: string) => over.abort(new AgentFailure("timed-out", `${because}${resident.program.lastWords()}`));
  const giveUp = () => late("it was given up on before it had answered");
  const timer = setTimeout(() => late(`no answer within ${timeout / 1000} s`), Math.min(timeout, LONGEST_TIMER));
  signal.addEventListener("abort", giveUp);
  resident.hand = { toolbox, signal: over.signal, failed: (failure) => over.abort(failure) };
  try {
    return await work({ seen, toolbox, signal: over.signal, timeout });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", giveUp);
    resident.hand = undefined;
    // Requests that are still on their way belong to nobody now.
    over.abort(new Error("the attempt is over"));
  }
}
