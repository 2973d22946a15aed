import { count, type Judgement, limitPercent } from "earnest";
import { ISOLATION_WORDS, moment } from "./words.ts";

interface Fact {
  readonly term: string;
  readonly fact: string;
  /** Ends a group: a heavy rule stands below it. */
  readonly thick: boolean;
}

/** The label of a report: the same nine rows in the same order, whatever the run; `asked` are the action types that ask. */
export function evidenceFacts(
  { run, flow, evidence, method, types, together, wall, breaches, usage }: Judgement,
  asked: number,
): Fact[] {
  return [
    row("Cases compared", flow.missing === 0 ? count(flow.observed) : `${count(flow.observed)} of ${count(flow.asked)}`),
    row("Independent clusters", count(evidence.clusters)),
    row("Records left out", count(flow.read - flow.observed), true),
    row("Action types", asked === types.length ? count(asked) : `${count(types.length)}, ${count(asked)} asked about`),
    row("Isolation", ISOLATION_WORDS[wall.isolation]),
    row("Attempts to act outside its tools", attemptsOut(breaches), true),
    row("Model calls", modelCalls(usage)),
    row(
      "Confidence",
      `${limitPercent(method.confidence)}, ${together === "holm" && asked > 1 ? "all promotions together" : "each type by itself"}`,
    ),
    row("Run ended", run.endedAt === null ? "never: it was cut off" : moment(run.endedAt)),
  ];
}

function row(term: string, fact: string, thick = false): Fact {
  return { term, fact, thick };
}

/** No number where nobody looked, and no whole number where only some would have been seen. */
function attemptsOut({ times, watched }: Judgement["breaches"]): string {
  if (times > 0) return watched ? count(times) : `${count(times)} seen, not all watched`;
  return watched ? "none" : "not watched";
}

function modelCalls(usage: Judgement["usage"]): string {
  if (usage === null) return "none seen";
  if (usage.cost === null) return `${count(usage.calls)}, at no known price`;
  return `${count(usage.calls)}, ${usage.cost.atLeast ? "at least " : ""}${usage.cost.all.says}`;
}
