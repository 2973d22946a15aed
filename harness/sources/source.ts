import type { Where } from "../errors.ts";

/** One thing wrong in a source: where, what was expected, what was there. */
export interface Fault {
  readonly where: Where;
  readonly message: string;
}

/**
 * What a source yields for each record: plain data still to be checked, a record that could not be read,
 * or one that the source leaves out on purpose, with the reason.
 */
export type SourceRow =
  | { readonly kind: "row"; readonly raw: unknown; readonly where: Where }
  | { readonly kind: "unreadable"; readonly faults: readonly Fault[] }
  | { readonly kind: "excluded"; readonly id: string; readonly because: string; readonly where: Where };

/**
 * Where records come from. `read` streams them in a stable order, in batches, and never holds them all;
 * `columnOf` translates a path inside the plain data back into the user's own column name.
 */
export interface Source {
  readonly name: string;
  read(): AsyncIterable<readonly SourceRow[]>;
  columnOf?(path: readonly PropertyKey[]): string | undefined;
}
