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

  constructor(column: string, expected: string, text: string) {
    super(`expected ${expected}, got ${JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)}`);
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
 * `number` takes 12, -0.5 and 1e3; `bool` takes true, yes, 1, false, no, 0; `list` splits at the separator and trims the items.
 */
export const cell = {
  text: (column: string) => reader(column, (text) => text),
  number: (column: string) =>
    reader(column, (text) => {
      const value = NUMBER.test(text.trim()) ? Number(text) : Number.NaN;
      if (!Number.isFinite(value)) throw new CellFault(column, "a number such as 12 or -0.5", text);
      return value;
    }),
  bool: (column: string) =>
    reader(column, (text) => {
      const value = BOOLEANS.get(text.trim().toLowerCase());
      if (value === undefined) throw new CellFault(column, "true, yes, 1, false, no or 0", text);
      return value;
    }),
  list: (column: string, separator = ";") =>
    reader(column, (text) => {
      const items = text.split(separator).map((item) => item.trim());
      if (items.includes("")) throw new CellFault(column, `items between "${separator}", none of them empty`, text);
      return items;
    }),
  json: (column: string) =>
    reader(column, (text) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        throw new CellFault(column, "JSON", text);
      }
    }),
};

function reader(column: string, read: (text: string) => unknown): CellReader {
  return {
    columns: [column],
    read(row) {
      const text = row[column] as string;
      return text === "" ? undefined : read(text);
    },
  };
}
