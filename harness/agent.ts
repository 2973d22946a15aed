import { z } from "zod";
import { type Action, type Json, NONE } from "./action.ts";
import { actionSchema } from "./case.ts";
import type { Redactor } from "./redact/redactor.ts";

export { atLeast, builtWall, isolationOf, keepsTime, vouched, wallAround } from "./agent/vouched.ts";

/** An action the agent proposes, with its own confidence in it (0 to 1) when it states one. */
export interface Proposed extends Action {
  readonly confidence?: number | undefined;
  /** The agents it came through, from the one that was asked to the one that proposed it; absent for an agent without sub-agents. */
  readonly chain?: readonly string[] | undefined;
}

/** What an agent says of an act beside its params; see `Proposed`. */
export interface Beside {
  readonly confidence?: number;
  readonly because?: string;
  readonly chain?: readonly string[];
}

/** What the agent would have done: act (a set of actions; none is the empty set), hand over, or decline to propose. */
export type Proposal =
  | { readonly kind: "act"; readonly actions: readonly Proposed[]; readonly because?: string | undefined }
  | { readonly kind: "escalate" | "abstain"; readonly confidence?: number | undefined; readonly because?: string | undefined };

/** More actions than this are no answer to one case. */
const MOST_ACTIONS = 1_000;

const confidence = z.number().min(0).max(1).optional();
const because = z.string().optional();
const chain = z.array(z.string().min(1).max(200)).min(1).max(20).optional();

export const proposalSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("act"),
    actions: z
      .array(actionSchema.extend({ confidence, chain }))
      .max(MOST_ACTIONS)
      .transform((actions) => (actions.length === 1 && actions[0]?.type === NONE ? [] : actions))
      .refine((actions) => actions.every((action) => action.type !== NONE), `"${NONE}" stands alone`),
    because,
  }),
  z.strictObject({ kind: z.literal("escalate"), confidence, because }),
  z.strictObject({ kind: z.literal("abstain"), confidence, because }),
]);

/** How strong the wall was: I0 none, I1 observed, I2 guarded by the runtime, I3 sealed by the kernel, or proposals logged elsewhere. */
export type Isolation = "I0" | "I1" | "I2" | "I3" | "imported";

/** Where an agent's effects can be intercepted: at the tools it is handed, or nowhere because it ran elsewhere, earlier. */
export type Seam = "tools" | "imported";

/** All that an agent gets to see of a case: never the decision, nor anything known later. Frozen, and the agent's own copy. */
export interface SeenCase {
  readonly id: string;
  /** Counts from 1. */
  readonly attempt: number;
  readonly at?: string | undefined;
  readonly input: unknown;
}

const READ_SOURCES = ["recorded", "stubbed", "counterfactual", "refused"] as const;
/** What a read rests on: the recording, a stub the suite declares, a recording from before a write that was captured, or nothing. */
export type ReadSource = (typeof READ_SOURCES)[number];

/** One step of the agent, in the order it was taken. */
export interface Step {
  readonly kind: string;
  readonly name?: string | undefined;
  readonly args?: unknown;
  readonly answer?: unknown;
  /** For a call of a tool: what the answer rests on. */
  readonly source?: ReadSource | undefined;
  readonly imported?: true | undefined; // somebody's log says so
}

/** A step as plain data; members it does not know are refused, not dropped. */
export const stepSchema = z.strictObject({
  kind: z.string().min(1),
  name: z.string().optional(),
  args: z.unknown().optional(),
  answer: z.unknown().optional(),
  source: z.enum(READ_SOURCES).optional(),
});

/** An attempted side effect: what, where, how often. */
export interface Breach {
  readonly kind: string;
  readonly target: string;
  readonly times: number;
}

/** A tool as an agent sees it: a read looks something up, a write proposes an act, the reserved ones hand over or do nothing. */
export interface ToolSpec {
  readonly name: string;
  readonly kind: "read" | "write" | "reserved";
  readonly about: string;
  /** JSON Schema of its arguments, an object. */
  readonly parameters: { readonly [key: string]: Json };
}

/** What a call of a tool came to. */
export type ToolReply = { readonly ok: true; readonly answer: unknown } | { readonly ok: false; readonly because: string };

/** A request on its way out: it goes to the broker, never to the network by itself. */
export interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came back; the body may arrive in parts. */
export interface Incoming {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

/** The only tools an agent sees, and its only way out. Await what it returns: behind a wall every answer takes its time. */
export interface Toolbox {
  readonly tools: readonly ToolSpec[];
  /** The recorded answer of a read tool for exactly these arguments; throws when there is none. */
  read(tool: string, args?: unknown): unknown;
  /** Asks for an act: it is recorded as a proposal and not carried out; returns the acknowledgement that the suite declares. */
  write(type: string, params?: unknown, more?: Beside): unknown;
  /** Calls any tool by its name, as a model asks for it; a refusal is an answer too. */
  call(tool: string, args?: unknown): ToolReply | Promise<ToolReply>;
  /** Sends a request to a model, through the broker. */
  send(request: Outgoing, signal?: AbortSignal): Promise<Incoming>;
  /** Puts a step of its own into the trace; one that looks like earnest's is kept inside a step of kind "note". */
  note(step: Step): void;
}

/** The toolbox as earnest's own agents hold it, who stand outside the wall. */
export interface WatchedToolbox extends Toolbox {
  call(tool: string, args?: unknown): ToolReply;
  /** Puts an attempted side effect on record. Default: once. */
  breach(kind: string, target: string, times?: number): void;
  /** Puts a step on the trace that earnest itself saw, unlike what an agent notes. */
  step(step: Step): void;
  /** The attempt begins anew: what it did before stays on the trace, and what it asked for is proposed. */
  restart(because: string): void;
  /** Calls `late` once the attempt has taken so many milliseconds, waits for a turn at a model left out; what it returns stops that. */
  limit(ms: number, late: () => void): () => void;
}

/** Where a model answers: only this host is called, with a key that only the broker holds. */
export interface ModelHost {
  readonly baseURL: string;
  /** Name of the environment variable that holds the key. */
  readonly key: string;
  /** The models it will ask for there, where they are known beforehand. */
  readonly models?: readonly string[];
}

/** One way out that was tried in the sandbox before the run. `blocked` is what was seen from outside, not what the sandbox said. */
export interface CanaryProbe {
  readonly route: string;
  readonly blocked: boolean;
  /** What the attempt came to inside, such as an errno. */
  readonly saw: string;
  readonly ms: number;
}

/** How strong the wall was, and what shows it. */
export interface Wall {
  readonly isolation: Isolation;
  readonly mechanism: string;
  /** The command line of the sandbox, as it was run; empty where there was none. */
  readonly command: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
  readonly canary: readonly CanaryProbe[];
  /** What stayed open, such as the model that sees the case. */
  readonly open: readonly string[];
  /** Why it is not stronger; null where it is sealed. */
  readonly weaker: string | null;
  /** What even this wall cannot exclude. */
  readonly residual: string;
  /** Digest of the agent's code as it ran, where earnest can see it. */
  readonly code: string | null;
}

/** What a run gives an agent when it starts. */
export interface World {
  readonly tools: readonly ToolSpec[];
  /** Cases in hand at once, at most. */
  readonly concurrency: number;
  /** Milliseconds an agent may take for one attempt. */
  readonly timeout: number;
  /** A folder for files of its own, outside the run's; gone after the run. */
  readonly scratch: string;
  /** What has redacted the cases: whatever an agent reads from elsewhere about the same values speaks of them by the same tokens. Absent: nothing was. */
  readonly redactor?: Redactor | Promise<Redactor>;
  /** Puts an attempted side effect on record that belongs to no attempt. */
  breach(kind: string, target: string, times?: number): void;
  /** Tells the person at the terminal. */
  notice(text: string): void;
}

/** The thing under observation. `start` and `stop` frame a run; `propose` may be called for several cases at once. */
export interface Agent {
  readonly name: string;
  readonly version: string;
  readonly seam: Seam;
  /** What is claimed before it has started; a wall that was built and tried is what `start` returns. */
  readonly isolation: Isolation;
  /** Ends an attempt that takes longer than the world's timeout by itself: it knows when an attempt had to wait for its turn. */
  readonly ownTime?: boolean;
  /** The models it may call. */
  readonly models?: readonly ModelHost[];
  /** It runs where earnest does not start it: asking it again is asking it live. */
  readonly elsewhere?: boolean;
  // biome-ignore lint/suspicious/noConfusingVoidType: a start without a wall returns nothing
  start?(world: World): Promise<Wall | void>;
  /** The proposal; nothing at all where it was made by writes into the toolbox. */
  propose(seen: SeenCase, toolbox: WatchedToolbox, signal: AbortSignal): Proposal | undefined | Promise<Proposal | undefined>;
  stop?(): Promise<void>;
  /** How many recorded proposals it holds for attempts that nobody asked about. */
  unasked?(): number;
}

/** Why there is no usable proposal. */
export type FailureCode = "threw" | "timed-out" | "unusable" | "no-proposal" | "crashed" | "cut" | "model-error";

/** Thrown to say what kind of failure it was. */
export class AgentFailure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, because: string) {
    super(because);
    this.code = code;
  }
}

/** Thrown by an agent that was never asked this, as opposed to one that broke: nobody recorded a proposal. */
export class NoProposal extends AgentFailure {
  constructor(because: string) {
    super("no-proposal", because);
  }
}
