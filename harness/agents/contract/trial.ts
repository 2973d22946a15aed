import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ESCALATE, NONE } from "../../action.ts";
import { type Agent, type Proposal, proposalSchema, type ToolSpec } from "../../agent.ts";
import { parseCase } from "../../case.ts";
import { messageOf } from "../../errors.ts";
import { CaseToolbox, type Exchanges, type ToolDesk } from "../../toolbox.ts";

/** A case of the battery: what the agent is to do stands in its input. */
export interface TrialCase {
  readonly id: string;
  readonly attempt?: number;
  readonly input: unknown;
  readonly reads?: readonly { readonly tool: string; readonly args: unknown; readonly answer: unknown }[];
}

/** What became of it: a proposal, or how it failed. */
export type TrialAnswer = { readonly proposal: Proposal } | { readonly failed: string };

/** An agent that has started, and may be asked. */
export interface Trial {
  ask(one: TrialCase, signal?: AbortSignal): Promise<TrialAnswer>;
}

/** What the battery's write tool is acknowledged with. */
export const ACKNOWLEDGED = { status: "accepted", receipt: "r-17" };
const AT_ONCE = 20;
const TIMEOUT = 30_000;

const any = { type: "object", additionalProperties: true } as const;
const reason = { type: "object", properties: { because: { type: "string" } }, additionalProperties: false } as const;
const TOOLS: readonly ToolSpec[] = [
  { name: "lookup", kind: "read", about: "Look a word up.", parameters: any },
  { name: "note", kind: "write", about: "Write something down.", parameters: any },
  { name: "answer", kind: "write", about: "Say what was found.", parameters: any },
  { name: ESCALATE, kind: "reserved", about: "Hand the case over.", parameters: reason },
  { name: NONE, kind: "reserved", about: "Do nothing.", parameters: reason },
];

const desk: ToolDesk = {
  tools: TOOLS,
  most: { steps: 60, same: 6 },
  stub: () => undefined,
  acknowledge: () => ACKNOWLEDGED,
  fault: (_type, params) =>
    typeof params === "object" && params !== null && !Array.isArray(params) ? undefined : "its params are an object",
};

/** Starts an agent for as long as the work takes, in a world of its own, and stops it whatever happened. */
export async function trial<T>(agent: Agent, work: (trial: Trial) => Promise<T>, exchanges?: Exchanges): Promise<T> {
  await using scratch = await mkdtempDisposable(join(tmpdir(), "earnest-trial-"));
  const world = {
    tools: TOOLS,
    concurrency: AT_ONCE,
    timeout: TIMEOUT,
    scratch: scratch.path,
    breach: () => undefined,
    notice: () => undefined,
  };
  try {
    await agent.start?.(world);
    return await work({ ask: (one, signal) => ask({ agent, exchanges }, one, signal ?? new AbortController().signal) });
  } finally {
    await agent.stop?.();
  }
}

async function ask(
  { agent, exchanges }: { readonly agent: Agent; readonly exchanges: Exchanges | undefined },
  { id, attempt = 1, input, reads = [] }: TrialCase,
  signal: AbortSignal,
): Promise<TrialAnswer> {
  const read = parseCase({ id, input, reads, decisions: [{ actions: [] }] });
  if ("faults" in read) throw new Error(`the battery's own case is broken: ${JSON.stringify(read.faults)}`);
  const seen = Object.freeze({ id, attempt, input });
  const toolbox = new CaseToolbox(read.case, seen, desk, exchanges);
  try {
    const returned = await agent.propose(seen, toolbox, signal);
    if (toolbox.ended !== undefined) throw toolbox.ended;
    const given = proposalSchema.safeParse(toolbox.proposal(returned));
    return given.success ? { proposal: given.data } : { failed: `what it returned is not a proposal: ${given.error.message}` };
  } catch (error) {
    return { failed: messageOf(error) };
  }
}
