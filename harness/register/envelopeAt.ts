import { type ReadySuite, readySuite } from "../suite.ts";

/** Digest of the policy envelope that a suite sets for an action type while it stands on a rung; null where it sets none. */
export function envelopeAt(suite: ReadySuite, type: string, rung: string): string | null {
  const given = suite.actions[type];
  if (given === undefined) return null;
  const { ask: _, ...row } = given;
  const standing = readySuite({ ...suite, actions: { ...suite.actions, [type]: { ...row, at: rung } } });
  return standing.policies.of(type)?.digest ?? null;
}
