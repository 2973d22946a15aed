import type { AgentFailure, Proposal, WatchedToolbox } from "../../agent.ts";
import type { RemoteHand, Ticket, Tickets } from "./tickets.ts";

/** One attempt that somebody elsewhere has in hand: ended by their answer, by replay's signal, or by a call too many. */
export async function remoteAttempt<H extends RemoteHand>(
  tickets: Tickets<H>,
  toolbox: WatchedToolbox,
  signal: AbortSignal,
  hand: (common: RemoteHand) => H,
  work: (ticket: Ticket, signal: AbortSignal) => Promise<Proposal | undefined>,
): Promise<Proposal | undefined> {
  const over = new AbortController();
  using ticket = tickets.open(hand({ toolbox, failed: (failure: AgentFailure) => over.abort(failure) }));
  return await work(ticket, AbortSignal.any([signal, over.signal]));
}
