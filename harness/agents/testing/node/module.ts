import type { Proposal, SeenCase, Toolbox } from "../../../agent.ts";
import { decide } from "../decide.ts";

/** For tests: an agent that keeps the contract, as a module that earnest runs behind its wall. */
export default function propose({ input }: SeenCase, toolbox: Toolbox, signal: AbortSignal): Promise<Proposal | undefined> {
  return decide(input, toolbox, signal);
}
