import { exactJson, wholeNumberFault } from "./exactJson.ts";

/** The cells of a record by the names in the header; asking for a column that is not there throws. */
export type CsvRow = Readonly<Record<string, string>>;

/** Reads a typed value from a record; `columns` are the headers it needs. `undefined` means that there is no value. */
export interface CellReader {
  readonly columns: readonly string[];
  read(row: CsvRow): unknown;
}

/** A cell that is not what its reader expects. */
export class CellFault extends Error {
  override readonly name = "CellFault";
  readonly column: string;

  constructor(column: string, message: string) {
    super(message);
    this.column = column;
  }
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const BOOLEANS = new Map([
  ["true", true],
  ["yes", true],
  ["1", true],
  ["false", false],
  ["no", false],
  ["0", false],
]);

/**
 * Readers of single cells, for mappings: an empty cell has no value, any other must be what the reader expects.
 * `number` takes 12, -0.5 and 1e3, whole numbers up to 2^53 - 1; `bool` takes true, yes, 1, false, no, 0; `list` splits at the separator and trims the items.
 */
export const cell = {
  text: (column: string) => reader(column, (text) => text),
  number: (column: string) =>
    reader(column, (text) => {
      const value = NUMBER.test(text.trim()) ? Number(text) : Number.NaN;
      if (!Number.isFinite(value)) throw unexpected(column, "a number such as 12 or -0.5", text);
      const fault = wholeNumberFault(text.trim());
      if (fault !== undefined) throw new CellFault(column, fault);
      return value;
    }),
  bool: (column: string) =>
    reader(column, (text) => {
      const value = BOOLEANS.get(text.trim().toLowerCase());
      if (value === undefined) throw unexpected(column, "true, yes, 1, false, no or 0", text);
      return value;
    }),
  list: (column: string, separator = ";") =>
    reader(column, (text) => {
      const items = text.split(separator).map((item) => item.trim());
      if (items.includes("")) throw unexpected(column, `items between "${separator}", none of them empty`, text);
      return items;
    }),
  json: (column: string) =>
    reader(column, (text) => {
      const { value, faults } = jsonIn(column, text);
      if (faults.length > 0) throw new CellFault(column, faults.map((fault) => fault.message).join("; "));
      return value;
    }),
};

function jsonIn(column: string, text: string): ReturnType<typeof exactJson> {
  try {
    return exactJson(text);
  } catch {
    throw unexpected(column, "JSON", text);
  }
}

function unexpected(column: string, expected: string, text: string): CellFault {
  return new CellFault(column, `expected ${expected}, got ${JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)}`);
}

function reader(column: string, read: (text: string) => unknown): CellReader {
  return {
    columns: [column],
    read(row) {
      const text = row[column] as string;
      return text === "" ? undefined : read(text);
    },
  };
}
