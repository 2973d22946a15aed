import { quote } from "../comparators/quote.ts";
import type { Judgement, TypeJudgement } from "../run/judgement.ts";
import type { ReadySuite } from "../suite.ts";
import { envelopeAt, isOfAnother } from "./envelopeAt.ts";
import { ledDown } from "./ledDown.ts";
import type { Register } from "./register.ts";
import { setAt } from "./setAt.ts";

/** An action type that stands elsewhere in the register than where it was judged. */
export interface RungGap {
  readonly type: string;
  readonly registered: string;
  readonly judged: string;
}

/** How a register and a judgement differ; sentences but for the rungs. */
export interface RegisterGaps {
  readonly rungs: readonly RungGap[];
  /** Demotions that this very run has led to before: nothing is out of step but the suite. */
  readonly fallen: readonly { readonly type: string; readonly set: string }[];
  /** Envelopes that are not the registered ones, evidence that has expired, types that nothing watches: these close a gate. */
  readonly closing: readonly string[];
  /** What else a reader should know. */
  readonly notes: readonly string[];
}

/** Holds a register against the suite that judged, at a moment; `types` are those that were gated. */
export function registerGaps(
  register: Register,
  suite: ReadySuite,
  judgement: Pick<Judgement, "run" | "types">,
  types: readonly TypeJudgement[],
  now: string,
): RegisterGaps {
  const rungs: RungGap[] = [];
  const fallen: { type: string; set: string }[] = [];
  const closing: string[] = [];
  const notes: string[] = [];
  for (const [type, { rung }] of register.actions) {
    const isGated = types.length === judgement.types.length || types.some((one) => one.type === type);
    if (isGated && !suite.gates.has(type))
      closing.push(`${quote(type)} stands on ${rung} in the register, and the suite has no row for it: nothing watches it.`);
  }
  for (const { type, decided, declared } of types) {
    if (!declared) continue;
    const row = register.actions.get(type);
    if (row === undefined) {
      notes.push(`${quote(type)} is not in the register yet: the first earnest promote or demote of it enters it.`);
      continue;
    }
    if (row.rung !== decided.at) {
      if (wasDemotedOn(register, type, judgement.run.id, decided.at)) {
        const set = setAt(register.ladder.rungs, row.rung, decided.ask !== null);
        fallen.push({ type, set });
        notes.push(`${quote(type)} was demoted to ${row.rung} on this run already: ${set}.`);
      } else rungs.push({ type, registered: row.rung, judged: decided.at });
      continue;
    }
    const envelope = envelopeAt(suite, type, row.rung);
    if (envelope !== row.envelope)
      closing.push(
        `The envelope of ${quote(type)} is not the registered one: ${short(row.envelope)} in the register, ${short(envelope)} in the suite${isOfAnother(suite, type, row.rung) ? `, whose list of rules is for ${decided.ask ?? decided.at}` : ""}. Set it back, ${isOfAnother(suite, type, row.rung) ? "written by rung, " : ""}or have the new one reviewed for a promotion: earnest promote registers the envelope of the rung it leads to.`,
      );
    if (row.expires !== null && row.expires <= now)
      closing.push(
        `The evidence for ${quote(type)} on ${row.rung} expired on ${row.expires.slice(0, 10)}: it takes a new promotion review, on a new run.`,
      );
  }
  return { rungs, fallen, closing, notes };
}

/** Is the last move of this type a demotion on this run, from this rung? */
function wasDemotedOn(register: Register, type: string, run: string, from: string): boolean {
  const last = register.history.findLast((entry) => entry.type === type);
  return last !== undefined && last === ledDown(register, type, run) && last.from === from;
}

function short(digest: string | null): string {
  return digest === null ? "none" : digest.slice(0, 8);
}
