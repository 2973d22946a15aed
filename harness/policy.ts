import type { Json } from "./action.ts";
import type { Case } from "./case.ts";
import { type ComparedTypes, type Comparison, compareAttempts } from "./compare.ts";
import type { PolicySeen } from "./policy/policySeen.ts";
import type { Observation } from "./replay.ts";

export type { LimitSeen, PolicySeen, RuleSeen } from "./policy/policySeen.ts";

/** What is kept back, and why: one rule of a policy envelope. Plain data but for what it is compiled to. */
export interface Rule {
  readonly name: string;
  readonly params: { readonly [key: string]: Json };
  /** In one plain sentence. */
  readonly says: string;
  /** What enforces it in production; null where nothing is named. */
  readonly control: string | null;
  /** Handed to a person, or refused. */
  readonly stops: "escalate" | "refuse";
}

/** A sub-agent that is allowed more than the agent it works for, and by which rule, in a sentence. */
export interface WiderChild {
  readonly child: string;
  readonly parent: string;
  readonly because: string;
}

/** Acts that limits over time keep back, found before anything is counted. */
export interface Beyond {
  has(caseId: string, action: number): boolean;
}

/** The envelopes of a suite. */
export interface Policies {
  /** Is there any rule? And any that counts over time? */
  readonly any: boolean;
  readonly windowed: boolean;
  /** The rules behind one type's envelope, as the gate counts under it; undefined where it has none. */
  of(type: string): { readonly rules: readonly Rule[]; readonly digest: string; readonly rung: string } | undefined;
  /** For the digest of the suite's rules. */
  data(): { readonly envelopes?: object };
}

export function policiesOf(_suite: object, _gates: unknown): Policies {
  return { any: false, windowed: false, of: () => undefined, data: () => ({}) };
}

/** Compares each attempt at a case with the reference decision, as far as the envelopes let its acts through. */
export function compareUnder(
  _policies: Policies,
  one: Case,
  observations: readonly Observation[],
  types: ComparedTypes,
  _beyond?: Beyond,
): Comparison[][] {
  return compareAttempts(one, observations, types);
}

/** Counts what envelopes let through and kept back, case by case. */
export class PolicyCount {
  add(_one: Case, _vote: readonly Comparison[], _observations: readonly Observation[]): void {}
  seen(_type: string): PolicySeen | null {
    return null;
  }
  wider(_type: string): readonly WiderChild[] {
    return [];
  }
}
