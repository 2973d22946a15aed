import { hash } from "node:crypto";
import canonicalize from "canonicalize";

/**
 * The one JSON form for digests and equality: keys sorted, 25 and 25.0 alike, `undefined` members left out (RFC 8785).
 * Throws a TypeError for what JSON cannot hold (NaN, functions, cycles).
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError(`${typeof value} has no JSON form`);
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
