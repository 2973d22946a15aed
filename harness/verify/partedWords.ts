import { shorten } from "../words.ts";

const AROUND = 36;
const LONGEST = 140;

/** Two texts from a little before where they part to a little after where they agree again, cut between words. */
export function partedWords(a: string, b: string): readonly [string, string] {
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return [around(a, start, end), around(b, start, end)];
}

function around(text: string, start: number, end: number): string {
  const from = start <= AROUND ? 0 : text.indexOf(" ", start - AROUND) + 1;
  const past = text.length - end + AROUND;
  const to = past >= text.length ? text.length : Math.max(text.length - end, text.lastIndexOf(" ", past));
  const begin = from > start || from === 0 ? Math.min(from, start) : from;
  return `${begin > 0 ? "…" : ""}${shorten(text.slice(begin, to), LONGEST)}${to < text.length ? "…" : ""}`;
}
