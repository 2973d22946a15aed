/** So deep may data be nested that an agent hands over; whoever walks it later must not run out of stack. */
const DEEPEST = 100;

/**
 * The one way of an agent's data onto the record: its JSON text and a copy that the agent cannot reach any more.
 * Throws a TypeError for what JSON would lose without a word (NaN, functions, maps, cycles) or nested beyond 100 levels.
 */
export function onRecord(given: unknown): { readonly text: string; readonly value: unknown } {
  const text = JSON.stringify(given, refuseLoss);
  if (text === undefined) throw new TypeError(`${typeof given} has no JSON form`);
  // A nesting of n levels takes 2n brackets at least.
  if (text.length > 2 * DEEPEST && depth(text) > DEEPEST) throw new TypeError(`it is nested deeper than ${DEEPEST} levels`);
  return { text, value: JSON.parse(text) };
}

function refuseLoss(key: string, value: unknown): unknown {
  switch (typeof value) {
    case "number":
      if (Number.isFinite(value)) return value;
      break;
    case "function":
    case "symbol":
      break;
    case "object":
      if (value instanceof Map || value instanceof Set)
        throw new TypeError(`${named(key)} is a Map or a Set, which JSON has not`);
      if (key !== "__proto__") return value;
      break;
    default:
      return value;
  }
  throw new TypeError(`${named(key)} is ${String(typeof value === "number" ? value : typeof value)}, which JSON has not`);
}

function named(key: string): string {
  return key === "" ? "it" : `"${key}"`;
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);

/** How deep brackets nest in JSON text. */
function depth(text: string): number {
  let [now, most] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      for (i++; text.charCodeAt(i) !== QUOTE; i++) if (text.charCodeAt(i) === BACKSLASH) i++;
    } else if (OPEN.has(code)) {
      most = Math.max(most, ++now);
    } else if (CLOSE.has(code)) now--;
  }
  return most;
}
