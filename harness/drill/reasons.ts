import { count, shorten, visibleLine } from "../words.ts";
import type { DrillSeen } from "./drill.ts";

const LONGEST = 200;

/** Why acts failed, as it ends a sentence: the commonest reason, and how often it was given: ": no such table (10 times)"; empty where none was. */
export function sayReason(reasons: readonly (string | undefined)[]): string {
  const groups = Map.groupBy(
    reasons.filter((reason) => reason !== undefined),
    (reason) => reason,
  );
  const [first] = [...groups].sort(([, a], [, b]) => b.length - a.length);
  if (first === undefined) return "";
  const [reason, { length }] = first;
  return `: ${shorten(visibleLine(reason), LONGEST).replace(/[.\s]+$/, "")}${length > 1 ? ` (${count(length)} times)` : ""}`;
}

/** Why the undo of an act was given up, and of how many acts for the same reason. */
export function whyGivenUp({ history }: Pick<DrillSeen, "history">, act: number): string {
  const dead = history.flatMap((event) => (event.e === "undone" && event.outcome === "dead-letter" ? [event] : []));
  const why = dead.findLast((event) => event.act === act)?.because;
  return sayReason(dead.map(({ because }) => because).filter((because) => because === why));
}
