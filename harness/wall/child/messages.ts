import type { SeenCase } from "../../agent.ts";

/** What the harness tells the child. `id` is an attempt, which nobody can guess who was not told; `n` a call or a request of it. */
export type ToChild =
  | { readonly t: "ask"; readonly id: string; readonly seen: SeenCase }
  | { readonly t: "abort"; readonly id: string }
  | { readonly t: "answer"; readonly id: string; readonly n: number; readonly value?: unknown }
  | { readonly t: "refused"; readonly id: string; readonly n: number; readonly because: string }
  | {
      readonly t: "head";
      readonly id: string;
      readonly n: number;
      readonly status: number;
      readonly headers: Record<string, string>;
    }
  /** A part of a body, base64. */
  | { readonly t: "part"; readonly id: string; readonly n: number; readonly data: string }
  | { readonly t: "end"; readonly id: string; readonly n: number; readonly because?: string }
  | { readonly t: "ping"; readonly n: number };

/** What the child is started with, as its first argument. */
export interface Settings {
  /** The agent's module, and the folder of the child's own files. */
  readonly module: string;
  readonly folder: string;
}
