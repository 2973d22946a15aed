import { type Comparator, type Json, type Likeness, SAME } from "../action.ts";
import { equal, isRecord } from "./equal.ts";
import { exact } from "./exact.ts";
import { ignore } from "./ignore.ts";
import { likeness as ask } from "./likeness.ts";
import type { Minor } from "./minor.ts";
import { against, listed, quote } from "./quote.ts";
import { stamp } from "./stamp.ts";

/** How one field is compared, and whether a difference is only minor. */
type Field = Comparator | Minor;

/**
 * Params field by field, on the union of the keys of both sides and of the map: `different` when any material field differs,
 * else `minor` when any minor one does, else `same`. Fields not named are compared with `rest` (default `exact()`), so an
 * extra or a missing param is never free. A field absent on one side differs, unless it is ignored; undefined counts as absent.
 * Throws SUITE_BROKEN for an entry that is no comparator.
 */
export function fields(map: Readonly<Record<string, Field>>, options: { readonly rest?: Field } = {}): Comparator {
  const rest = options.rest ?? exact();
  const named = new Map(Object.entries(map));
  return {
    name: "fields",
    version: "1",
    params: { fields: Object.fromEntries([...named].map(([key, field]) => [key, stampField(field)])), rest: stampField(rest) },
    compare(decided, proposed) {
      if (!isRecord(decided) || !isRecord(proposed)) {
        return equal(decided, proposed) ? SAME : { verdict: "different", because: against(decided, proposed) };
      }
      const others = [...Object.keys(decided), ...Object.keys(proposed)].filter((key) => !named.has(key)).sort();
      const material: string[] = [];
      const slight: string[] = [];
      for (const key of new Set([...named.keys(), ...others])) {
        const likeness = compareField(named.get(key) ?? rest, own(decided, key), own(proposed, key));
        if (likeness.verdict === "same") continue;
        const because = `${/^[\w.-]{1,40}$/.test(key) ? key : quote(key)}: ${likeness.because ?? "differs"}`;
        (likeness.verdict === "different" ? material : slight).push(because);
      }
      // What decides comes first, where a long list is not cut.
      const because = listed([...material, ...slight]);
      if (material.length > 0) return { verdict: "different", because };
      return slight.length > 0 ? { verdict: "minor", because } : SAME;
    },
  };
}

function compareField(field: Field, decided: unknown, proposed: unknown): Likeness {
  if (decided === undefined && proposed === undefined) return SAME;
  const { comparator, isMinor } = unwrap(field);
  const absent = decided === undefined || proposed === undefined;
  const likeness: Likeness =
    absent && comparator !== ignore()
      ? { verdict: "different", because: against(decided, proposed) }
      : ask(comparator, decided, proposed);
  return isMinor && likeness.verdict === "different" ? { ...likeness, verdict: "minor" } : likeness;
}

function unwrap(field: Field): { readonly comparator: Comparator; readonly isMinor: boolean } {
  return field !== null && typeof field === "object" && "minor" in field
    ? { comparator: field.minor, isMinor: true }
    : { comparator: field, isMinor: false };
}

function stampField(field: Field): Json {
  const { comparator, isMinor } = unwrap(field);
  return isMinor ? { ...stamp(comparator), minor: true } : stamp(comparator);
}

// A param may be called `constructor` or `__proto__`: only what the object itself holds is a param.
function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
