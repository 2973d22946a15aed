import type { Where } from "../errors.ts";
import type { Source, SourceRow } from "./source.ts";

/** A row, or just the plain data of a record and where it came from. */
export type GivenRow = SourceRow | { readonly raw: unknown; readonly where: Where };

type Given = GivenRow | readonly GivenRow[];

/**
 * Records from memory or from an importer: an array, or a function that starts reading afresh each time it is called
 * (an iterator alone would be empty at a second reading). It yields single rows or batches.
 */
export function rows(name: string, given: readonly GivenRow[] | (() => Iterable<Given> | AsyncIterable<Given>)): Source {
  return {
    name,
    async *read() {
      for await (const some of typeof given === "function" ? given() : [given]) {
        yield (isBatch(some) ? some : [some]).map((row): SourceRow => ("kind" in row ? row : { kind: "row", ...row }));
      }
    },
  };
}

function isBatch(given: Given): given is readonly GivenRow[] {
  return Array.isArray(given);
}
