import type { Incoming, Outgoing, Step } from "../agent.ts";
import type { ModelUsage } from "./tally.ts";

/** Where an attempt's requests go. Steps, breaches and usage are told to the attempt as they happen. */
export type Exchanges = (attempt: {
  readonly case: string;
  readonly attempt: number;
  readonly told: Told;
  /** The same when the attempt begins anew: what it was told before is told again. */
  readonly self: object;
}) => Sender;

/** One attempt's way to the models. Throws an AgentFailure where it ends the attempt. */
export type Sender = (request: Outgoing, signal?: AbortSignal) => Promise<Incoming>;

/** What an attempt is told of its requests. */
export interface Told {
  /** Counts a call, and throws when there were too many. */
  called(name: string, args: unknown): void;
  step(step: Step): void;
  breach(kind: string, target: string): void;
  usage(usage: ModelUsage): void;
  /** The model could not be reached, whatever the agent makes of it. */
  failed(because: string): void;
}
