import { messageOf } from "../errors.ts";
import { CellFault, type CellReader, type CsvRow, cell } from "./cell.ts";
import { nearest } from "./nearest.ts";

/** What a mapping may say for one value: a column, several columns, a cell reader, a function of the record, or an object of these. */
export type Entry = string | readonly string[] | CellReader | ((row: CsvRow) => unknown) | { readonly [key: string]: Entry };

/** One thing wrong while reading a value, with the column where it is known. */
export interface PartFault {
  readonly column?: string;
  readonly message: string;
}

/** A piece of a record in the making: the columns it needs, how it is read, and which column stands behind a path inside it. */
export interface Part {
  readonly columns: readonly string[];
  read(row: CsvRow, faults: PartFault[]): unknown;
  columnAt(path: readonly PropertyKey[]): string | undefined;
}

/** `absent`: an empty cell is no value. `kept`: it is the empty text. */
export type EmptyCell = "absent" | "kept";

/** Compiles a mapping entry; `label` names it in messages about its function. */
export function partOf(entry: Entry, label: string, empty: EmptyCell = "absent"): Part {
  if (typeof entry === "string") return columnPart(entry, empty);
  if (typeof entry === "function") return functionPart(entry, label);
  if (isList(entry)) return objectPart(Object.fromEntries(entry.map((column) => [column, columnPart(column, empty)])));
  if (isReader(entry)) return readerPart(entry, label);
  return objectPart(
    Object.fromEntries(Object.entries(entry).map(([key, inner]) => [key, partOf(inner, `${label}.${key}`, empty)])),
  );
}

/** A part for an entry that a mapping may leave out. */
export function optionalPart(entry: Entry | undefined, label: string): Part | undefined {
  return entry === undefined ? undefined : partOf(entry, label);
}

/** A column named where a number belongs holds a number. */
export function numeric(entry: Entry | undefined): Entry | undefined {
  return typeof entry === "string" ? cell.number(entry) : entry;
}

/** An object of parts; those without a value are left out of it. */
export function objectPart(parts: Readonly<Record<string, Part | undefined>>): Part {
  const entries = Object.entries(parts).filter((entry): entry is [string, Part] => entry[1] !== undefined);
  return {
    columns: entries.flatMap(([, part]) => part.columns),
    read(row, faults) {
      const values: [string, unknown][] = [];
      for (const [key, part] of entries) {
        const value = part.read(row, faults);
        if (value !== undefined) values.push([key, value]);
      }
      return Object.fromEntries(values);
    },
    columnAt([key, ...rest]) {
      return entries.find(([name]) => name === key)?.[1].columnAt(rest);
    },
  };
}

function columnPart(column: string, empty: EmptyCell): Part {
  return {
    columns: [column],
    read: (row) => (row[column] === "" && empty === "absent" ? undefined : row[column]),
    columnAt: () => column,
  };
}

function readerPart(reader: CellReader, label: string): Part {
  return {
    columns: reader.columns,
    read: (row, faults) => guarded(() => reader.read(row), label, faults),
    columnAt: () => reader.columns[0],
  };
}

function functionPart(read: (row: CsvRow) => unknown, label: string): Part {
  return {
    columns: [],
    read: (row, faults) => guarded(() => read(strict(row)), label, faults),
    columnAt: () => undefined,
  };
}

function guarded(read: () => unknown, label: string, faults: PartFault[]): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof CellFault) faults.push({ column: error.column, message: error.message });
    else faults.push({ message: `expected a value for ${label}, but its mapping threw: ${messageOf(error)}` });
    return undefined;
  }
}

/** A misspelt column would read as undefined and pass for a missing value; so it throws. */
function strict(row: CsvRow): CsvRow {
  return new Proxy(row, {
    get(target, key) {
      if (typeof key === "symbol" || key in target || key === "toJSON") return Reflect.get(target, key);
      throw new Error(unknownColumn(key, Object.keys(target)));
    },
    set: () => false,
    deleteProperty: () => false,
  });
}

/** Says that a column is not there and which one may have been meant. */
export function unknownColumn(column: string, known: readonly string[]): string {
  const meant = nearest(column, known);
  return `there is no column "${column}"${meant === undefined ? "" : `; did you mean "${meant}"?`}`;
}

function isList(entry: object): entry is readonly string[] {
  return Array.isArray(entry);
}

function isReader(entry: object): entry is CellReader {
  return "read" in entry && typeof entry.read === "function" && "columns" in entry && Array.isArray(entry.columns);
}
