import { countrySpecs, electronicFormatIBAN, isValidIBAN } from "ibantools";
import type { Found, Pattern } from "./pattern.ts";

const START = /(?<![\p{L}\p{N}])[A-Za-z]{2}\d{2}(?=[\s./_-]{0,2}[A-Za-z0-9])/u;
const STARTS = new RegExp(START, "gu");
const GAP = /[\s./_-]/;
/** Characters between two groups: two spaces, or the end of a line. */
const WIDEST = 2;
const ALNUM = /[A-Za-z0-9]/;
const WORD = /[\p{L}\p{N}]/u;

/** International bank account numbers: as long as their country has them, with a right checksum. Spaces and case do not matter. */
export const ibanPattern: Pattern = {
  name: "iban",
  may: (text) => START.test(text),
  *find(text): Generator<Found> {
    let from = 0;
    for (const { index } of text.matchAll(STARTS)) {
      if (index < from) continue;
      const length = countrySpecs[text.slice(index, index + 2).toUpperCase()]?.chars;
      const end = length == null ? undefined : endAfter(text, index, length);
      if (end === undefined || WORD.test(text[end] ?? "")) continue;
      const same = electronicFormatIBAN(text.slice(index, end).replaceAll(/[^A-Za-z0-9]/g, "")) ?? "";
      if (!isValidIBAN(same)) continue;
      yield { start: index, end, same };
      from = end;
    }
  },
};

/** Where the first so many letters and digits end, with a small gap between two; undefined where something else is among them. */
function endAfter(text: string, start: number, length: number): number | undefined {
  let at = start;
  let gap = 0;
  for (let found = 0; found < length; at++) {
    if (ALNUM.test(text[at] ?? "")) {
      found++;
      gap = 0;
    } else if (!GAP.test(text[at] ?? "") || ++gap > WIDEST) return undefined;
  }
  return at;
}
