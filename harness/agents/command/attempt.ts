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

/** Puts an attempt into a program's hand for as long as it may take; `work` hears of the end of it by the signal, whose reason it throws. */
export async function attempt(
  resident: Resident,
  { seen, toolbox, signal, timeout }: Attempt,
  work: (ask: Attempt) => Promise<Proposal | undefined>,
): Promise<Proposal | undefined> {
  const over = new AbortController();
  const late = (because: string) => over.abort(new AgentFailure("timed-out", `${because}${resident.program.lastWords()}`));
  const giveUp = () => late("it was given up on before it had answered");
  const stop = toolbox.limit(timeout, () => late(`no answer within ${timeout / 1000} s`));
  signal.addEventListener("abort", giveUp);
  // Before its first case there was no other that its words could be of.
  if (resident.served > 0) resident.program.forgetWords();
  resident.hand = { toolbox, signal: over.signal, failed: (failure) => over.abort(failure) };
  try {
    return await work({ seen, toolbox, signal: over.signal, timeout });
  } finally {
    stop();
    signal.removeEventListener("abort", giveUp);
    resident.hand = undefined;
    // Requests that are still on their way belong to nobody now.
    over.abort(new Error("the attempt is over"));
  }
}
