import type { AgentFailure, Proposal, WatchedToolbox } from "../../agent.ts";
import type { Pass, Passes, RemoteHand } from "./passes.ts";

/** One attempt that somebody elsewhere has in hand: ended by their answer, by replay's signal, or by a call too many. */
export async function remoteAttempt<H extends RemoteHand>(
  passes: Passes<H>,
  toolbox: WatchedToolbox,
  signal: AbortSignal,
  hand: (common: RemoteHand) => H,
  work: (pass: Pass, signal: AbortSignal) => Promise<Proposal | undefined>,
): Promise<Proposal | undefined> {
  const over = new AbortController();
  using pass = passes.open(hand({ toolbox, failed: (failure: AgentFailure) => over.abort(failure) }));
  return await work(pass, AbortSignal.any([signal, over.signal]));
}
