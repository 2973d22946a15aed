import { isReserved } from "../action.ts";
import type { Comparison } from "../compare.ts";
import { isSerious, type Serious, worst } from "../evidence.ts";

/** How a vote stands on one action type, or on the whole case. */
export interface Standing {
  /** Did the version settle this as the person did? */
  readonly agrees: boolean;
  readonly serious: boolean;
  /** Its worst cell; null where it left the action type alone, as the person did. */
  readonly cell: Comparison | null;
}

/** The action types that turn up on either side of a vote. */
export function typesOf(cells: readonly Comparison[]): string[] {
  const types = cells.flatMap(({ decided, decidedAction, proposed, proposedAction }) => [
    ...(decidedAction === undefined ? [] : [decided]),
    ...(proposedAction === undefined ? [] : [proposed]),
  ]);
  return [...new Set(types)].filter((type) => !isReserved(type));
}

/**
 * How a vote stands on an action type: it agrees when every cell of the type, row and column, matches. Leaving the type alone
 * where the person did agrees as well, but no answer is never a good answer: a vote that failed or abstained agrees on nothing.
 */
export function standingOn(type: string, cells: readonly Comparison[], serious: Serious): Standing {
  const silent = cells.every(({ proposed }) => proposed === "failed" || proposed === "abstain");
  const concerned = silent ? cells : cells.filter((cell) => holds(cell, type));
  return concerned.length === 0 ? { agrees: true, serious: false, cell: null } : standingOf(concerned, serious);
}

/** How a vote stands as a whole: it agrees when every cell matches. */
export function standingOf(cells: readonly Comparison[], serious: Serious): Standing {
  const outcome = worst(cells);
  return {
    agrees: outcome === "match",
    serious: cells.some((cell) => isSerious(cell, serious)),
    cell: cells.find((cell) => cell.outcome === outcome) ?? null,
  };
}

function holds(cell: Comparison, type: string): boolean {
  return (
    (cell.decided === type && cell.decidedAction !== undefined) || (cell.proposed === type && cell.proposedAction !== undefined)
  );
}
