import type { Dataset } from "../dataset/defineDataset.ts";
import { EarnestError } from "../errors.ts";
import type { Redaction } from "../redact/redaction.ts";
import { makeRedactor, type Redactor } from "../redact/redactor.ts";
import { shorten, visibleLine } from "../words.ts";

/** What a review log takes of a reason, in characters. */
const LONGEST = 200;

/** Finds in reasons what the dataset has taken out of its cases; without its key, for nothing it makes is kept. */
export function reasonRedactor({ name, redact = {} }: Dataset): Promise<Redactor> {
  if ("none" in redact) return makeRedactor(name, redact);
  const { patterns, own, country }: Redaction = redact;
  return makeRedactor(name, {
    ...(patterns === undefined ? {} : { patterns }),
    ...(own === undefined ? {} : { own }),
    ...(country === undefined ? {} : { country }),
  });
}

/** A reviewer's reason as it goes on record: on one line, with every unseen character shown. Throws USAGE where it holds what the dataset redacts. */
export function reasonKept(reason: string | null, redactor: Redactor): string | null {
  const kept = shorten(visibleLine(reason ?? ""), LONGEST);
  if (kept === "") return null;
  if (redactor.text(kept) === kept) return kept;
  throw new EarnestError(
    "USAGE",
    "the reason holds what is taken out of this data, such as an address or a number: say it without",
  );
}
