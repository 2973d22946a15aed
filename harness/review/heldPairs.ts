import type { PlannedReview } from "../evidence/reviewLog.ts";
import { readRun } from "../run/readRun.ts";
import type { ReadySuite } from "../suite.ts";
import { type BlindPair, blindPair } from "./blindPair.ts";
import { contextOf, type Fact } from "./context.ts";

/** A planned case as it is held ready for reviewers. */
export interface Held {
  readonly pair: BlindPair;
  readonly context: readonly Fact[];
  /** Who decided it, by the names that the data has for them. */
  readonly people: readonly string[];
}

/** The planned cases of a run, by id, from its ledger. Throws what `readRun` throws. */
export function heldPairs(suite: ReadySuite, dir: string, items: PlannedReview["items"]): ReadonlyMap<string, Held> {
  const planned = new Map(items.map(({ case: id, why }) => [id, why]));
  const held = new Map<string, Held>();
  readRun(dir, {
    case({ case: one, observations }) {
      const why = planned.get(one.id);
      const pair = why === undefined ? null : blindPair(one, observations[0], suite.title, why !== "agrees");
      const people = one.decisions.flatMap(({ by }) => (by === undefined ? [] : [by]));
      if (pair !== null) held.set(one.id, { pair, context: contextOf(one), people });
    },
  });
  return held;
}
