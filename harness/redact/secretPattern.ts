import { rules } from "@secretlint/secretlint-rule-preset-recommend";
import type { Found, Pattern } from "./pattern.ts";

type Rule = (typeof rules)[number];
type Context = Parameters<Rule["create"]>[0];
type Report = Parameters<Context["report"]>[0];
type Handler = NonNullable<ReturnType<Rule["create"]>["file"]>;
type SourceCode = Parameters<Handler>[0];

/** Every key is a word as long as this, with letters and something besides. */
const LONG = 20;
const WORD = charTable(/[\w\-./+=~]/);
const LETTER = /[A-Za-z]/;
const BESIDES = /[\d_]/;
const BEARER = /\bbearer\s/i;
/** What a password stands behind. */
const NAMED = "(?:passw(?:or)?d|passwor[dt]|kennwort|passphrase|pwd|client[_-]?secret|api[_-]?key)[\"']?\\s{0,2}";
const GIVEN = new RegExp(`[=:](?<=${NAMED}.)`, "i");

/** What the rules leave to others: signed tokens, keys of further makers, what follows the word Bearer, passwords in links. */
const OTHERS = [
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g,
  /\bAIza[\w-]{35}/g,
  /\bsk-(?=[\w-]*\d)[\w-]{20,}/g,
  /\b(?:hf|xai|pplx|r8|tvly)[_-](?=[A-Za-z]*\d)[A-Za-z0-9]{20,}/g,
  /(?<=\bbearer\s{1,5})(?=[\w\-./+=~]*\d)[\w\-./+=~]{16,}/gi,
  // Words follow a colon as often: there it must have a digit.
  new RegExp(`(?<=${NAMED}=\\s{0,2}["']?)[^\\s"'&;,<>(){}$[\\]]{4,200}`, "gi"),
  new RegExp(`(?<=${NAMED}:\\s{0,2}["']?)(?=\\S{0,200}\\d)[^\\s"'&;,<>(){}$[\\]]{6,200}`, "gi"),
  /(?<=:\/\/[^\s/:@]{0,100}:)[^\s/@]{1,200}(?=@)/g,
];
/** Where a rule knows a fixed length, the rest of the word belongs to the key all the same. */
const REST = /[\w-]*/y;

/**
 * Secrets and keys, by the rules of secretlint and a few shapes more. The rules are called one by one: its own engine takes ten
 * times as long on a short text, and obeys comments in the text that switch it off, which a case must not be able to do.
 */
export function secretPattern(): Pattern {
  let found: Found[] = [];
  let text = "";
  const add = (start: number, end: number) => {
    REST.lastIndex = end;
    const rest = /[\w-]/.test(text[end - 1] ?? "") ? (REST.exec(text)?.[0].length ?? 0) : 0;
    found.push({ start, end: end + rest, same: text.slice(start, end + rest) });
  };
  const context = {
    sharedOptions: {},
    createTranslator: () => () => ({ message: "", messageId: "", data: undefined }),
    report: ({ range: [start, end] }: Report) => add(start, end),
    ignore: () => undefined,
  } as unknown as Context;
  const handlers = rules
    .filter(({ meta }) => meta.type === "scanner")
    .map((rule) => rule.create(context, rule.meta.id.endsWith("-aws") ? { enableIDScanRule: true } : {}).file)
    .filter((file) => file !== undefined);
  return {
    name: "secret",
    may: (given) =>
      hasLongWord(given) ||
      given.includes("-----BEGIN") ||
      (given.includes("://") && given.includes("@")) ||
      BEARER.test(given) ||
      GIVEN.test(given),
    *find(given): Generator<Found> {
      found = [];
      text = given;
      const source = { content: given, filePath: "case.txt", ext: ".txt", contentType: "text" } as unknown as SourceCode;
      for (const file of handlers) void file(source);
      for (const shape of OTHERS) for (const { 0: match, index } of given.matchAll(shape)) add(index, index + match.length);
      let from = 0;
      for (const one of found.sort((a, b) => a.start - b.start || b.end - a.end)) {
        if (one.start < from || one.end === one.start) continue;
        yield one;
        from = one.end;
      }
    },
  };
}

/** Looks at every 20th character only, and around it where it belongs to a word: a regular expression would try each anew. */
function hasLongWord(text: string): boolean {
  for (let at = LONG - 1; at < text.length; at += LONG) {
    let start = at;
    while (start >= 0 && isWord(text, start)) start--;
    let end = at;
    if (start < at) while (end < text.length && isWord(text, end)) end++;
    if (end - start > LONG && LETTER.test(text.slice(start + 1, end)) && BESIDES.test(text.slice(start + 1, end))) return true;
    at = Math.max(at, end - 1);
  }
  return false;
}

function isWord(text: string, at: number): boolean {
  return WORD[text.charCodeAt(at)] === 1;
}

function charTable(kind: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => (kind.test(String.fromCharCode(code)) ? 1 : 0));
}
