import { parse } from "csv-parse/sync";
import { messageOf } from "../errors.ts";
import { type BrokenLine, readLines } from "./lines.ts";

/** Where a record stands; `rowLike` is how many delimiters each of its lines has, where all have as many and there are several. */
interface Place {
  readonly line: number;
  readonly lastLine: number;
  readonly rowLike: number | undefined;
}

/** One record of a CSV file and the lines it takes; `fault` says why it has no cells. */
export type CsvRecord = Place & ({ readonly cells: readonly string[] } | { readonly fault: string; readonly byte?: number });

/** A record as text, before its cells are told apart. */
interface Pending {
  readonly line: number;
  lastLine: number;
  readonly texts: string[];
  length: number;
  broken?: BrokenLine & { readonly line: number };
}

/** A quote that never closes takes the rest of the file with it; beyond this only its lines are counted. */
const LONGEST = 128 << 20;

/**
 * The records of a CSV file, plain or .gz, in batches. Only lines are told apart here, so that a broken record costs no
 * other and line numbers are true; the cells are csv-parse's. Quotes inside an unquoted cell are refused, blank lines skipped.
 */
export async function* csvRecords(file: string, delimiter: string): AsyncGenerator<readonly CsvRecord[]> {
  let open: Pending | undefined;
  for await (const { first, lines } of readLines(file)) {
    const complete: Pending[] = [];
    for (const [i, given] of lines.entries()) {
      const text = typeof given === "string" ? given : given.text;
      if (open === undefined && (text === "" || text === "\r")) continue;
      const record: Pending = open ?? { line: first + i, lastLine: 0, texts: [], length: 0 };
      add(record, text, first + i);
      if (typeof given !== "string") record.broken ??= { ...given, line: first + i };
      if (leavesOpen(text, open !== undefined, delimiter)) {
        open = record;
      } else {
        open = undefined;
        complete.push(record);
      }
    }
    if (complete.length > 0) yield cellsOf(complete, delimiter);
  }
  if (open !== undefined) {
    yield [
      {
        ...placeOf(open, delimiter),
        fault: "expected a closing quote: a cell that opens in this record runs on to the end of the file",
      },
    ];
  }
}

function add(record: Pending, text: string, line: number): void {
  record.lastLine = line;
  record.length += text.length;
  if (record.length > LONGEST) record.texts.length = 0;
  else record.texts.push(text);
}

/** Is a quoted cell still open at the end of this line? A quote opens a cell only at its very start. */
function leavesOpen(line: string, opened: boolean, delimiter: string): boolean {
  if (!line.includes('"')) return opened;
  let open = opened;
  let at = 0;
  for (;;) {
    if (!open && line[at] === '"') {
      open = true;
      at++;
    }
    if (open) {
      const quote = line.indexOf('"', at);
      if (quote === -1) return true;
      at = quote + 1;
      if (line[at] === '"') {
        at++;
        continue;
      }
      open = false;
    }
    const next = line.indexOf(delimiter, at);
    if (next === -1) return false;
    at = next + delimiter.length;
  }
}

function cellsOf(records: readonly Pending[], delimiter: string): CsvRecord[] {
  const whole = records.filter((record) => record.broken === undefined && record.length <= LONGEST);
  const together = whole.length === records.length ? parsed(whole.map(textOf).join(""), delimiter) : [];
  if (Array.isArray(together) && together.length === records.length) {
    return records.map((record, i) => ({ ...placeOf(record, delimiter), cells: together[i] as string[] }));
  }
  return records.map((record) => cellsOfOne(record, delimiter));
}

function cellsOfOne(record: Pending, delimiter: string): CsvRecord {
  const { broken } = record;
  const place = placeOf(record, delimiter);
  if (broken !== undefined) {
    const where = broken.line === record.line ? "" : ` (on line ${broken.line})`;
    return { ...place, fault: `${broken.message}${where}`, byte: broken.byte };
  }
  if (record.length > LONGEST)
    return { ...place, fault: `expected a record of at most ${LONGEST >> 20} MB: is a closing quote missing?` };
  const alone = parsed(textOf(record), delimiter);
  if (!Array.isArray(alone)) return { ...place, fault: alone.fault };
  const [cells] = alone;
  if (cells === undefined || alone.length > 1) return { ...place, fault: `expected one record, got ${alone.length}` };
  return { ...place, cells };
}

function placeOf({ line, lastLine, texts }: Pending, delimiter: string): Place {
  return { line, lastLine, rowLike: texts.length > 1 ? delimitersOfEach(texts, delimiter) : undefined };
}

function delimitersOfEach(texts: readonly string[], delimiter: string): number | undefined {
  const count = delimitersIn(texts[0] as string, delimiter);
  return texts.every((text) => delimitersIn(text, delimiter) === count) ? count : undefined;
}

function delimitersIn(text: string, delimiter: string): number {
  let count = 0;
  for (let at = text.indexOf(delimiter); at !== -1; at = text.indexOf(delimiter, at + 1)) count++;
  return count;
}

function textOf(record: Pending): string {
  return `${record.texts.join("\n")}\n`;
}

function parsed(text: string, delimiter: string): string[][] | { readonly fault: string } {
  try {
    return parse(text, { delimiter, record_delimiter: ["\r\n", "\n"], relax_column_count: true });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return {
      fault: `expected quotes round a whole cell, and doubled inside it, got ${messageOf(error).replaceAll(/ at line \d+/g, "")}`,
    };
  }
}
