import { canonicalJson } from "../canonical.ts";
import { EarnestError } from "../errors.ts";
import type { RunHeader } from "../ledger/record.ts";
import { many, shorten } from "../words.ts";

/** What has to stay as it was for a run to be one run, by the names people know it by. How many cases are in hand at once may change. */
function settings({ suite, dataset, agent, wall, selection, ...run }: RunHeader): Readonly<Record<string, unknown>> {
  return {
    "ledger format": run.schema,
    suite: suite.name,
    "the suite’s rules (digest)": suite.digest,
    dataset: dataset.name,
    "its cases (digest)": dataset.digest,
    "records left out": dataset.excluded,
    redaction: redactionOf(run.redaction),
    weights: dataset.weights,
    "cluster cap": dataset.clusterCap,
    agent: agent.name,
    "agent version": agent.version,
    seam: agent.seam,
    isolation: agent.isolation,
    "the agent’s code (digest)": wall?.code,
    "tools (digest)": run.tools,
    models: run.models,
    replay: run.cassette?.replay,
    // One that is recorded grows while it is played.
    cassette: run.cassette?.replay === "record" ? run.cassette.path : run.cassette?.head,
    prices: run.prices,
    price: run.price,
    seed: run.seed,
    attempts: run.attempts,
    timeout: run.timeout,
    filter: selection.filter,
    limit: selection.limit,
    "bad rows": selection.onBadRow,
    ask: selection.ask?.toSorted(),
    "stop early": run.stopEarly,
    "cases asked about": run.asked.cases,
  };
}

/** Throws RESUME_CHANGED where a run would go on otherwise than it began, with every setting that changed. */
export function refuseChanged(recorded: RunHeader, now: RunHeader): void {
  const [was, is] = [settings(recorded), settings(now)];
  const changed = Object.keys(was).filter((name) => canonicalJson(plain(was[name])) !== canonicalJson(plain(is[name])));
  if (changed.length === 0) return;
  throw new EarnestError("RESUME_CHANGED", `${many(changed.length, "setting")} changed since the run ${recorded.id} began`, {
    details: changed.map((name) => `${name} was ${said(was[name])}, is ${said(is[name])}`),
    next: "Go on with them as they were, or make a new run without --resume",
  });
}

/** What is taken out, without how often it was found. */
function redactionOf(facts: RunHeader["redaction"]): object | undefined {
  if (facts === undefined) return undefined;
  const { counts: _, ...rules } = facts;
  return rules;
}

/** What an earlier format does not have counts like what is not set. */
function plain(value: unknown): unknown {
  return value === undefined || (Array.isArray(value) && value.length === 0) ? null : value;
}

const LONGEST = 100;
const DIGEST = /^[0-9a-f]{40,}$/;

function said(value: unknown): string {
  if (value === undefined || value === null) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return DIGEST.test(value) ? `${value.slice(0, 12)}…` : shorten(value, LONGEST);
  if (Array.isArray(value) && value.every((one) => typeof one === "string"))
    return value.length === 0 ? "none" : shorten(value.join(", "), LONGEST);
  return shorten(JSON.stringify(value), LONGEST);
}
