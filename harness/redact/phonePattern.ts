import {
  type CountryCode,
  findPhoneNumbersInText,
  getExampleNumber,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from "libphonenumber-js";
import examples from "libphonenumber-js/mobile/examples";
import { EarnestError } from "../errors.ts";
import type { Found, Pattern } from "./pattern.ts";

const PLUS = /(?<![\p{N}+\uFF0B])[+\uFF0B](?=[\s(.\u00A0-]{0,3}\p{N})/u;
const PLUSES = new RegExp(PLUS, "gu");
const NATIONAL = /(?<![\w.,+]|[\w)][-/])\(?\d(?:[ \u00A0()/.-]{0,3}\d){5,}(?!\w|[.,]\d|-\w)/;
const NATIONALS = new RegExp(NATIONAL, "g");
/** Longer than any number with all its brackets and blanks. */
const WINDOW = 40;
/** 15 digits, and 00 for abroad before them. */
const MOST = 17;
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
  const national = country === undefined ? undefined : nationalNumbers(country);
  return {
    name: "phone",
    may: (text) => PLUS.test(text) || (national !== undefined && NATIONAL.test(text)),
    *find(text): Generator<Found> {
      const found = [...international(text), ...(national?.(text) ?? [])];
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

/** Almost any row of digits has a length that some number has: it must also be written as people there write one. */
function nationalNumbers(country: CountryCode): (text: string) => Generator<Found> {
  const written = hasTrunk(country) ? /^\(?0/ : SEPARATED;
  return function* (text) {
    for (const { 0: run, index } of text.matchAll(NATIONALS)) {
      if (run.length > WINDOW || !written.test(run) || DATE.test(run) || SINGLES.test(run)) continue;
      if (run.replaceAll(/\D/g, "").length > MOST) continue;
      const [first] = findPhoneNumbersInText(run, country);
      if (first === undefined || first.startsAt > 1) continue;
      yield { start: index, end: index + first.endsAt, same: first.number.number };
    }
  };
}

/** Is a 0 dialled before a number within the country, and not as a part of it? */
function hasTrunk(country: CountryCode): boolean {
  const example = getExampleNumber(country, examples);
  return example !== undefined && parsePhoneNumberFromString(`0${example.nationalNumber}`, country)?.number === example.number;
}
