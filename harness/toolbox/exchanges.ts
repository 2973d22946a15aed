import type { Incoming, Outgoing, Step } from "../agent.ts";
import type { Wait } from "./attemptTime.ts";
import type { ModelUsage } from "./tally.ts";

/** Where an attempt's requests go. `of` is the same however often the attempt begins anew. Steps, breaches and usage are told as they happen. */
export type Exchanges = (attempt: {
  readonly case: string;
  readonly attempt: number;
  readonly of: object;
  readonly told: Told;
}) => Sender;

/** One attempt's way to the models. Throws an AgentFailure where it ends the attempt. */
export type Sender = (request: Outgoing, signal?: AbortSignal) => Promise<Incoming>;

/** What an attempt is told of its requests. */
export interface Told {
  /** Counts a call, and throws when there were too many. */
  called(name: string, args: unknown): void;
  step(step: Step): void;
  breach(kind: string, target: string): void;
  /** What the exchange under this key took; told again, it took nothing more. */
  usage(usage: ModelUsage, key: string): void;
  /** The model could not be reached, whatever the agent makes of it. */
  failed(because: string): void;
  /** While this lasts, the attempt's time stands still. */
  waiting(): Wait;
}
