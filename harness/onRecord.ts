/** So deep may data be nested that is put on record; whoever walks it later must not run out of stack. */
const DEEPEST = 100;

/**
 * The one way of an agent's data onto the record: its JSON text and a copy that the agent cannot reach any more.
 * Throws a TypeError for what JSON would lose without a word (NaN, functions, maps, cycles) or nested beyond 100 levels.
 */
export function onRecord(given: unknown): { readonly text: string; readonly value: unknown } {
  // A walk of our own is twice as fast as a replacer, and stops at the first level too deep, so cycles end it as well.
  refuseLoss(given);
  const text = JSON.stringify(given);
  const value: unknown = JSON.parse(text);
  // A toJSON may have put in anything; a nesting of n levels takes 2n brackets at least.
  if (text.length > 2 * DEEPEST) refuseLoss(value);
  return { text, value };
}

/** Throws a TypeError for what JSON would lose without a word, or what is nested too deep to be walked later. */
export function refuseLoss(value: unknown, name = "it", levels: number = DEEPEST): void {
  switch (typeof value) {
    case "string":
    case "boolean":
      return;
    case "number":
      if (Number.isFinite(value)) return;
      throw new TypeError(`"${name}" is ${value}, which JSON has not`);
    case "object":
      if (value !== null) refuseLossWithin(value, name, levels - 1);
      return;
    default:
      throw new TypeError(`"${name}" is of type ${typeof value}, which JSON has not`);
  }
}

function refuseLossWithin(value: object, name: string, levels: number): void {
  if (levels < 0) throw new TypeError(`it is nested deeper than ${DEEPEST} levels, or in a circle`);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) refuseLoss(value[i], name, levels);
    return;
  }
  if (value instanceof Map || value instanceof Set) throw new TypeError(`"${name}" is a Map or a Set, which JSON has not`);
  for (const key of Object.keys(value)) {
    if (key === "__proto__") throw new TypeError(`"${name}" has a member by the name of __proto__`);
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined) refuseLoss(member, key, levels);
  }
}
