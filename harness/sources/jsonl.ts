import { messageOf } from "../errors.ts";
import { exactJson } from "./exactJson.ts";
import { type Block, type BrokenLine, readLines } from "./lines.ts";
import type { Fault, Source, SourceRow } from "./source.ts";

/**
 * Records from JSON Lines files, plain or .gz, UTF-8: one JSON object per line, blank lines skipped; several files are read in order.
 * Lines that are no JSON or no UTF-8, hold a key twice or a whole number beyond 2^53 - 1 become unreadable rows; a file that cannot be read at all throws DATA_MISSING or CASES_INVALID.
 * Relative paths count from the current directory.
 */
export function jsonl(path: string | readonly string[], options: { readonly name?: string } = {}): Source {
  const files = typeof path === "string" ? [path] : path;
  return {
    name: options.name ?? files.join(", "),
    async *read() {
      for (const file of files) for await (const block of readLines(file)) yield rowsOf(file, block);
    },
  };
}

function rowsOf(file: string, block: Block): SourceRow[] {
  const rows: SourceRow[] = [];
  let line = block.first;
  for (const text of block.lines) {
    const row = rowOf(file, line++, text);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

function rowOf(file: string, line: number, given: string | BrokenLine): SourceRow | undefined {
  if (typeof given !== "string") return unreadable([{ where: { file, line, column: given.byte }, message: given.message }]);
  if (given === "" || given === "\r") return undefined;
  try {
    const { value, faults } = exactJson(given);
    if (faults.length === 0) return { kind: "row", raw: value, where: { file, line } };
    return unreadable(faults.map(({ column, message }) => ({ where: { file, line, column }, message })));
  } catch (error) {
    if (given.trim() === "") return undefined;
    return unreadable([syntaxFault(file, line, given, messageOf(error))]);
  }
}

function unreadable(faults: readonly Fault[]): SourceRow {
  return { kind: "unreadable", faults };
}

function syntaxFault(file: string, line: number, text: string, told: string): Fault {
  const position = /at position (\d+)/.exec(told)?.[1];
  const at = position === undefined ? firstUnexpected(text) : Number(position);
  const what = told.replace(/ (?:in|after) JSON at position.*$/, "").replace(/, (?:\.\.\.)?".*is not valid JSON$/, "");
  return { where: { file, line, column: at + 1 }, message: `expected one JSON object on the line, got a syntax error: ${what}` };
}

/** V8 keeps the place of an unexpected token to itself: it is the shortest beginning of the text that has one. */
function firstUnexpected(text: string): number {
  let good = 0;
  let bad = text.length;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (hasUnexpected(text.slice(0, middle))) bad = middle;
    else good = middle;
  }
  return hasUnexpected(text) ? bad - 1 : text.length;
}

function hasUnexpected(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return messageOf(error).startsWith("Unexpected token");
  }
}
