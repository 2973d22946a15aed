/** Something that JSON.parse would change in silence; `column` counts from 1. */
export interface JsonFault {
  readonly column: number;
  readonly message: string;
}

const LARGEST = Number.MAX_SAFE_INTEGER;
/** Deeper values take the exact look, which does not recurse. */
const DEEP = 500;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * Reads JSON, and tells what reading alone would lose: a key that stands twice in one object, and a whole number too long for a
 * JSON number. Throws the SyntaxError of JSON.parse.
 */
export function exactJson(text: string): { readonly value: unknown; readonly faults: readonly JsonFault[] } {
  const value: unknown = JSON.parse(text);
  // The exact look takes longer than reading does, so it is for texts that may need it. Every key ends in a quote and a colon;
  // where there are as many of these as keys were read, no key was lost.
  const keys = countKeys(value, 0);
  return { value, faults: keys === countColons(text) ? [] : losses(text) };
}

/** What is wrong with a whole number written as `digits`, if anything. */
export function wholeNumberFault(digits: string): string | undefined {
  if (!/^[+-]?\d{16,}(?:\.0*)?$/.test(digits) || Math.abs(Number(digits)) <= LARGEST) return undefined;
  return `expected a whole number up to ${LARGEST}, got ${digits.length > 60 ? `${digits.slice(0, 60)}…` : digits}: write longer ids as text`;
}

/** The keys in a value at any depth; NaN, which equals no count, when it holds a number too large or is nested too deep. */
function countKeys(value: unknown, depth: number): number {
  if (typeof value === "number") return value > LARGEST || value < -LARGEST ? Number.NaN : 0;
  if (typeof value !== "object" || value === null) return 0;
  if (depth > DEEP) return Number.NaN;
  let keys = 0;
  if (Array.isArray(value)) {
    for (const item of value) keys += countKeys(item, depth + 1);
  } else {
    for (const key in value) keys += 1 + countKeys((value as Record<string, unknown>)[key], depth + 1);
  }
  return keys;
}

/** Colons after a quote: all that end a key, and perhaps some inside a text. */
function countColons(text: string): number {
  let colons = 0;
  for (let at = text.indexOf(":"); at !== -1; at = text.indexOf(":", at + 1)) {
    let before = at - 1;
    while (isSpace(text.charCodeAt(before))) before--;
    if (text.charCodeAt(before) === 34) colons++;
  }
  return colons;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** Walks through text that is known to be JSON. */
function losses(text: string): JsonFault[] {
  const faults: JsonFault[] = [];
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; ) {
    const mark = text[at] as string;
    NUMBER.lastIndex = at;
    if (mark === '"') {
      const end = endOfText(text, at);
      const keys = open.at(-1);
      if (keys !== undefined && isKey(text, end)) {
        const key = JSON.parse(text.slice(at, end)) as string;
        const name = JSON.stringify(key.length > 60 ? `${key.slice(0, 60)}…` : key);
        if (keys.has(key)) faults.push({ column: at + 1, message: `expected each key once in an object, got ${name} again` });
        keys.add(key);
      }
      at = end;
    } else if (NUMBER.test(text)) {
      const message = wholeNumberFault(text.slice(at, NUMBER.lastIndex));
      if (message !== undefined) faults.push({ column: at + 1, message });
      at = NUMBER.lastIndex;
    } else {
      if (mark === "{") open.push(new Set());
      else if (mark === "[") open.push(undefined);
      else if (mark === "}" || mark === "]") open.pop();
      at++;
    }
  }
  return faults;
}

/** The place after the closing quote of the text that opens at `start`. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) return at + 1;
    if (code === 92) at++;
  }
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (isSpace(text.charCodeAt(at))) at++;
  return text[at] === ":";
}
