import { hash } from "node:crypto";

/**
 * The one JSON form for digests and equality: keys sorted by UTF-16 code unit, 25 and 25.0 alike, `undefined` members left out
 * (RFC 8785; unlike there, half a character is escaped, so that every text has a form of its own).
 * Throws a TypeError for what JSON cannot hold (NaN, functions, symbols, bigints, cycles).
 */
export function canonicalJson(value: unknown): string {
  const text = formOf(value, []);
  if (text === undefined) throw new TypeError("undefined has no JSON form");
  return text;
}

/** sha-256 of a text or of bytes, in hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return hash("sha256", data, "hex");
}

/** sha-256 of the canonical form of plain data. */
export function digestOf(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** Are two pieces of plain data the same, blind to key order? */
export function sameJson(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || canonicalJson(a) === canonicalJson(b);
}

/** `around` holds the lists and objects that the value stands in, and is left as it was. */
function formOf(value: unknown, around: object[]): string | undefined {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object" && value !== null) return formOfObject(value, around);
  if (typeof value === "number" && Number.isFinite(value)) return value === 0 ? "0" : String(value);
  if (value === undefined || value === null || typeof value === "boolean") return value === undefined ? value : String(value);
  throw new TypeError(`${typeof value === "number" ? value : `a ${typeof value}`} has no JSON form`);
}

function formOfObject(value: object, around: object[]): string | undefined {
  if (around.includes(value)) throw new TypeError("a cycle has no JSON form");
  around.push(value);
  let text: string | undefined;
  if ("toJSON" in value && typeof value.toJSON === "function") {
    text = formOf(value.toJSON(), around);
  } else if (Array.isArray(value)) {
    text = "[";
    for (let i = 0; i < value.length; i++) text += (i === 0 ? "" : ",") + (formOf(value[i], around) ?? "null");
    text += "]";
  } else if (value instanceof Number || value instanceof String || value instanceof Boolean) {
    text = formOf(value.valueOf(), around);
  } else {
    text = "{";
    for (const key of Object.keys(value).sort()) {
      const member = formOf((value as Record<string, unknown>)[key], around);
      if (member !== undefined) text += `${text === "{" ? "" : ","}${JSON.stringify(key)}:${member}`;
    }
    text += "}";
  }
  around.pop();
  return text;
}
