import type { Mail } from "../../datasets/inbox-triage/readMail.ts";

/** Enough to tell a mail by; a longer one does not weigh more. */
const MOST = 200;
const WORD = /\p{L}[\p{L}\p{M}'-]{1,24}|[$€£%!]{1,3}/gu;

/** The first 200 distinct words of a mail in lower case; those of the sender and of the subject stand apart from the text. */
export function tokens({ from, subject, text }: Mail): readonly string[] {
  const found = new Set<string>();
  for (const [prefix, part] of [
    ["from:", from],
    ["subject:", subject],
    ["", text],
  ] as const) {
    for (const [word] of part.toLowerCase().matchAll(WORD)) {
      if (found.size >= MOST) return [...found];
      found.add(`${prefix}${word}`);
    }
  }
  return [...found];
}
