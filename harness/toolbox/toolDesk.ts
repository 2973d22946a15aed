import type { Proposed, SeenCase, ToolSpec } from "../agent.ts";

/** Tools as the suite declares them. */
export interface ToolDesk {
  readonly tools: readonly ToolSpec[];
  /** The declared stand-in for a read that the recording does not hold; undefined: none is declared. */
  stub(tool: string, args: unknown, seen: SeenCase): { readonly answer: unknown } | undefined;
  /** What an agent is told that has asked for an act. */
  acknowledge(type: string, params: Proposed["params"]): unknown;
  /** What is wrong with the params of an act. */
  fault(type: string, params: unknown): string | undefined;
  /** The most tool and model calls in one attempt, and the most calls that are the same. */
  readonly most: { readonly steps: number; readonly same: number };
}
