import { type Comparator, type Likeness, SAME } from "../action.ts";
import { EarnestError, messageOf } from "../errors.ts";
import { equal } from "./equal.ts";
import { against, quote } from "./quote.ts";

/** A length of time. Days are calendar days of the zone, which a change of the clock makes 23 or 25 hours long. */
export interface Span {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}

/** How two moments are read and compared. */
export interface DateOptions {
  /** IANA zone in which a date, or a time without an offset, is read and days are counted. Default "UTC". */
  readonly zone?: string;
  /** `day` compares calendar days in the zone, whatever the hour. Default `instant`. */
  readonly granularity?: "instant" | "day";
}

const SECONDS_IN: ReadonlyMap<string, number> = new Map([
  ["days", 86_400],
  ["hours", 3600],
  ["minutes", 60],
  ["seconds", 1],
]);
const CENTURY = 3_200_000_000;
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)([Zz]|[+-]\d{2}:?\d{2})?)?$/;

/**
 * ISO 8601 dates and times at most so far apart, the boundary included: `dates({ minutes: 15 })`,
 * `dates({ days: 1 }, { zone: "Europe/Amsterdam", granularity: "day" })`; without a tolerance, the same instant or day. A date
 * alone is the start of its day. A time the clock skipped is read as that much later, one it struck twice as the first.
 * What is no such text is `different` unless both sides are equal. Symmetric. Throws SUITE_BROKEN for an unknown zone, or a
 * tolerance that is not in whole numbers from 0 (in days alone when days are compared).
 */
export function dates(tolerance: Span = {}, options: DateOptions = {}): Comparator {
  const { zone = "UTC", granularity = "instant" } = options;
  check(tolerance, zone, granularity);
  const spans = [...SECONDS_IN.keys()].flatMap((unit) => {
    const count = tolerance[unit as keyof Span];
    return count === undefined || count === 0 ? [] : [`${count} ${count === 1 ? unit.slice(0, -1) : unit}`];
  });
  const basis = granularity === "day" ? "the same day" : "the same instant";
  const allowed = `${spans.length === 0 ? basis : `at most ${spans.join(" ")} apart`}, ${zone}`;
  return {
    name: "dates",
    version: "1",
    params: { tolerance: { ...tolerance }, zone, granularity },
    compare(decided, proposed) {
      if (equal(decided, proposed)) return SAME;
      const different = (why: string): Likeness => ({ verdict: "different", because: `${against(decided, proposed)} (${why})` });
      const a = read(decided, zone);
      const b = read(proposed, zone);
      if (a === undefined) return different("the decided value is not an ISO 8601 date or time");
      if (b === undefined) return different("the proposed value is not an ISO 8601 date or time");
      return isWithin(a, b, tolerance, granularity) ? SAME : different(allowed);
    },
  };
}

function isWithin(
  a: Temporal.ZonedDateTime,
  b: Temporal.ZonedDateTime,
  tolerance: Span,
  granularity: "instant" | "day",
): boolean {
  const [earlier, later] = Temporal.ZonedDateTime.compare(a, b) <= 0 ? [a, b] : [b, a];
  if (granularity === "day") {
    return earlier.toPlainDate().until(later.toPlainDate(), { largestUnit: "days" }).days <= (tolerance.days ?? 0);
  }
  const { days = 0, hours = 0, minutes = 0, seconds = 0 } = tolerance;
  return Temporal.ZonedDateTime.compare(earlier.add({ days, hours, minutes, seconds }), later) >= 0;
}

function read(value: unknown, zone: string): Temporal.ZonedDateTime | undefined {
  const parts = typeof value === "string" && value.length <= 40 ? ISO.exec(value) : null;
  if (parts === null) return undefined;
  const [, day, time = "00:00", offset] = parts;
  try {
    return offset === undefined
      ? Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone)
      : Temporal.Instant.from(`${day}T${time}${offset}`).toZonedDateTimeISO(zone);
  } catch (thrown) {
    // A RangeError means a day or an hour that no calendar has, such as 30 February.
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

function check(tolerance: Span, zone: string, granularity: string): void {
  const next = 'Write dates({ minutes: 15 }) or dates({ days: 1 }, { granularity: "day" }).';
  const broken = (message: string): EarnestError => new EarnestError("SUITE_BROKEN", `dates: ${message}`, { next });
  if (typeof tolerance !== "object" || tolerance === null) throw broken(`a tolerance names its unit, unlike ${quote(tolerance)}`);
  for (const [unit, count] of Object.entries(tolerance)) {
    const seconds = SECONDS_IN.get(unit);
    if (seconds === undefined) throw broken(`${quote(unit)} is not one of ${[...SECONDS_IN.keys()].join(", ")}`);
    // A century is more than anybody means, and keeps every sum inside the calendar.
    if (!(Number.isSafeInteger(count) && count >= 0 && count * seconds <= CENTURY)) {
      throw broken(`${unit} must be a whole number from 0, not ${quote(count)}`);
    }
    if (granularity === "day" && unit !== "days") throw broken(`${unit} do not count when days are compared`);
  }
  if (granularity !== "day" && granularity !== "instant")
    throw broken(`granularity ${quote(granularity)} is neither "instant" nor "day"`);
  try {
    Temporal.PlainDateTime.from("2000-01-01T00:00").toZonedDateTime(zone);
  } catch (thrown) {
    throw new EarnestError("SUITE_BROKEN", `dates: zone ${quote(zone)} is unknown (${messageOf(thrown)})`, {
      next,
      cause: thrown,
    });
  }
}
