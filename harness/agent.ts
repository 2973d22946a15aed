import { z } from "zod";
import { type Action, NONE } from "./action.ts";
import { actionSchema } from "./case.ts";

/** An action the agent proposes, with its own confidence in it (0 to 1) when it states one. */
export interface Proposed extends Action {
  readonly confidence?: number | undefined;
}

/** What the agent would have done: act (a set of actions; none is the empty set), hand over, or decline to propose. */
export type Proposal =
  | { readonly kind: "act"; readonly actions: readonly Proposed[]; readonly because?: string | undefined }
  | { readonly kind: "escalate" | "abstain"; readonly confidence?: number | undefined; readonly because?: string | undefined };

/** More actions than this are no answer to one case. */
const MOST_ACTIONS = 1_000;

const confidence = z.number().min(0).max(1).optional();
const because = z.string().optional();

export const proposalSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("act"),
    actions: z
      .array(actionSchema.extend({ confidence }))
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

/** One step of the agent, in the order it was taken. */
export interface Step {
  readonly kind: string;
  readonly name?: string | undefined;
  readonly args?: unknown;
  readonly answer?: unknown;
}

/** A step as plain data; members it does not know are refused, not dropped. */
export const stepSchema = z.strictObject({
  kind: z.string().min(1),
  name: z.string().optional(),
  args: z.unknown().optional(),
  answer: z.unknown().optional(),
});

/** The only tools an agent sees. */
export interface Toolbox {
  /** The recorded answer of a read tool for exactly these arguments; throws when the case holds none. */
  read(tool: string, args?: unknown): unknown;
  /** Puts a step into the trace. */
  note(step: Step): void;
}

/** The thing under observation. `start` and `stop` frame a run; `propose` may be called for several cases at once. */
export interface Agent {
  readonly name: string;
  readonly version: string;
  readonly seam: Seam;
  readonly isolation: Isolation;
  start?(): Promise<void>;
  propose(seen: SeenCase, toolbox: Toolbox, signal: AbortSignal): Proposal | Promise<Proposal>;
  stop?(): Promise<void>;
  /** How many recorded proposals it holds for attempts that nobody asked about. */
  unasked?(): number;
}

/** Thrown by an agent that was never asked this, as opposed to one that broke: nobody recorded a proposal. */
export class NoProposal extends Error {}

const VOUCHED = new WeakSet<Agent>();

/** Marks an agent whose wall earnest itself arranged; frozen, so that the claim cannot be changed afterwards. */
export function vouched<A extends Agent>(agent: A): A {
  VOUCHED.add(agent);
  return Object.freeze(agent);
}

/** How strong the wall is: what earnest arranged, never what an object says of itself. */
export function isolationOf(agent: Agent): Isolation {
  return VOUCHED.has(agent) ? agent.isolation : "I0";
}
