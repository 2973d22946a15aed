import {
  type CountryCode,
  findPhoneNumbersInText,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from "libphonenumber-js";
import { EarnestError } from "../errors.ts";
import type { Found, Pattern } from "./pattern.ts";

const PLUS = /(?<![\p{N}+\uFF0B])[+\uFF0B](?=[\s(.\u00A0-]{0,3}\p{N})/u;
const PLUSES = new RegExp(PLUS, "gu");
const NATIONAL = /(?<![\w.,+]|[\w)][-/])\(?\d(?:[ \u00A0()/.-]{0,3}\d){5,}(?!\w|[.,]\d|-\w)/;
const NATIONALS = new RegExp(NATIONAL, "g");
/** Longer than any number with all its brackets and blanks. */
const WINDOW = 40;
const SEPARATED = /\d[ \u00A0()/-]+\d/;
/** Digits that stand alone are a list. */
const SINGLES = /(?<!\d)\d(?:\D+\d){3}(?!\d)/;
/** What a day or a moment looks like, which some numbers could also be. */
const DATE = /^\(?(?:\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4})(?:\D|$)/;

/**
 * Phone numbers with a plus and a country's code; with `country`, such as "DE", also those dialled within it: they begin with its trunk 0,
 * or are written in groups where the country has none. Throws SUITE_BROKEN for a country that is none.
 */
export function phonePattern(country?: string): Pattern {
  if (country !== undefined && !isSupportedCountry(country)) {
    throw new EarnestError("SUITE_BROKEN", `redact: "${country}" is no country that has phone numbers`, {
      next: 'Name the country by two capital letters, such as "DE"',
    });
  }
  return {
    name: "phone",
    may: (text) => PLUS.test(text) || (country !== undefined && NATIONAL.test(text)),
    *find(text): Generator<Found> {
      const found = [...international(text), ...(country === undefined ? [] : national(text, country))];
      let from = 0;
      for (const one of found.sort((a, b) => a.start - b.start)) {
        if (one.start < from) continue;
        yield one;
        from = one.end;
      }
    },
  };
}

function* international(text: string): Generator<Found> {
  for (const { index } of text.matchAll(PLUSES)) {
    const [first] = findPhoneNumbersInText(text.slice(index, index + WINDOW));
    if (first === undefined || first.startsAt !== 0 || /\p{N}/u.test(text[index + first.endsAt] ?? "")) continue;
    yield { start: index, end: index + first.endsAt, same: first.number.number };
  }
}

function* national(text: string, country: CountryCode): Generator<Found> {
  for (const { 0: run, index } of text.matchAll(NATIONALS)) {
    if (run.length > WINDOW || DATE.test(run)) continue;
    const [first] = findPhoneNumbersInText(run, country);
    if (first === undefined || first.startsAt > 1 || !isDialled(run, first.number, country)) continue;
    yield { start: index, end: index + first.endsAt, same: first.number.number };
  }
}

/** Is it written as people there write a number? Almost any row of digits has a length that some number has. */
function isDialled(run: string, { number, nationalNumber }: PhoneNumber, country: CountryCode): boolean {
  if (SINGLES.test(run)) return false;
  const hasTrunk = parsePhoneNumberFromString(`0${nationalNumber}`, country)?.number === number;
  return hasTrunk ? /^\(?0/.test(run) : SEPARATED.test(run);
}
