import { EarnestError } from "../errors.ts";
import { count, many, percent, visibleLine } from "../words.ts";
import { costOf, type PriceTable, priceOf } from "./prices.ts";
import type { Tokens } from "./usageOf.ts";

/** Where a run stops: cost in the currency of the price table, tokens of input and output together. */
export interface Limits {
  readonly cost?: number | undefined;
  readonly tokens?: number | undefined;
}

/** What the models took so far. */
export interface Spent {
  /** Calls that were answered live; what a cassette played is not among them. */
  readonly calls: number;
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  /** Calls whose answer did not say how many tokens it took; where there is a limit they are counted at an upper estimate. */
  readonly unknown: number;
  /** What the priced ones cost; null where there is no price table. */
  readonly cost: number | null;
  readonly currency: string | null;
  /** Models without a price. */
  readonly unpriced: readonly string[];
}

export interface BudgetOptions {
  readonly limits: Limits;
  readonly prices: PriceTable | null;
  notice(text: string): void;
}

const NOTICE_AT = [0.5, 0.75, 0.9];

/** Counts what is spent, and lets no call go out that would pass a limit. */
export class Budget {
  readonly #options: BudgetOptions;
  readonly #unpriced = new Set<string>();
  readonly #said = new Set<string>();
  #calls = 0;
  #unknown = 0;
  #input = 0;
  #cached = 0;
  #output = 0;
  #cost = 0;
  #inHand = 0;
  #changed = Promise.withResolvers<void>();

  constructor(options: BudgetOptions) {
    this.#options = options;
  }

  get spent(): Spent {
    const { prices } = this.#options;
    return {
      calls: this.#calls,
      input: this.#input,
      cached: this.#cached,
      output: this.#output,
      unknown: this.#unknown,
      cost: prices === null ? null : this.#cost,
      currency: prices?.currency ?? null,
      unpriced: [...this.#unpriced].sort(),
    };
  }

  /** Throws PRICE_MISSING where a limit of cost could not hold for one of these models, or for none at all. */
  check(models: readonly string[]): void {
    const { limits, prices } = this.#options;
    if (limits.cost === undefined) return;
    if (prices === null) throw priceMissing("the suite has no prices");
    const unpriced = models.find((model) => priceOf(prices, model) === undefined);
    if (unpriced !== undefined) throw priceMissing(`${visibleLine(unpriced) || "a call without a model"} has no price`);
  }

  /**
   * Lets a call go out, which must be settled. Waits while the calls in hand might reach the limit together; throws LIMIT_REACHED
   * once none is in hand and the next would pass it, and PRICE_MISSING for a model whose cost could not be counted.
   */
  async admit(model: string): Promise<void> {
    this.check([model]);
    for (;;) {
      const reached = this.#reached();
      if (reached === undefined) break;
      if (this.#inHand === 0) throw limitReached(reached);
      await this.#changed.promise;
    }
    this.#inHand++;
  }

  /**
   * A call came to its end: with tokens, with an answer that names none (null), or without any answer (undefined).
   * `estimate` is what it took at most, where that is not known.
   */
  settle(model: string, tokens: Tokens | null | undefined, estimate?: Tokens): void {
    this.#inHand--;
    if (tokens !== undefined) this.#count(model, tokens, estimate);
    this.#tell();
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  /** Counts what an earlier part of the run has spent. */
  carry(model: string, tokens: Tokens | null, estimate?: Tokens): void {
    this.#count(model, tokens, estimate);
  }

  #count(model: string, said: Tokens | null, estimate?: Tokens): void {
    this.#calls++;
    if (said === null) this.#unknown++;
    // Whoever does not say what it takes is not beyond a limit for that.
    const tokens = this.#isLimited ? (estimate ?? said) : said;
    if (said === null && tokens !== null) {
      this.#once(
        "estimate",
        `${visibleLine(model) || "A model"} does not say how many tokens an answer takes: for the limit such calls count at an upper estimate, a token for every two bytes`,
      );
    }
    if (tokens === null) {
      this.#once(
        "unknown",
        `${visibleLine(model) || "A model"} does not say how many tokens an answer takes: such calls count as unknown`,
      );
      return;
    }
    this.#input += tokens.input;
    this.#cached += tokens.cached;
    this.#output += tokens.output;
    const { prices } = this.#options;
    if (prices === null) return;
    const found = priceOf(prices, model);
    if (found === undefined) {
      this.#unpriced.add(model);
      this.#once(`price ${model}`, `${visibleLine(model)} has no price: what it costs is not counted`);
      return;
    }
    if (found.name !== model) this.#once(`price ${model}`, `${visibleLine(model)} is counted at the price of ${found.name}`);
    this.#cost += costOf(tokens, found.price);
  }

  get #isLimited(): boolean {
    const { cost, tokens } = this.#options.limits;
    return cost !== undefined || tokens !== undefined;
  }

  /** The limit that the calls in hand and one more might pass, going by the mean so far; while nothing is known, one call goes alone. */
  #reached(): string | undefined {
    for (const { limit, spent, said } of this.#limits()) {
      if (spent >= limit) return said;
      if (this.#calls === 0 ? this.#inHand > 0 : spent + ((this.#inHand + 1) * spent) / this.#calls > limit) return said;
    }
    return undefined;
  }

  #limits(): { readonly limit: number; readonly spent: number; readonly said: string }[] {
    const { limits, prices } = this.#options;
    const tokens = this.#input + this.#output;
    const cost = (of: number) => `${prices?.currency} ${of.toFixed(of < 1 ? 4 : 2)}`;
    return [
      ...(limits.cost === undefined
        ? []
        : [{ limit: limits.cost, spent: this.#cost, said: `${cost(this.#cost)} of ${cost(limits.cost)}` }]),
      ...(limits.tokens === undefined
        ? []
        : [{ limit: limits.tokens, spent: tokens, said: `${count(tokens)} of ${many(limits.tokens, "token")}` }]),
    ];
  }

  #tell(): void {
    for (const [i, { limit, spent, said }] of this.#limits().entries()) {
      const passed = NOTICE_AT.filter((share) => spent >= share * limit && !this.#said.has(`${i} ${share}`));
      const highest = passed.at(-1);
      for (const share of passed) this.#said.add(`${i} ${share}`);
      if (highest !== undefined) this.#options.notice(`${percent(highest, 0)} of the limit is used: ${said}`);
    }
  }

  #once(what: string, text: string): void {
    if (this.#said.has(what)) return;
    this.#said.add(what);
    this.#options.notice(text);
  }
}

function limitReached(said: string): EarnestError {
  return new EarnestError("LIMIT_REACHED", `the limit is reached: ${said}, and the next call might pass it`, {
    next: "What is done is on record; go on with --resume and a higher limit",
  });
}

function priceMissing(because: string): EarnestError {
  return new EarnestError("PRICE_MISSING", `a limit of cost needs the price of every model, and ${because}`, {
    next: 'Add it to the suite: prices: { currency: "EUR", models: { "...": { input: 0.25, output: 2 } } } per million tokens, or limit tokens instead',
  });
}
