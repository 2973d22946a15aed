import { stringify } from "csv-stringify/sync";
import type { CaseBook, CaseEntry } from "earnest";
import { plain } from "./plain.ts";
import { OUTCOME_WORDS } from "./view/words.ts";

const COLUMNS = ["case", "at", "person", "agent", "outcome", "in_words", "serious", "confidence", "attempts_differ"];

/** Begins a cell, or would where a spreadsheet splits at another separator, and makes what follows a formula; or could be taken for our mark. */
const FORMULA = /(^|[;,|])(?=[\s"'`]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\uFE62\uFE63\uFE66\uFE6B\u2212]|')/g;

/**
 * The cases of a book as CSV (RFC 4180, UTF-8), one row each, in sampling order; a case's person and agent are action types, several of them
 * with "; " between and "(2)" for how often. An apostrophe stands where a spreadsheet would begin a formula, and before an
 * apostrophe that stands there already: taking one away gives the text again. Invisible characters are marks such as [U+0009].
 */
export function csvReport({ entries }: CaseBook): string {
  // No byte order mark: programs would take it for part of the first column's name, and only ids can hold more than ASCII.
  return stringify(entries.map(rowOf), { header: true, columns: COLUMNS, record_delimiter: "\r\n" });
}

function rowOf(entry: CaseEntry): (string | number | null)[] {
  const { id, at, decided, proposed, outcome, serious, confidence, unstable } = entry;
  return [
    cellText(id),
    at === null ? null : cellText(at),
    cellText(sideText(decided)),
    cellText(sideText(proposed)),
    outcome,
    OUTCOME_WORDS[outcome].word,
    String(serious),
    confidence,
    String(unstable),
  ];
}

function sideText(acts: CaseEntry["decided"]): string {
  return acts.map(({ type, n }) => (n === 1 ? type : `${type} (${n})`)).join("; ");
}

/** A text as one cell that no spreadsheet runs. */
export function cellText(text: string): string {
  const shown = plain(text).replaceAll("\t", "[U+0009]").replaceAll("\n", "[U+000A]");
  return shown.replaceAll(FORMULA, "$1'");
}
