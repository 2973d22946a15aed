import type { Handler } from "./handler.ts";

/** The params of one `poison` of a handler, by its place, with those of the good act in whose stead they are asked for. */
export function poisonOf(handler: Handler, at: number, good: unknown): unknown {
  const given = handler.poison[at];
  return typeof given === "function" ? (given as (good: unknown) => unknown)(good) : given;
}
