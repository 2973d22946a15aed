import { type CountryCode, getExampleNumber, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";
import examples from "libphonenumber-js/mobile/examples";
import { EarnestError } from "../errors.ts";
import type { Found, Pattern } from "./pattern.ts";

const PLUS = /(?<![\p{N}+\uFF0B])[+\uFF0B](?=[\s(.\u00A0-]{0,3}\p{N})/u;
const PLUSES = new RegExp(PLUS, "gu");
const NATIONAL = /(?<!\w|\d[.,]|\+)\(?\d(?:[ \u00A0()/.-]{0,3}\d){5,}(?!\w|[.,]\d)/;
const NATIONALS = new RegExp(NATIONAL, "g");
/** Digits of a number: an area's and its own at the least, 00 and a country's code before 15 of them at most. */
const FEWEST = 6;
const MOST = 17;
const DIALLED = /[+\uFF0B]?[\s(\u00A0]{0,2}\p{N}{1,17}(?:[ \u00A0()/.\u2010-\u2015-]{1,3}\p{N}{1,17}){0,7}(?!\p{N})/uy;
/** Where groups of digits begin, and those that begin with the 0 dialled within a country. */
const STARTS = /(?<![\d./-])\(?\d/g;
const TRUNK_STARTS = /(?<![\d./-])\(?0\d?/g;
/** Three groups at the least: two are a number of something else as often. */
const SEPARATED = /\d[ \u00A0().-]+\d+[ \u00A0().-]+\d/;
/** Digits that stand alone are a list. */
const SINGLES = /^\(?\d(?:\D+\d){3}(?!\d)/;
/** What has to be seen of a row of digits to know a list or a day. */
const FAR = 12;
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
  for (const { index } of text.matchAll(PLUSES)) yield* numberAt(text, index);
}

/** Almost any row of digits has a length that some number has: it must also be written as people there write one. */
function nationalNumbers(country: CountryCode): (text: string) => Generator<Found> {
  const starts = hasTrunk(country) ? TRUNK_STARTS : STARTS;
  return function* (text) {
    for (const { 0: run, index } of text.matchAll(NATIONALS)) {
      for (const { index: start } of run.matchAll(starts)) {
        const rest = run.slice(start, start + FAR);
        if (DATE.test(rest) || SINGLES.test(rest)) continue;
        for (const found of numberAt(text, index + start, country)) {
          if (starts === TRUNK_STARTS || SEPARATED.test(text.slice(found.start, found.end))) yield found;
        }
      }
    }
  };
}

/** The longest number that begins just here, if one does: what follows a number may look like more of it. */
function* numberAt(text: string, start: number, country?: CountryCode): Generator<Found> {
  DIALLED.lastIndex = start;
  const run = DIALLED.exec(text)?.[0] ?? "";
  const ends = [...run.matchAll(/\p{N}+/gu)].map(({ 0: digits, index }) => index + digits.length);
  for (const end of ends.reverse()) {
    const digits = run.slice(0, end).replaceAll(/\P{N}/gu, "").length;
    if (digits > MOST) continue;
    if (digits < FEWEST) return;
    const number = parsePhoneNumberFromString(run.slice(0, end), country);
    if (number?.isValid() !== true) continue;
    yield { start, end: start + end, same: number.number };
    return;
  }
}

/** Is a 0 dialled before a number within the country, and not as a part of it? */
function hasTrunk(country: CountryCode): boolean {
  const example = getExampleNumber(country, examples);
  return example !== undefined && parsePhoneNumberFromString(`0${example.nationalNumber}`, country)?.number === example.number;
}
