import type { Tokens } from "./usageOf.ts";

/** What a million tokens cost, by model; `cached` is input that the provider had read before. */
export interface PriceTable {
  readonly currency: string;
  readonly models: Readonly<Record<string, ModelPrice>>;
}

/** What a million tokens of one model cost. */
export interface ModelPrice {
  readonly input: number;
  readonly output: number;
  readonly cached?: number;
}

/** The date of a dated model: gpt-5-mini-2025-08-07, claude-sonnet-4-20250514, gemini-pro@20250807. */
const DATED = /[-@]\d{4}-?\d{2}-?\d{2}$/;

/** The price of a model, and the name it stands under: its own, or that of the model without its date. */
export function priceOf(prices: PriceTable, model: string): { readonly name: string; readonly price: ModelPrice } | undefined {
  const name = [model, model.replace(DATED, "")].find((known) => Object.hasOwn(prices.models, known));
  const price = name === undefined ? undefined : prices.models[name];
  return name === undefined || price === undefined ? undefined : { name, price };
}

/** What these tokens cost, in the currency of the table. */
export function costOf({ input, cached, output }: Tokens, price: ModelPrice): number {
  return ((input - cached) * price.input + cached * (price.cached ?? price.input) + output * price.output) / 1_000_000;
}
