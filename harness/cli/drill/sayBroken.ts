import type { Violation } from "../../drill/drill.ts";
import type { DrillResult } from "../../drill/drillRecord.ts";
import type { ColumnChange, RowChange } from "../../fixture/diffStates.ts";
import { count, many, shorten, visibleLine } from "../../words.ts";
import { wrap } from "../answers.ts";
import { say, styled } from "../say.ts";
import { whyItMatters } from "./whyItMatters.ts";

const INDENT = 11;
const WIDTH = 78 - INDENT;
/** Of one drill that did not hold: findings of each sort, and values. */
const FINDINGS = 3;
const VALUES = 8;

/** One drill on one engine, by the first time that it did not hold: what is wrong, the values that differ, why it matters, and what to do. */
export function sayBroken(group: readonly [DrillResult, ...DrillResult[]], of: number, says: string, again: string): void {
  const [{ drill, engine, size, restored, violations, seen, kept, n }] = group;
  const times = of === 1 ? "" : `, ${count(group.length)} of ${many(of, "drill")}`;
  say();
  say(`  ${styled(["red", "bold"], "NOT MET")}  ${styled("bold", drill)} on ${visibleLine(engine)}${times}`);
  text(says);
  text(
    `${group.length === 1 ? "It" : "The first of them"} is result ${count(n)}: ${count(restored)} of ${many(size, "act")} as before.`,
  );
  for (const some of Map.groupBy(violations, ({ check }) => check).values()) sayFindings(some, seen);
  sayValues(seen.left.rows, seen.left.sequences);
  const [first] = violations;
  if (first !== undefined) text(`Why it matters: ${whyItMatters(first.check)}`);
  // To be pasted as they stand.
  if (kept !== null) say(`${" ".repeat(INDENT)}${styled("bold", "kept")}   ${visibleLine(kept)}`);
  say(`${" ".repeat(INDENT)}${styled("bold", "again")}  ${again}`);
}

/** What differs stands in rows below; the sentence that tells it as well would say it twice. */
function sayFindings(found: readonly Violation[], { acts }: DrillResult["seen"]): void {
  const [first] = found;
  if (first?.check === "not-restored") {
    const about = found.map(({ act }) => (act === undefined ? "what no act touches" : actSaid(act, acts[act]?.touches[0])));
    const more = about.length > FINDINGS ? `, and ${count(about.length - FINDINGS)} more` : "";
    return text(`Undone, and not as before: ${about.slice(0, FINDINGS).join(", ")}${more}.`);
  }
  for (const { says } of found.slice(0, FINDINGS)) text(visibleLine(says));
  if (found.length > FINDINGS) text(`and ${many(found.length - FINDINGS, "more finding")} of that sort`);
}

function actSaid(act: number, entity: string | undefined): string {
  return `act ${count(act + 1)}${entity === undefined ? "" : ` (${shorten(visibleLine(entity), 40)})`}`;
}

/** Each value that is not as it was, `table key column: before -> after`. */
function sayValues(rows: readonly RowChange[], sequences: DrillResult["seen"]["left"]["sequences"]): void {
  const all = [
    ...rows.flatMap((row) => row.columns.map((column) => valueLine(row, column))),
    ...sequences.map(({ name, before, after }) => `${visibleLine(name)}: ${value(before)} -> ${value(after)}`),
  ];
  for (const line of all.slice(0, VALUES)) text(line, 2);
  if (all.length > VALUES) text(`and ${many(all.length - VALUES, "more value")}, of ${many(rows.length, "row")} in all`, 2);
}

const CHANGES = { added: " (a new row)", removed: " (the row is gone)", sum: " (summed)", changed: "" };

function valueLine({ table, key, change }: RowChange, { column, before, after }: ColumnChange): string {
  return `${visibleLine(table)} ${shorten(visibleLine(key), 40)} ${visibleLine(column)}: ${value(before)} -> ${value(after)}${CHANGES[change]}`;
}

function value(given: string | number | null): string {
  return given === null ? "null" : shorten(visibleLine(String(given)), 40);
}

function text(words: string, more = 0): void {
  for (const line of wrap(words, WIDTH - more)) say(`${" ".repeat(INDENT + more)}${line}`);
}
