import { PatternRedactor } from "./patternRedactor.ts";
import { BUILT_IN, type NoRedaction, type Redaction, type RedactionFacts, refuseRedaction } from "./redaction.ts";
import { SealedTable } from "./sealedTable.ts";
import { longSecretIn, TokenMaker } from "./tokenMaker.ts";

/** Takes what identifies somebody out of texts and plain data. What holds nothing of the kind comes back as it is, the same object. */
export interface Redactor extends Disposable {
  text(text: string): string;
  /** A message that quotes data: values that were cut short are left out, for half an identifier is not recognised as one. */
  message(text: string): string;
  /** Plain data without cycles; `at` is its path in a case, which decides whether an exception covers it. */
  value<T>(value: T, at?: readonly string[]): T;
  facts(): RedactionFacts;
  /** Writes down what is waiting for the table of a reversible redaction. */
  flush(): void;
  /** Takes the table away again, of a run that never was. */
  discard(): void;
}

/**
 * The redactor of a dataset. `table` is where a reversible one keeps its values; without it they are kept nowhere.
 * Throws SUITE_BROKEN for a redaction that cannot be meant, KEY_MISSING where its key is not there or too short.
 */
export async function makeRedactor(dataset: string, given: Redaction | NoRedaction = {}, table?: string): Promise<Redactor> {
  refuseRedaction(dataset, given);
  if ("none" in given) return untouched(given.none);
  const key = given.reversibleWith ?? given.keyedBy;
  const maker = new TokenMaker(dataset, key === undefined ? undefined : longSecretIn(key));
  // The libraries behind the patterns take as long to load as a small command takes to run.
  const { builtInPatterns } = await import("./builtInPatterns.ts");
  const patterns = builtInPatterns(given.patterns ?? BUILT_IN, given.country);
  const { reversibleWith } = given;
  const sealed =
    table === undefined || reversibleWith === undefined
      ? undefined
      : new SealedTable(table, maker, { dataset, key: reversibleWith });
  return new PatternRedactor(given, patterns, maker, sealed);
}

function untouched(none: string): Redactor {
  return {
    text: (text) => text,
    message: (text) => text,
    value: (value) => value,
    facts: () => ({ patterns: [], counts: {}, except: [], country: null, keyedBy: null, reversible: false, none }),
    flush: () => undefined,
    discard: () => undefined,
    [Symbol.dispose]: () => undefined,
  };
}
