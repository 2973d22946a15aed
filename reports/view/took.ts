import { count, type Judgement, many, percent } from "earnest";

const NAMED = 20;

/** What the model calls took, by model; null where there were none. */
export function tookView({ usage, run }: Judgement) {
  if (usage === null) return null;
  const { models, cost, cases } = usage;
  const each = (n: number) => count(Math.round(n / cases));
  return {
    says: usage.says,
    rows: models.map(({ model, calls, input, cached, output, cost: paid }) => ({
      model,
      calls: count(calls),
      input: count(input),
      cached: cached === 0 || cached > input ? "none" : `${count(cached)} (${percent(cached / input)})`,
      output: count(output),
      cost: paid?.says ?? "no price",
    })),
    total: {
      calls: count(usage.calls),
      input: count(usage.input),
      cached: count(usage.cached),
      output: count(usage.output),
      cost: cost === null ? "not known" : `${cost.atLeast ? "at least " : ""}${cost.all.says}`,
    },
    several: models.length > 1,
    more:
      usage.moreModels === 0
        ? null
        : `${many(usage.moreModels, "more model")} ${usage.moreModels === 1 ? "is" : "are"} in the sum and not listed.`,
    facts: [
      {
        term: "For each case on record",
        fact: `${(usage.calls / cases).toFixed(1)} calls, ${each(usage.input)} tokens in, ${each(usage.output)} out`,
      },
      ...(cost === null ? [] : [{ term: "Cost of each case", fact: `${cost.atLeast ? "at least " : ""}${cost.perCase.says}` }]),
      { term: "Prices", fact: prices(usage.uncosted, run.prices ?? null) },
    ],
  };
}

function prices(uncosted: string | null, table: NonNullable<Judgement["run"]["prices"]> | null): string {
  if (uncosted !== null || table === null) return uncosted ?? "of earlier runs; the last names none";
  const named = Object.entries(table.models).slice(0, NAMED);
  return `for a million tokens, in ${table.currency}: ${named
    .map(
      ([model, { input, output, cached }]) =>
        `${model} ${input} in${cached === undefined ? "" : `, ${cached} from the cache`}, ${output} out`,
    )
    .join("; ")}`;
}
