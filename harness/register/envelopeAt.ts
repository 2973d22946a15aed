import { type ReadySuite, readySuite } from "../suite.ts";

/**
 * Digest of the policy envelope that a suite sets for an action type while it stands on a rung; null where it sets none. A list of rules
 * is that of the rung asked for, or of the present one where nothing is asked.
 */
export function envelopeAt(suite: ReadySuite, type: string, rung: string): string | null {
  const given = suite.actions[type];
  if (given === undefined) return null;
  const { ask: _, envelope, ...row } = given;
  const kept = envelope === undefined || isOfAnother(suite, type, rung) ? {} : { envelope };
  const standing = readySuite({ ...suite, actions: { ...suite.actions, [type]: { ...row, ...kept, at: rung } } });
  return standing.policies.of(type)?.digest ?? null;
}

/** Does a list of rules stand in the suite, and for another rung than this? */
export function isOfAnother({ actions, gates }: ReadySuite, type: string, rung: string): boolean {
  const gate = gates.get(type);
  return Array.isArray(actions[type]?.envelope) && rung !== (gate?.ask ?? gate?.at);
}
