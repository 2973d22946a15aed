const MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/i;
const NUMBER = /^[+-]?\d{1,15}(\.\d+)?$/;
/** Longer than this, or with so many words, it is a text that somebody wrote, and a text tells who. */
const LONGEST = 60;
const WORDS = 8;

export const NOT_SET = "not set";

/** A value as both sides show it, without what is only its writer's habit: null for a text, whose wording would tell whose it is. */
export function plainValue(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return NOT_SET;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return numeral(value);
  if (typeof value === "string") return plainText(value);
  if (Array.isArray(value)) return joined(value.map(plainValue), ", ");
  return joined(
    Object.entries(value as object).map(([key, inner]) => {
      const plain = plainValue(inner);
      return plain === null ? null : `${key}: ${plain}`;
    }),
    "; ",
  );
}

/** In an order that does not depend on who wrote it down. */
function joined(parts: readonly (string | null)[], separator: string): string | null {
  const said = parts.filter((part) => part !== null);
  if (said.length !== parts.length) return null;
  return said.length === 0 ? NOT_SET : said.sort().join(separator);
}

function plainText(text: string): string | null {
  const plain = text.normalize("NFKC").replaceAll(/\s+/g, " ").trim().toLowerCase();
  if (plain.length > LONGEST || text.trim().includes("\n") || plain.split(" ").length > WORDS) return null;
  if (plain === "") return NOT_SET;
  if (NUMBER.test(plain)) return numeral(Number(plain));
  return momentIn(plain) ?? plain;
}

/** A moment to the minute, in UTC, however it was written; midnight is a day. */
function momentIn(plain: string): string | undefined {
  const found = MOMENT.exec(plain);
  if (found === null) return undefined;
  const time = Date.parse(`${plain.toUpperCase()}${found[3] === undefined ? "Z" : ""}`);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().slice(0, 16).replace("T", " ").replace(" 00:00", "");
}

function numeral(value: number): string {
  return String(Math.round(value * 1e6) / 1e6);
}
