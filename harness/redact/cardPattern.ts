import cards from "card-validator";
import type { Found, Pattern } from "./pattern.ts";

/** No issuer's numbers begin with 0, 7 or 9. */
const RUN = /(?<![\w.,+]|\w-)[1-68](?:[ \u00A0-]?\d){11,18}(?!\w|[.,]\d|-\w)/;
const RUNS = new RegExp(RUN, "g");

/** Numbers of payment cards: an issuer's first digits, its length and a right checksum. Any other long number stays. */
export const cardPattern: Pattern = {
  name: "card",
  may: (text) => RUN.test(text),
  *find(text): Generator<Found> {
    for (const { 0: run, index } of text.matchAll(RUNS)) {
      const same = run.replaceAll(/\D/g, "");
      if (!hasChecksum(same) || !cards.number(same).isValid) continue;
      yield { start: index, end: index + run.length, same };
    }
  },
};

/** Luhn's checksum: quicker than asking for an issuer, and asked of all, where the package lets one issuer's numbers pass without. */
function hasChecksum(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.at(-1 - i)) * (i % 2 === 0 ? 1 : 2);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}
