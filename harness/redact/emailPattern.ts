import type { Found, Pattern } from "./pattern.ts";

/** The longest a local part and a domain can be. */
const LOCAL = 64;
const DOMAIN = 253;
const LOCAL_PART = /[\p{L}\p{M}\p{N}.!#$%&'*+/=?^_`{|}~-]/u;
const DOMAIN_PART =
  /^(?:[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+(?:xn--[\p{L}\p{N}-]+|\p{L}[\p{L}\p{M}]+)/u;
/** What stands before an address without being part of it: the rest of a link, a bracket, a quote, a full stop. */
const LEADING = /^(?:.*[/=?&|{}`*])?[.']*/u;

/**
 * E-mail addresses, in any script, quoted local parts too. Upper and lower case are one address.
 * Walks outwards from each @ instead of matching from the left, which would take quadratic time on a long run of letters.
 */
export const emailPattern: Pattern = {
  name: "email",
  may: (text) => text.includes("@"),
  *find(text): Generator<Found> {
    let from = 0;
    for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
      const domain = DOMAIN_PART.exec(text.slice(at + 1, at + 1 + DOMAIN))?.[0];
      if (domain === undefined) continue;
      const start = Math.max(from, localStart(text, at));
      if (start >= at) continue;
      const end = at + 1 + domain.length;
      yield { start, end, same: text.slice(start, end).toLowerCase() };
      from = end;
    }
  },
};

function localStart(text: string, at: number): number {
  const least = Math.max(0, at - LOCAL);
  if (text[at - 1] === '"') {
    const quote = text.lastIndexOf('"', at - 2);
    return quote < least || at < 2 ? at : quote;
  }
  let start = at;
  while (start > least && LOCAL_PART.test(text[start - 1] as string)) start--;
  return start + (LEADING.exec(text.slice(start, at))?.[0].length ?? 0);
}
