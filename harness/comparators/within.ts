import { type Comparator, type Likeness, SAME } from "../action.ts";
import { EarnestError } from "../errors.ts";
import { equal, isRecord } from "./equal.ts";
import { against, quote } from "./quote.ts";

/** How far apart: a number is absolute; `relative` is a share of the decided value, 0.02 being 2 %. Inside either is within. */
export type Tolerance = number | { readonly absolute?: number; readonly relative?: number };

/** The units that amounts are read in. */
export interface WithinOptions {
  /** The unit of bare numbers and of the absolute tolerance; where `units` is given, by default the one worth 1. */
  readonly unit?: string;
  /** What one of each unit is worth, such as `{ EUR: 1, cent: 0.01 }`; without it nothing is converted. */
  readonly units?: Readonly<Record<string, number>>;
}

interface Amount {
  readonly number: number;
  readonly unit: string | undefined;
}

/**
 * Numbers at most so far apart, the boundary included: `within(0.5)`, `within({ relative: 0.02 })`,
 * `within(0.5, { unit: "EUR", units: { EUR: 1, cent: 0.01 } })`. Also takes `{ amount | value, unit | currency }`; another
 * unit, a text with digits, or anything else is `different` unless both sides are equal. Decimals that binary numbers
 * cannot hold are allowed their rounding (8 units in the last place), so 0.3 - 0.1 is within 0.2. An absolute tolerance is
 * symmetric; a relative one is not, and allows nothing around 0. Throws SUITE_BROKEN for a tolerance or unit without sense.
 */
export function within(tolerance: Tolerance, options: WithinOptions = {}): Comparator {
  const { absolute, relative } = typeof tolerance === "number" ? { absolute: tolerance, relative: undefined } : tolerance;
  const units = options.units === undefined ? undefined : new Map(Object.entries(options.units));
  const unit = options.unit ?? [...(units ?? [])].find(([, worth]) => worth === 1)?.[0];
  check(absolute, relative, unit, units);
  const limits = [
    ...(absolute === undefined ? [] : [unit === undefined ? `${absolute}` : `${absolute} ${unit}`]),
    ...(relative === undefined ? [] : [`${Number((relative * 100).toPrecision(12))} % of the decided value`]),
  ];
  const allowed = absolute === 0 && relative === undefined ? "no difference is allowed" : `at most ${limits.join(" or ")} apart`;

  /** The same amount in `unit`, where the table can tell. */
  const inUnit = (amount: Amount): Amount => {
    const worth = units?.get(amount.unit ?? "");
    const base = units?.get(unit ?? "");
    return worth === undefined || base === undefined ? amount : { number: (amount.number * worth) / base, unit };
  };

  return {
    name: "within",
    version: "1",
    params: {
      ...(absolute === undefined ? {} : { absolute }),
      ...(relative === undefined ? {} : { relative }),
      ...(unit === undefined ? {} : { unit }),
      ...(units === undefined ? {} : { units: Object.fromEntries(units) }),
    },
    compare(decided, proposed) {
      if (equal(decided, proposed)) return SAME;
      const different = (why: string): Likeness => ({ verdict: "different", because: `${against(decided, proposed)} (${why})` });
      const amounts = { decided: readAmount(decided, unit), proposed: readAmount(proposed, unit) };
      if (amounts.decided === undefined) return different("the decided value is not a number");
      if (amounts.proposed === undefined) return different("the proposed value is not a number");
      const [a, b] = [inUnit(amounts.decided), inUnit(amounts.proposed)];
      if (a.unit !== b.unit) return different(`${unitWords(a)} against ${unitWords(b)}`);
      // 0.5 JPY is not 0.5 EUR: an absolute tolerance counts in its own unit only.
      if (unit !== undefined && a.unit !== unit) return different(`not in ${unit}`);
      return isWithin(a.number, b.number, absolute ?? 0, relative ?? 0) ? SAME : different(allowed);
    },
  };
}

function isWithin(decided: number, proposed: number, absolute: number, relative: number): boolean {
  const apart = Math.abs(decided - proposed);
  const allowance = Math.max(absolute, relative * Math.abs(decided));
  // Whole numbers are held exactly, so two that differ by one are never taken for one, however large.
  const whole = Number.isSafeInteger(decided) && Number.isSafeInteger(proposed);
  const rounding = 8 * Number.EPSILON * Math.max(allowance, whole ? 0 : Math.max(Math.abs(decided), Math.abs(proposed)));
  return apart <= allowance + rounding;
}

function readAmount(value: unknown, unit: string | undefined): Amount | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? { number: value, unit } : undefined;
  if (!isRecord(value)) return undefined;
  // A third member might change the meaning, so it is not read over.
  const members = new Map(Object.entries(value).filter(([, member]) => member !== undefined));
  const number = members.get("amount") ?? members.get("value");
  const named = members.get("unit") ?? members.get("currency");
  if (members.size !== 2 || typeof number !== "number" || !Number.isFinite(number) || typeof named !== "string") return undefined;
  return { number, unit: named };
}

function unitWords(amount: Amount): string {
  return amount.unit === undefined ? "no unit" : quote(amount.unit);
}

function check(
  absolute: number | undefined,
  relative: number | undefined,
  unit: string | undefined,
  units: ReadonlyMap<string, number> | undefined,
): void {
  const broken = (message: string): EarnestError =>
    new EarnestError("SUITE_BROKEN", `within: ${message}`, { next: "Write within(0.5) or within({ relative: 0.02 })." });
  if (absolute === undefined && relative === undefined) throw broken("no tolerance is given");
  for (const allowance of [absolute, relative]) {
    if (allowance !== undefined && !(Number.isFinite(allowance) && allowance >= 0)) {
      throw broken(`a tolerance is a number from 0, not ${quote(allowance)}`);
    }
  }
  for (const [name, worth] of units ?? []) {
    if (!(Number.isFinite(worth) && worth > 0))
      throw broken(`unit ${quote(name)} must be worth more than 0, not ${quote(worth)}`);
  }
  if (units !== undefined && (unit === undefined || !units.has(unit))) {
    throw broken(unit === undefined ? "one of the units must be worth 1" : `unit ${quote(unit)} is not among the units`);
  }
}
