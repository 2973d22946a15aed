import { EarnestError } from "../errors.ts";
import type { CsvRow } from "./cell.ts";
import { type CsvRecord, csvRecords } from "./csvRecords.ts";
import { type Part, type PartFault, unknownColumn } from "./part.ts";
import type { Fault, Source, SourceRow } from "./source.ts";

export interface CsvOptions {
  readonly name?: string;
  /** One character; default a comma. */
  readonly delimiter?: string;
  /** Take a cell of several lines that all look like rows of the file as it stands; default false, a quote may be missing. */
  readonly trustQuotes?: boolean;
}

/** A cell of fewer lines may look like rows by chance: with two columns one paragraph in 200 of ordinary letters does so at three lines. */
const ROW_LIKE_LINES = 3;
const ROW_LIKE_LINES_OF_TWO = 6;

/** A source that makes one piece of plain data of each record of its CSV files; each file has its own header line. */
export function csvSource(path: string | readonly string[], part: Part, options: CsvOptions): Source {
  const files = typeof path === "string" ? [path] : path;
  const delimiter = options.delimiter ?? ",";
  if (delimiter.length !== 1 || /["\r\n]/.test(delimiter)) {
    throw new EarnestError("USAGE", `expected one character as the delimiter of a CSV file, got ${JSON.stringify(delimiter)}`);
  }
  return {
    name: options.name ?? files.join(", "),
    async *read() {
      for (const file of files) yield* readFile(file, part, delimiter, options.trustQuotes ?? false);
    },
    columnOf: (path) => part.columnAt(path),
  };
}

async function* readFile(
  file: string,
  part: Part,
  delimiter: string,
  trustQuotes: boolean,
): AsyncGenerator<readonly SourceRow[]> {
  let header: readonly string[] | undefined;
  for await (const batch of csvRecords(file, delimiter)) {
    let records = batch;
    if (header === undefined) {
      header = headerOf(file, batch[0] as CsvRecord, part);
      records = batch.slice(1);
    }
    const names = header;
    yield records.map((record) => rowOf(file, record, names, part, trustQuotes));
  }
}

function headerOf(file: string, record: CsvRecord, part: Part): readonly string[] {
  const where = { file, line: record.line };
  if ("fault" in record)
    throw new EarnestError("CASES_INVALID", `${file}: the header cannot be read: ${record.fault}`, { where });
  const header = record.cells;
  if (header.some((name) => name.includes("\r"))) {
    throw new EarnestError("CASES_INVALID", `${file} ends its lines with a carriage return alone, expected line feeds`, {
      where,
      next: "Convert it, for example: tr '\\r' '\\n'",
    });
  }
  const details = [
    ...header.filter((name, i) => name !== "" && header.indexOf(name) < i).map((name) => `two columns are called "${name}"`),
    ...[...new Set(part.columns)].filter((name) => !header.includes(name)).map((name) => unknownColumn(name, header)),
  ];
  if (details.length > 0) {
    throw new EarnestError("CASES_INVALID", `${file}: ${details.join("; ")}`, {
      where,
      details,
      next: `Mend the header or the mapping; the columns are: ${header.join(", ")}`,
    });
  }
  return header;
}

function rowOf(file: string, record: CsvRecord, header: readonly string[], part: Part, trustQuotes: boolean): SourceRow {
  const where = { file, line: record.line };
  if ("fault" in record) {
    return unreadable([{ where: { ...where, column: record.byte }, message: `${record.fault}${reach(record)}` }]);
  }
  const { cells } = record;
  if (cells.length !== header.length) {
    const message = `expected ${header.length} cells, as in the header, got ${cells.length}${reach(record)}`;
    return unreadable([{ where, message }]);
  }
  if (!trustQuotes && holdsRows(record, header.length)) {
    const message = `expected one record, got a cell that seems to hold whole rows: a quote that is not closed where it should be?${reach(record)}; if the cell is right, read the file with trustQuotes: true`;
    return unreadable([{ where, message }]);
  }
  const row: Record<string, string> = Object.create(null);
  for (let i = 0; i < header.length; i++) row[header[i] as string] = cells[i] as string;
  const faults: PartFault[] = [];
  const raw = part.read(row as CsvRow, faults);
  if (faults.length === 0) return { kind: "row", raw, where };
  return unreadable(faults.map(({ column, message }) => ({ where: { ...where, column }, message })));
}

/** A stray quote joins rows into one record, in which each line, the first and the last too, has as many delimiters as the header. */
function holdsRows({ line, lastLine, rowLike }: CsvRecord, columns: number): boolean {
  const least = columns === 2 ? ROW_LIKE_LINES_OF_TWO : ROW_LIKE_LINES;
  return columns > 1 && rowLike === columns - 1 && lastLine - line + 1 >= least;
}

/** The lines that a record of several takes, so that nobody believes that only one was lost. */
function reach({ line, lastLine }: CsvRecord): string {
  return lastLine === line ? "" : ` (lines ${line} to ${lastLine} were read as one record: ${lastLine - line + 1} lines)`;
}

function unreadable(faults: readonly Fault[]): SourceRow {
  return { kind: "unreadable", faults };
}
