import type { CellReader, CsvRow } from "./cell.ts";
import { type CsvOptions, csvSource } from "./csvSource.ts";
import { type Entry, numeric, objectPart, optionalPart, type Part, partOf } from "./part.ts";
import type { Source } from "./source.ts";

/** A value of the case from the record: a column, a cell reader, or a function of the record. */
export type Value = string | CellReader | ((row: CsvRow) => unknown);

/** Several named values: columns under their own names, an object of entries, or a function that returns an object. */
export type Values = readonly string[] | { readonly [name: string]: Entry } | ((row: CsvRow) => unknown);

/** One action per record: `type` is the column with its type, `params` are its params, those with an empty cell left out. */
export interface ActionColumns {
  readonly type: string;
  readonly params?: readonly string[] | { readonly [param: string]: Entry };
}

/**
 * Which columns make a case. `decision` is columns for one action, where an empty type or `none` is the empty set, or a function
 * that returns an action, a list of actions, a decision, or a list of decisions when several people decided.
 * An empty cell is no value, except in `id`, `cluster` and `input`, where it is the empty text.
 */
export interface CaseMapping {
  readonly id: Value;
  readonly input: Value | Values;
  readonly decision: ActionColumns | ((row: CsvRow) => unknown);
  readonly cluster?: Value;
  readonly at?: Value;
  readonly by?: Value;
  readonly decidedAt?: Value;
  readonly seconds?: Value;
  readonly outcome?: Values;
  readonly slices?: Values;
  readonly weight?: Value;
  readonly reads?: Value;
}

/**
 * Cases from CSV files with a header line, plain or .gz, UTF-8, read as a stream; `mapping` says which columns make a case.
 * Records that cannot be read become unreadable rows. Throws DATA_MISSING when a file is not there, CASES_INVALID when the
 * header lacks a mapped column or has one twice. Line numbers are those of the file, where the record starts.
 */
export function csv(path: string | readonly string[], mapping: CaseMapping, options: CsvOptions = {}): Source {
  return csvSource(path, casePart(mapping), options);
}

function casePart(mapping: CaseMapping): Part {
  const { id, input, cluster, at, outcome, slices, weight, reads } = mapping;
  return objectPart({
    id: partOf(id, "id", "kept"),
    cluster: cluster === undefined ? undefined : partOf(cluster, "cluster", "kept"),
    at: optionalPart(at, "at"),
    input: partOf(input, "input", "kept"),
    reads: optionalPart(reads, "reads"),
    decisions: decisionsPart(mapping),
    outcome: optionalPart(outcome, "outcome"),
    slices: optionalPart(slices, "slices"),
    weight: optionalPart(numeric(weight), "weight"),
  });
}

function decisionsPart({ decision, by, decidedAt, seconds }: CaseMapping): Part {
  const about = objectPart({
    by: optionalPart(by, "by"),
    at: optionalPart(decidedAt, "decidedAt"),
    seconds: optionalPart(numeric(seconds), "seconds"),
  });
  const actions = typeof decision === "function" ? partOf(decision, "decision") : actionsPart(decision);
  return {
    columns: [...actions.columns, ...about.columns],
    read(row, faults) {
      const [first, ...others] = decisionsOf(actions.read(row, faults));
      const known = about.read(row, faults);
      return [isPlain(first) && isPlain(known) ? { ...known, ...first } : first, ...others];
    },
    columnAt([index, key, ...rest]) {
      if (index !== 0) return undefined;
      return key === "actions" ? actions.columnAt(rest) : key === undefined ? undefined : about.columnAt([key]);
    },
  };
}

function actionsPart(columns: ActionColumns): Part {
  const inner = actionPart(columns);
  return {
    columns: inner.columns,
    read(row, faults) {
      const action = inner.read(row, faults);
      return row[columns.type]?.trim() === "" ? [] : [action];
    },
    columnAt: ([, ...rest]) => inner.columnAt(rest),
  };
}

/** One action from columns. */
export function actionPart({ type, params }: ActionColumns): Part {
  const columns = params === undefined ? objectPart({}) : partOf(params, "params");
  return {
    columns: [type, ...columns.columns],
    read(row, faults) {
      return { type: (row[type] as string).trim(), params: columns.read(row, faults) };
    },
    columnAt: ([key, ...rest]) => (key === "type" ? type : key === "params" ? columns.columnAt(rest) : undefined),
  };
}

/** What a mapping function may return, as a list of decisions; anything else is left for the case's schema to refuse. */
function decisionsOf(value: unknown): unknown[] {
  if (Array.isArray(value))
    return value.length > 0 && value.every((one) => isPlain(one) && "actions" in one) ? value : [{ actions: value }];
  return [isPlain(value) && "type" in value ? { actions: [value] } : value];
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
