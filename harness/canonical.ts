import { hash } from "node:crypto";

/**
 * The one JSON form for digests and equality: keys sorted by UTF-16 code unit, 25 and 25.0 alike, `undefined` members left out
 * (RFC 8785; unlike there, half a character is escaped, so that every text has a form of its own).
 * Throws a TypeError for what JSON cannot hold (NaN, functions, symbols, bigints, cycles).
 */
export function canonicalJson(value: unknown): string {
  const text = typeof value === "object" && value !== null ? write(value) : scalar(value);
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

/** A list or object in the writing; `given` is what stood there before `toJSON` made it into this. */
interface Frame {
  readonly given: object;
  readonly members: object;
  /** Undefined for a list. */
  readonly keys: readonly string[] | undefined;
  next: number;
  empty: boolean;
}

// A stack of our own instead of recursion: how deep data may nest must not depend on who asks, and from how deep.
function write(root: object): string | undefined {
  const open: Frame[] = [];
  const around = new Set<object>();
  const rootValue = plain(root);
  if (typeof rootValue !== "object" || rootValue === null) return scalar(rootValue);
  let text = enter(root, rootValue, open, around);
  for (let frame = open.at(-1); frame !== undefined; frame = open.at(-1)) {
    const { keys, members } = frame;
    const count = keys === undefined ? (members as readonly unknown[]).length : keys.length;
    let entered = false;
    while (!entered && frame.next < count) {
      const key = keys === undefined ? frame.next : (keys[frame.next] as string);
      frame.next++;
      const given = (members as Record<PropertyKey, unknown>)[key];
      const value = typeof given === "object" && given !== null ? plain(given) : given;
      if (value === undefined && keys !== undefined) continue;
      if (!frame.empty) text += ",";
      frame.empty = false;
      if (keys !== undefined) text += `${JSON.stringify(key)}:`;
      if (typeof value === "object" && value !== null) {
        text += enter(given as object, value, open, around);
        entered = true;
      } else {
        text += scalar(value) ?? "null";
      }
    }
    if (entered) continue;
    text += keys === undefined ? "]" : "}";
    around.delete(frame.given);
    around.delete(members);
    open.pop();
  }
  return text;
}

function enter(given: object, members: object, open: Frame[], around: Set<object>): string {
  if (around.has(given) || around.has(members)) throw new TypeError("a cycle has no JSON form");
  around.add(given);
  if (members !== given) around.add(members);
  const keys = Array.isArray(members) ? undefined : Object.keys(members).sort();
  open.push({ given, members, keys, next: 0, empty: true });
  return keys === undefined ? "[" : "{";
}

/** What JSON writes instead of an object: what its `toJSON` returns, and the value in a box. */
function plain(given: object): unknown {
  const value: unknown = "toJSON" in given && typeof given.toJSON === "function" ? given.toJSON() : given;
  const boxed = value instanceof Number || value instanceof String || value instanceof Boolean;
  return boxed ? value.valueOf() : value;
}

function scalar(value: unknown): string | undefined {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return value === 0 ? "0" : String(value);
  if (value === undefined) return undefined;
  if (value === null || typeof value === "boolean") return String(value);
  throw new TypeError(`${typeof value === "number" ? value : `a ${typeof value}`} has no JSON form`);
}
