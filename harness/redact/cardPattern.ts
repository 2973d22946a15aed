import cards from "card-validator";
import type { Found, Pattern } from "./pattern.ts";

const RUN = /(?<![\w.,]|\w-)\d(?:[ \u00A0-]?\d){11,18}(?!\w|[.,]\d|-\w)/;
const RUNS = new RegExp(RUN, "g");

/** Numbers of payment cards: an issuer's first digits, its length and a right checksum. Any other long number stays. */
export const cardPattern: Pattern = {
  name: "card",
  may: (text) => RUN.test(text),
  *find(text): Generator<Found> {
    for (const { 0: run, index } of text.matchAll(RUNS)) {
      const same = run.replaceAll(/\D/g, "");
      // One issuer's numbers would otherwise pass without their checksum.
      if (!cards.number(same, { luhnValidateUnionPay: true }).isValid) continue;
      yield { start: index, end: index + run.length, same };
    }
  },
};
