import { AgentFailure, type Proposal, type SeenCase, type Toolbox } from "../../agent.ts";
import { converse } from "./converse.ts";
import type { Plan } from "./plan.ts";

/** A failure on its way through the wall, where an error would lose its kind. */
export interface FailedInside {
  readonly failed: { readonly code: AgentFailure["code"]; readonly because: string };
}

let plan: Plan | undefined;

/** The loop as it runs behind the wall. */
export default {
  start(given: Plan): void {
    plan = given;
  },
  async propose(seen: SeenCase, toolbox: Toolbox, signal: AbortSignal): Promise<Proposal | FailedInside | undefined> {
    if (plan === undefined) throw new Error("asked before it was started");
    try {
      return await converse(plan, seen, toolbox, signal);
    } catch (error) {
      if (error instanceof AgentFailure) return { failed: { code: error.code, because: error.message } };
      throw error;
    }
  },
};
