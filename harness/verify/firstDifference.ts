/** Where two pieces of plain data first part: the place, such as `types[0].verdict`, and what stands there on either side. */
export interface Difference {
  /** Empty for the whole. */
  readonly at: string;
  /** Undefined where this side has nothing. */
  readonly recorded: unknown;
  readonly now: unknown;
}

/** The first place, in the recorded order of members, where two pieces of plain data differ; blind to key order. */
export function firstDifference(recorded: unknown, now: unknown, at = ""): Difference | undefined {
  if (Array.isArray(recorded) && Array.isArray(now)) {
    for (let i = 0; i < Math.max(recorded.length, now.length); i++) {
      const found = firstDifference(recorded[i], now[i], `${at}[${i}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (isObject(recorded) && isObject(now)) {
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(now)])) {
      const found = firstDifference(own(recorded, key), own(now, key), at === "" ? key : `${at}.${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return recorded === now || (recorded === 0 && now === 0) ? undefined : { at, recorded, now };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member by the name of a method that every object inherits is no member. */
function own(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
