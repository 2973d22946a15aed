/**
 * What no reader can see, or what changes how the rest is read: control, format and bidirectional characters, filler
 * letters, line separators and halves of surrogate pairs. Tab and line feed stay as they are.
 */
const UNSEEN =
  /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]|\u034f|[\u17b4\u17b5]|[\u180b-\u180f]|[\u{e0100}-\u{e01ef}]/gu;

/** The same text with every character that cannot be seen shown as a mark such as [U+202E]. */
export function plain(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(UNSEEN, mark);
}

/** Plain data with every text in it made plain. */
export function plainData<T>(data: T): T {
  if (typeof data === "string") return plain(data) as T;
  if (Array.isArray(data)) return data.map(plainData) as T;
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, plainData(value)])) as T;
}

function mark(character: string): string {
  return `[U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0")}]`;
}
