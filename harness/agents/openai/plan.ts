import type { Json } from "../../action.ts";

/** How a model is asked: plain data, so that the loop can run wherever the wall puts it. */
export interface Plan {
  readonly model: string;
  readonly instructions: string;
  readonly baseURL: string;
  readonly api: "chat" | "responses";
  readonly confidence: "field" | "logprobs" | "none";
  /** When an attempt is over: with an answer that calls no tool, or with the first that asks for an act. */
  readonly ends: "answer" | "write";
  readonly maxSteps: number;
  readonly stream: boolean;
  readonly temperature: number | null;
  /** Further members of every request. */
  readonly params: { readonly [key: string]: Json };
}

/** A call of a tool as the model wrote it. */
export interface ModelCall {
  readonly id: string;
  readonly name: string;
  /** Need not be JSON. */
  readonly args: string;
  /** By log probabilities. */
  readonly confidence?: number | undefined;
}

/** One answer of the model, whichever dialect it came in. */
export interface Turn {
  readonly text: string;
  readonly calls: readonly ModelCall[];
  readonly refusal?: string | undefined;
  /** `empty`: there was no answer in the answer. */
  readonly end: "done" | "length" | "filtered" | "empty";
}

/** A conversation with a model: each `ask` sends all that was said so far. */
export interface Conversation {
  ask(signal: AbortSignal): Promise<Turn>;
  /** Answers a call. */
  tell(call: ModelCall, answer: string): void;
  /** Says something more as the user. */
  say(text: string): void;
}

/** Text of the model beyond this is not sent back to it. */
export const LONGEST_TEXT = 100_000;
