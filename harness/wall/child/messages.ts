import type { SeenCase } from "../../agent.ts";

/** What the harness tells the child. `id` is an attempt, `n` a call or a request of it. */
export type ToChild =
  | { readonly t: "ask"; readonly id: number; readonly seen: SeenCase }
  | { readonly t: "abort"; readonly id: number }
  | { readonly t: "answer"; readonly id: number; readonly n: number; readonly value?: unknown }
  | { readonly t: "refused"; readonly id: number; readonly n: number; readonly because: string }
  | {
      readonly t: "head";
      readonly id: number;
      readonly n: number;
      readonly status: number;
      readonly headers: Record<string, string>;
    }
  /** A part of a body, base64. */
  | { readonly t: "part"; readonly id: number; readonly n: number; readonly data: string }
  | { readonly t: "end"; readonly id: number; readonly n: number; readonly because?: string }
  | { readonly t: "ping"; readonly n: number };

/** What the child is started with, as its first argument. */
export interface Settings {
  /** The agent's module, and the folder of the child's own files. */
  readonly module: string;
  readonly folder: string;
}
