import { type Agent, type Proposal, type SeenCase, type Toolbox, vouched } from "../agent.ts";

/**
 * An agent that is a function in the harness's own process. Nothing but its own code keeps it from acting (isolation I0),
 * and one that never yields cannot be timed out: fit for a desk and for code of one's own.
 */
export function inProcess(agent: {
  readonly name: string;
  readonly version: string;
  start?(): Promise<void>;
  /** The proposal; nothing where it was made by writes into the toolbox. */
  propose(seen: SeenCase, toolbox: Toolbox, signal: AbortSignal): Proposal | undefined | Promise<Proposal | undefined>;
  stop?(): Promise<void>;
}): Agent {
  // Called on the object it came from, which may be an instance of a class: its methods are not its own properties.
  return vouched({
    name: agent.name,
    version: agent.version,
    seam: "tools",
    isolation: "I0",
    // What it returns is not looked at: no wall stands around code in this process, whatever it says.
    start: async () => {
      await agent.start?.();
    },
    propose: (seen, toolbox, signal) => agent.propose(seen, toolbox, signal),
    stop: async () => agent.stop?.(),
  });
}
