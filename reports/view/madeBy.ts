import { count, type Judgement, many } from "earnest";
import { type Entry, entry } from "./entry.ts";
import { moment } from "./words.ts";

/** So many action types are named with the digest of their policy. */
const NAMED = 12;

/** What was asked of models, how they were set, and what it cost. */
export function modelsMade({ run, usage }: Judgement): Entry[] {
  const called = usage === null ? [] : usage.models.map(({ model }) => model);
  const more = usage === null || usage.moreModels === 0 ? "" : ` and ${count(usage.moreModels)} more`;
  const price = run.price ?? null;
  return [
    entry("Models it asked", called.length === 0 ? "none was seen" : `${called.slice(0, NAMED).join(", ")}${more}`),
    entry(
      "How they were sampled",
      called.length === 0
        ? "no model was asked"
        : "not on record by itself: the agent’s own code sets it, whose digest stands here where it was sealed",
    ),
    entry(
      "Cost",
      usage?.cost != null
        ? `${usage.cost.atLeast ? "at least " : ""}${usage.cost.all.says}`
        : price === null
          ? "not known: the suite names no price"
          : `${price.perAttempt} ${price.currency} for each attempt, as the suite says`,
    ),
  ];
}

/** When the gates were set, and what each policy was. */
export function gatesMade({ run, suite, types }: Judgement): Entry[] {
  const policies = types.filter(({ policy }) => policy !== null);
  const named = policies.slice(0, NAMED).map(({ title, policy }) => `${title} ${policy?.digest.slice(0, 16) ?? ""}`);
  const more = policies.length > NAMED ? `, and ${count(policies.length - NAMED)} more` : "";
  return [
    entry(
      "When the gates were set",
      run.suite.digest === suite.digest
        ? `before the first case was replayed, on ${moment(run.startedAt)}: the digest of this very suite is in the first record of the run. How many days before is not known`
        : `after the run began on ${moment(run.startedAt)}: the comparators or gates that it began with were others, of this digest:`,
      run.suite.digest === suite.digest ? null : run.suite.digest,
    ),
    entry(
      "Policies",
      policies.length === 0
        ? "no action type has one"
        : `${many(policies.length, "action type")} with one, by the start of its digest:`,
      policies.length === 0 ? null : `${named.join(", ")}${more}`,
    ),
  ];
}

/** Runs that count, nights and looks. */
export function looksMade({ runs }: Judgement): Entry {
  const counting = runs.filter(({ otherVersion, counted }) => !otherVersion && counted > 0);
  const nights = new Set(counting.map(({ startedAt }) => startedAt.slice(0, 10))).size;
  return entry(
    "Runs, nights, looks",
    `${many(counting.length, "run")} on ${many(nights, "day")}; looks are not counted, because the range holds however often one looks`,
  );
}
