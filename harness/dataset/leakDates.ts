import type { Case } from "../case.ts";
import type { Scalar } from "./leakFields.ts";
import type { Column, LeakSample } from "./leakSample.ts";

/** Moments in a field that come after the case, or even after what people decided. */
export interface Later {
  readonly than: "case" | "decision";
  readonly rows: readonly number[];
  /** Cases in which the field and the other moment could be compared. */
  readonly comparable: readonly number[];
  readonly example: string;
}

const DAY = 86_400_000;
const MINUTE = 60_000;
const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
/** Names under which a number is a moment: seconds or milliseconds since 1970. */
const NAMED = /(?:^|[._])(?:at|time|timestamp|date|ts|on)$|(?:At|Time|Timestamp|Date|On)$/;
const FIRST = Date.UTC(1990, 0, 1);
const LAST = Date.UTC(2100, 0, 1);
/** One may be planned beforehand, and one may be a slip. */
const FEWEST = 3;
const SHARE = 0.01;

/** The moments of a field that are later than the decision, or else than the case; null where hardly any is. */
export function later({ field, rows, values }: Column, { cases, clusters }: LeakSample): Later | null {
  for (const than of ["decision", "case"] as const) {
    const comparable: number[] = [];
    const after: number[] = [];
    let example = "";
    for (const [i, row] of rows.entries()) {
      const moment = momentOf(field, values[i] as Scalar);
      const reference = referenceOf(cases[row] as Case, than);
      if (moment === undefined || reference === undefined) continue;
      comparable.push(row);
      if (moment.earliest <= reference) continue;
      if (after.length === 0) example = String(values[i]);
      after.push(row);
    }
    const others = new Set(after.map((row) => clusters[row]));
    if (others.size >= FEWEST && after.length >= SHARE * comparable.length) return { than, rows: after, comparable, example };
  }
  return null;
}

/** The earliest that a value can mean; without a zone it may be a day off either way. */
function momentOf(field: string, value: Scalar): { readonly earliest: number } | undefined {
  if (typeof value === "string") {
    const iso = ISO.exec(value);
    const at = iso === null ? Number.NaN : Date.parse(value.includes(":") && iso[1] === undefined ? `${value}Z` : value);
    if (Number.isNaN(at)) return undefined;
    return { earliest: at - (iso?.[1] === undefined ? DAY : MINUTE) };
  }
  if (typeof value !== "number" || !NAMED.test(field)) return undefined;
  const at = [value, value * 1000].find((ms) => ms > FIRST && ms < LAST);
  return at === undefined ? undefined : { earliest: at - MINUTE };
}

/** The latest that a moment of the case can mean. */
function referenceOf(one: Case, than: Later["than"]): number | undefined {
  const text = than === "decision" ? one.decisions[0].at : one.at;
  if (text === undefined) return undefined;
  const zone = ISO.exec(text)?.[1];
  const at = Date.parse(text.includes(":") && zone === undefined ? `${text}Z` : text);
  return at + (text.includes(":") ? (zone === undefined ? DAY : 0) : 2 * DAY);
}
