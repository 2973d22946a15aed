import { availableParallelism } from "node:os";
import { type Agent, AgentFailure, type Proposal, vouched } from "../../agent.ts";
import { type Attempt, attempt } from "./attempt.ts";
import { Crew } from "./crew.ts";
import type { ProgramSpec } from "./layout.ts";
import type { Program } from "./program.ts";
import type { Resident } from "./resident.ts";
import { openSite } from "./site.ts";

/** An agent that is a program, whatever it speaks. */
export interface ProgramAgentOptions extends ProgramSpec {
  readonly name: string;
  readonly version: string;
  /** Processes at once. Default: as many as there are cases in hand, at most two for each core. */
  readonly processes?: number | undefined;
}

/** Runs programs for as long as a run lasts, and puts each attempt to one of them alone; `work` speaks its language. */
export function programAgent(
  { name, version, processes, ...spec }: ProgramAgentOptions,
  work: (program: Program, attempt: Attempt) => Promise<Proposal | undefined>,
): Agent {
  let running: { readonly crew: Crew<Resident>; readonly timeout: number } | undefined;
  return vouched({
    name,
    version,
    seam: "tools",
    isolation: "I1",
    // An attempt that waits for a process to be free does not lose its time meanwhile.
    ownTime: true,
    ...(spec.models === undefined ? {} : { models: spec.models }),
    async start(world) {
      const site = await openSite(spec, world);
      // More processes than cores can feed only wait for each other.
      const most = processes ?? Math.min(world.concurrency, 2 * availableParallelism());
      running = { crew: new Crew(most, () => site.start()), timeout: world.timeout };
      return site.wall;
    },
    async propose(seen, toolbox, signal) {
      if (running === undefined) throw new Error("it has not been started");
      const { crew, timeout } = running;
      let used = false;
      const ask = (fresh: boolean) =>
        crew.with(
          signal,
          async (resident) => {
            used = resident.served > 0;
            const proposal = await attempt(resident, { seen, toolbox, signal, timeout }, (until) =>
              work(resident.program, until),
            );
            resident.served++;
            return proposal;
          },
          fresh,
        );
      try {
        return await ask(false);
      } catch (error) {
        // It may have ended for what came before, or because it answers only one case; alone, its end is its own.
        if (!used || !(error instanceof AgentFailure) || error.code !== "crashed") throw error;
        toolbox.restart(error.message);
        return await ask(true);
      }
    },
    async stop() {
      await running?.crew.close();
      running = undefined;
    },
  });
}
