import cards from "card-validator";
import type { Found, Pattern } from "./pattern.ts";

const RUN = /(?<!\w|\d[.,]|[\da-f]{4}-|\+)\d(?:(?:[ \u00A0]{0,2}|[-./_])\d){13,}(?!\w|[.,]\d)/i;
const RUNS = new RegExp(RUN, "gi");
/** Shorter ones, of one issuer, are no longer given out; numbers of orders and goods are often that long. */
const FEWEST = 14;
const MOST = 19;

/** Numbers of payment cards: an issuer's first digits, its length and a right checksum. Any other long number stays. */
export const cardPattern: Pattern = {
  name: "card",
  may: (text) => RUN.test(text),
  *find(text): Generator<Found> {
    for (const { 0: run, index } of text.matchAll(RUNS)) {
      for (const { start, end, same } of within(run)) yield { start: index + start, end: index + end, same };
    }
  },
};

/** Other numbers may stand before and behind, so any groups that belong together as on a card are tried. */
function* within(run: string): Generator<Found> {
  const groups = [...run.matchAll(/\d+/g)].map(({ 0: digits, index }) => ({ digits, index }));
  const gapAfter = (i: number) => run.slice((groups[i]?.index ?? 0) + (groups[i]?.digits.length ?? 0), groups[i + 1]?.index);
  for (let first = 0; first < groups.length; first++) {
    let same = "";
    const gap = gapAfter(first).trim();
    for (let last = first; last < groups.length && same.length < MOST; last++) {
      const { digits, index } = groups[last] as (typeof groups)[number];
      // Printed in groups, the first has four digits and the others about as many.
      if (last > first && (groups[first]?.digits.length !== 4 || digits.length < 2 || digits.length > 7)) break;
      // The groups of a card are parted alike; a day and an amount are not.
      if (last > first && gapAfter(last - 1).trim() !== gap) break;
      same += digits;
      if (same.length < FEWEST || same.length > MOST || !isCard(same)) continue;
      // A point before or behind makes it a part of another number.
      if (gapAfter(last) === "." || (first > 0 && gapAfter(first - 1) === ".")) continue;
      yield { start: groups[first]?.index ?? 0, end: index + digits.length, same };
      first = last;
      break;
    }
  }
}

/** Its own checksum first: it is quicker than asking for an issuer, and the package lets one issuer's numbers pass without. */
function isCard(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.at(-1 - i)) * (i % 2 === 0 ? 1 : 2);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0 && cards.number(digits).isValid;
}
