/** Plain data: what can be printed on a page or stamped into a digest. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What somebody did or would do: a type and its parameters. */
export interface Action {
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Handing the case to a person is an act in its own right. */
export const ESCALATE = "escalate";
/** Doing nothing; on its own it means the empty set of actions. */
export const NONE = "none";

/** What stands in the table where the agent gave no answer; never the name of an act. */
export const STAND_INS: readonly string[] = ["abstain", "failed"];

/** Does this type have a meaning of its own, outside every suite? */
export function isReserved(type: string): boolean {
  return type === ESCALATE || type === NONE || STAND_INS.includes(type);
}

/**
 * How alike two sets of params are: `same`; `minor`, when only what was declared minor differs; `different`.
 * `because` says what differs, in words; it may quote hostile text.
 */
export interface Likeness {
  readonly verdict: "same" | "minor" | "different";
  readonly because?: string;
}

export const SAME: Likeness = { verdict: "same" };

/**
 * Judges whether two values mean the same act. `name`, `version` and `params` are plain data, stamped into every
 * judgement; `compare` takes the decided value first and must be pure. It may throw: then the cell is `failed`.
 */
export interface Comparator {
  readonly name: string;
  readonly version: string;
  readonly params: Json;
  compare(decided: unknown, proposed: unknown): Likeness;
}

/** How far an act can be taken back; `unknown` counts as irreversible. */
export type Reversibility = "reversible" | "compensable" | "irreversible" | "unknown";
