import { costOf, type PriceTable, priceOf } from "../budget/prices.ts";
import type { RunHeader } from "../ledger/record.ts";
import type { Observation } from "../replay.ts";
import { type ModelUsage, UsageTally } from "../toolbox/tally.ts";
import { count, many, percent, shorten } from "../words.ts";

/** Tokens and calls, and what they cost at the prices of the suite; null where no price covers them. */
export interface UsageSeen {
  readonly calls: number;
  /** Of the calls, those that a cassette answered, which cost nothing. */
  readonly played: number;
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  /** Cases on record, with a model call or without. */
  readonly cases: number;
  /** Most tokens first. */
  readonly models: readonly (ModelUsage & { readonly cost: Money | null })[];
  readonly moreModels: number;
  readonly cost: Cost | null;
  /** Models that no price covers. */
  readonly unpriced: readonly string[];
  /** Why there is no sum; null where there is one. */
  readonly uncosted: string | null;
  /** In a line. */
  readonly says: string;
}

/** Money, in all and for each case on record; `atLeast` where some tokens have no price. */
export interface Cost {
  readonly all: Money;
  readonly perCase: Money;
  readonly atLeast: boolean;
}

/** An amount, and how it is said: "1.24 EUR". */
export interface Money {
  readonly amount: number;
  readonly currency: string;
  readonly says: string;
}

/** A provider may answer with any name. */
const MOST_MODELS = 200;
const LISTED = 20;
const NAME = 100;
const MORE = "other models";

/** Counts what the agent's model calls took, over everything on record: what was paid was paid, whether it counts as evidence or not. */
export class UsageCount {
  readonly #nights: { readonly prices: PriceTable | null; readonly tally: UsageTally }[] = [];
  readonly #names = new Set<string>();
  #cases = 0;

  begin({ prices }: RunHeader): void {
    this.#nights.push({ prices: prices ?? null, tally: new UsageTally() });
  }

  /** All attempts at one case of the run that was begun last. */
  add(observations: readonly Observation[]): void {
    this.#cases++;
    const tally = this.#nights.at(-1)?.tally;
    for (const { usage = [] } of observations) for (const one of usage) tally?.add({ ...one, model: this.#named(one.model) });
  }

  /** Null where no model was called. */
  seen(): UsageSeen | null {
    const all = new UsageTally();
    const costs = new Map<string, number | null>();
    for (const { prices, tally } of this.#nights)
      for (const one of tally.list()) {
        all.add(one);
        costs.set(one.model, sum(costs.get(one.model), priced(one, prices)));
      }
    const { currency, uncosted } = this.#currency();
    const models = all.list().map((one) => {
      const amount = costs.get(one.model) ?? null;
      return { ...one, cost: amount === null || currency === null ? null : moneyOf(amount, currency) };
    });
    if (models.length === 0) return null;
    models.sort((a, b) => b.input + b.output - a.input - a.output || (a.model < b.model ? -1 : 1));
    const total = (of: (one: ModelUsage) => number) => models.reduce((n, one) => n + of(one), 0);
    const seen = {
      calls: total(({ calls }) => calls),
      played: total(({ played }) => played?.calls ?? 0),
      input: total(({ input }) => input),
      cached: total(({ cached }) => cached),
      output: total(({ output }) => output),
      cases: this.#cases,
      models: models.slice(0, LISTED),
      moreModels: Math.max(0, models.length - LISTED),
      unpriced: models.filter(({ cost }) => cost === null).map(({ model }) => model),
      ...costOfAll(models, this.#cases, uncosted),
    };
    return { ...seen, says: usageSaid(seen) };
  }

  /** What all runs that called a model are paid in. */
  #currency(): { readonly currency: string | null; readonly uncosted: string | null } {
    const called = this.#nights.filter(({ tally }) => tally.list().length > 0);
    const [currency = null, ...others] = new Set(called.map(({ prices }) => prices?.currency ?? null));
    if (others.length > 0) return { currency: null, uncosted: "the runs name prices that make no sum" };
    return { currency, uncosted: currency === null ? "the suite names no prices" : null };
  }

  #named(model: string): string {
    const short = shorten(model, NAME);
    if (this.#names.has(short)) return short;
    if (this.#names.size >= MOST_MODELS) return MORE;
    this.#names.add(short);
    return short;
  }
}

/** Money of one model in several runs; where one of them has no price, there is no sum. */
function sum(before: number | null | undefined, more: number | null): number | null {
  if (before === undefined) return more;
  return before === null || more === null ? null : before + more;
}

/** What a cassette answered was not paid again. */
function priced({ model, played, ...all }: ModelUsage, prices: PriceTable | null): number | null {
  const found = prices === null ? undefined : priceOf(prices, model);
  if (found === undefined) return null;
  const input = all.input - (played?.input ?? 0);
  const cached = Math.min(all.cached - (played?.cached ?? 0), input);
  return costOf({ input, cached, output: all.output - (played?.output ?? 0) }, found.price);
}

function costOfAll(
  models: readonly { readonly cost: Money | null }[],
  cases: number,
  uncosted: string | null,
): Pick<UsageSeen, "cost" | "uncosted"> {
  const counted = models.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  const [first] = counted;
  if (first === undefined) return { cost: null, uncosted: uncosted ?? "the suite names no price for any of these models" };
  const amount = counted.reduce((sum, cost) => sum + cost.amount, 0);
  return {
    cost: {
      all: moneyOf(amount, first.currency),
      perCase: moneyOf(amount / cases, first.currency),
      atLeast: counted.length < models.length,
    },
    uncosted: null,
  };
}

/** Below ten cents it keeps two digits that count. */
function moneyOf(amount: number, currency: string): Money {
  const digits = amount === 0 || amount >= 0.1 ? 2 : Math.min(8, 1 - Math.floor(Math.log10(amount)));
  return { amount, currency, says: `${amount.toFixed(digits)} ${currency}` };
}

function usageSaid({ calls, played, input, cached, output, cost, uncosted, unpriced }: Omit<UsageSeen, "says">): string {
  const read = cached === 0 || cached > input ? "" : ` (${percent(cached / input)} of it from the provider’s cache)`;
  const tokens = `${many(calls, "model call")}: ${many(input, "token")} in${read}, ${count(output)} out`;
  const free =
    played === 0
      ? ""
      : ` ${count(played)} of ${many(calls, "call")} ${played === 1 ? "was" : "were"} played from a cassette and cost nothing.`;
  if (played === calls) return `${tokens}.${free}`;
  if (cost === null) return `${tokens}. What that cost is not known: ${uncosted ?? ""}.${free}`;
  const money = `${cost.all.says}, ${cost.perCase.says} a case`;
  if (!cost.atLeast) return `${tokens}. About ${money}.${free}`;
  return `${tokens}. At least ${money}: ${many(unpriced.length, "model")} ${unpriced.length === 1 ? "has" : "have"} no price.${free}`;
}
