import type { Agent } from "../agent.ts";
import { converse } from "./command/converse.ts";
import { type ProgramAgentOptions, programAgent } from "./command/programAgent.ts";

/** How a program in any language is run as an agent; see `command`. */
export type CommandOptions = Omit<ProgramAgentOptions, "command">;

/**
 * An agent that is a program in any language: it reads cases from stdin and answers on stdout, a line of JSON each, in a kernel
 * sandbox where there is one (isolation I3) and without it elsewhere (I1, said aloud). `start` throws AGENT_START where it cannot be run.
 */
export function command(line: readonly string[], options: CommandOptions): Agent {
  return programAgent({ ...options, command: line }, converse);
}
