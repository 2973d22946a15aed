/**
 * How numbers are said, on every surface alike. Ranges are rounded outwards: low ends down, high ends up,
 * never towards a better answer.
 */

/** A slack below which a float is taken for the decimal it was meant to be, so that 0.95 is never "94.9%". */
const SLACK = 1e-9;

/** 0.98139 -> "98.1%": a low end, rounded down. */
export function percentDown(share: number, decimals = 1): string {
  const scale = 10 ** (decimals + 2);
  return `${(Math.floor(share * scale + SLACK) / 10 ** decimals).toFixed(decimals)}%`;
}

/** 0.98139 -> "98.2%": a high end, rounded up. */
export function percentUp(share: number, decimals = 1): string {
  const scale = 10 ** (decimals + 2);
  return `${(Math.ceil(share * scale - SLACK) / 10 ** decimals).toFixed(decimals)}%`;
}

/** An observed share. A share that is not all or nothing is never printed as 100% or 0%. */
export function percent(share: number, decimals = 1): string {
  const text = (share * 100).toFixed(decimals);
  if (share < 1 && Number(text) === 100) return percentDown(share, decimals);
  if (share > 0 && Number(text) === 0) return percentUp(share, decimals);
  return `${text}%`;
}

/** A limit as its author wrote it: 0.95 -> "95%", 0.975 -> "97.5%". */
export function limitPercent(share: number): string {
  return `${Number((share * 100).toFixed(6))}%`;
}

/** 9668 -> "9,668". */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** `many(1, "case")` -> "1 case", `many(9668, "case")` -> "9,668 cases". */
export function many(n: number, noun: string, plural = `${noun}s`): string {
  return `${count(n)} ${n === 1 ? noun : plural}`;
}

/** Two figures, rounded up: what is about so much says no more. 12494 -> 13000. */
export function roughly(n: number): number {
  const step = 10 ** Math.max(0, Math.ceil(Math.log10(n)) - 2);
  return Math.ceil(n / step) * step;
}

/** A share of which as much is too much, rounded down to a figure that is not nothing: 0.015873 -> "1.58%". */
export function percentAtMost(share: number): string {
  return percentDown(share, Math.max(2, 1 - Math.floor(Math.log10(share * 100))));
}

/** A share that has to be reached, rounded up, and never to all: 0.9868 -> "98.7%". */
export function percentAtLeast(share: number): string {
  const text = percentUp(share);
  return text === "100.0%" ? `${limitPercent(share)}` : text;
}

const NUMBERS = ["None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];

/** Numbers up to ten in words, capitalised at the start of a sentence. */
export function inWords(n: number, start = false): string {
  const word = NUMBERS[n];
  if (word === undefined) return count(n);
  return start ? word : word.toLowerCase();
}

/** Shortens to at most `length` characters, marking the cut; never cuts through a character. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/**
 * Characters that move the cursor, hide, or turn the reading order around: control, format, lone surrogates, line
 * separators, and all that is drawn as nothing. The two selectors that only choose how an emoji is drawn stay.
 */
const TREACHEROUS = /(?!\n|\t|\uFE0E|\uFE0F)[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu;

/** Untrusted text with every treacherous character shown as a mark such as U+202E; line ends and tabs stay. */
export function visible(text: string): string {
  return text
    .replace(/\r\n/g, "\n")
    .replace(TREACHEROUS, (found) => `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`);
}

/** Untrusted text on one line. */
export function visibleLine(text: string): string {
  return visible(text.replace(/\s+/g, " ").trim());
}

/** A sentence as it goes on inside another. */
export function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

/** Seconds as a time, rounded up so that nothing reads as quicker than it was: "0.31 s", "42 s", "11 min 04 s". */
export function duration(seconds: number): string {
  if (seconds < 9.995) return `${Math.ceil(seconds * 100 - 1e-6) / 100} s`;
  const whole = Math.ceil(seconds - SLACK);
  return whole < 60 ? `${whole} s` : `${count(Math.floor(whole / 60))} min ${String(whole % 60).padStart(2, "0")} s`;
}
