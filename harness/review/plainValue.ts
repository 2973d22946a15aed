import { visible } from "../words.ts";

const MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/i;
/** Zeros of a number with a point are a habit; those of a code, such as 00123, are part of it. */
const DECIMAL = /^-?(0|[1-9]\d*)\.\d+$/;
/** A double holds so many digits; of a longer number, no digit may be lost. */
const DIGITS = 15;
/** Longer than this, or with so many words, it is a text that somebody wrote, and a text tells who. */
const LONGEST = 60;
const WORDS = 8;
/** What would be read as a boundary between values if it stood within one. */
const BOUNDARY = /[,;:"[\]{}]/;

export const NOT_SET = "not set";

/**
 * A value as both sides show it, without what is only its writer's habit: null for a text, whose wording would tell whose it is.
 * `exact` keeps capitals, seconds and the order of a list, for decisions that differ in these alone.
 */
export function plainValue(value: unknown, exact = false): string | null {
  if (value === null || value === undefined || value === "") return NOT_SET;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return numeral(value);
  if (typeof value === "string") return plainText(value, exact);
  if (Array.isArray(value)) {
    const parts = value.map((inner) => within(inner, exact));
    return joined(exact ? parts : inOrder(parts), ", ");
  }
  const parts = Object.entries(value as object).map(([key, inner]) => {
    const plain = within(inner, exact);
    return plain === null ? null : `${visible(key)}: ${plain}`;
  });
  return joined(inOrder(parts), "; ");
}

/** A value inside another one, with its bounds where it could be taken for several. */
function within(value: unknown, exact: boolean): string | null {
  const plain = plainValue(value, exact);
  if (plain === null) return null;
  if (Array.isArray(value)) return `[${plain}]`;
  if (typeof value === "object" && value !== null) return `{${plain}}`;
  return typeof value === "string" && momentIn(value, exact) === undefined && BOUNDARY.test(plain)
    ? JSON.stringify(plain)
    : plain;
}

/** In an order that does not depend on who wrote it down. */
function inOrder(parts: readonly (string | null)[]): (string | null)[] {
  return [...parts].sort();
}

function joined(parts: readonly (string | null)[], separator: string): string | null {
  if (parts.includes(null)) return null;
  return parts.length === 0 ? NOT_SET : parts.join(separator);
}

function plainText(text: string, exact: boolean): string | null {
  const tidy = text.normalize("NFKC").replaceAll(/\s+/g, " ").trim();
  if (tidy.length > LONGEST || text.trim().includes("\n") || tidy.split(" ").length > WORDS) return null;
  if (tidy === "") return NOT_SET;
  if (DECIMAL.test(tidy) && tidy.replaceAll(/\D/g, "").length <= DIGITS) return numeral(Number(tidy));
  return momentIn(tidy, exact) ?? visible(exact ? tidy : tidy.toLowerCase());
}

/** A moment in UTC, however it was written, to the minute or to the second; midnight is a day. */
function momentIn(text: string, exact: boolean): string | undefined {
  const found = MOMENT.exec(text);
  if (found === null) return undefined;
  const time = Date.parse(`${text.toUpperCase()}${found[3] === undefined ? "Z" : ""}`);
  if (Number.isNaN(time)) return undefined;
  const [day, clock = ""] = new Date(time).toISOString().split(/[TZ]/) as [string, string?];
  const shown = exact ? clock.replace(/(:00)?\.000$/, "") : clock.slice(0, 5);
  return shown === "00:00" ? day : `${day} ${shown}`;
}

/** Without what reckoning in doubles leaves behind the digits that were meant. */
function numeral(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS)));
}
