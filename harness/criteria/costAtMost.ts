import { quote } from "../comparators/quote.ts";
import { EarnestError } from "../errors.ts";
import { checkAmount, checkSettings } from "./checkParams.ts";
import type { Criterion } from "./criterion.ts";
import { criterionOf } from "./criterionOf.ts";

const NAME = "costAtMost";

/** Is it worth its price? What the model calls of one case cost, on average over all cases of these runs: a fact of them, without a range beyond. */
export function costAtMost(settings: { readonly amount: number; readonly currency: string }): Criterion {
  checkSettings(NAME, settings, 'costAtMost({ amount: 0.1, currency: "EUR" })');
  const { amount, currency } = settings;
  checkAmount(NAME, "amount", amount);
  if (typeof currency !== "string" || !/^[\p{L}\p{Sc}]{1,8}$/u.test(currency))
    throw new EarnestError("SUITE_BROKEN", `${NAME} expects a currency such as "EUR", got ${quote(currency)}`);
  const limit = `${amount} ${currency}`;
  return criterionOf(
    {
      name: NAME,
      params: { amount, currency },
      question: "Is its cost within the limit?",
      limit: `At most ${limit} a case in these runs`,
    },
    ({ facts: { cost } }) => {
      if (cost === null) {
        return {
          verdict: "insufficient",
          because: "What a case costs is not known: there were no model calls, or the suite names no prices.",
          fact: "not known",
          change: "a run whose model calls are on record, and their prices in the suite.",
          numbers: { limit: amount },
        };
      }
      const { perCase, atLeast } = cost;
      const numbers = { amount: perCase.amount, limit: amount };
      const fact = `${atLeast ? "at least " : ""}${perCase.says}`;
      const said = `In these runs a case cost ${fact} in model calls on average`;
      if (perCase.currency !== currency) {
        return {
          verdict: "insufficient",
          because: `${said}, and the limit is in another currency: ${limit}.`,
          fact,
          detail: "another currency",
          change: `prices in ${currency}.`,
          numbers,
        };
      }
      const found = { because: `${said}; the limit is ${limit}.`, fact, numbers };
      if (perCase.amount > amount) return { ...found, verdict: "not-met", change: "fewer, shorter or cheaper model calls." };
      if (!atLeast) return { ...found, verdict: "met", change: `runs in which a case costs more than ${limit} on average.` };
      return {
        ...found,
        verdict: "insufficient",
        detail: "some tokens have no price",
        change: "a price for every model that was called.",
      };
    },
  );
}
