import type { Json } from "../action.ts";

/** The spans that limits over time are counted in; in UTC, a week from Monday on. */
export type Per = "per hour" | "per day" | "per week";

/** A limit over time: how many acts, or what a param of theirs may sum up to. */
export interface RuleWindow {
  readonly counts: "acts" | "sum";
  /** What is summed; null where acts are counted. */
  readonly param: string | null;
  readonly limit: number;
  readonly per: Per;
}

/** One rule of a policy envelope: what it keeps back, in plain data. */
export interface Rule {
  readonly name: string;
  readonly params: { readonly [key: string]: Json };
  /** In one plain sentence. */
  readonly says: string;
  /** What enforces it in production; null where nothing is named. */
  readonly control: string | null;
  /** Handed to a person, or refused. */
  readonly stops: "escalate" | "refuse";
  /** In CEL, what has to be true for an act to be let through; null for a limit over time. */
  readonly cel: string | null;
  readonly window: RuleWindow | null;
}

/** A rule as plain data, whatever else a suite put there. */
export function ruleData({ name, params, says, control, stops, cel, window }: Rule): Rule {
  return { name, params, says, control, stops, cel, window };
}
