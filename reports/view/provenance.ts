import { count, type Judgement, limitPercent, many } from "earnest";
import { ISOLATION_WORDS, moment } from "./words.ts";

interface Entry {
  readonly term: string;
  readonly fact: string;
  /** A digest or another fact for machines, in its own line. */
  readonly code: string | null;
}

/** Rules longer than this stay out of the page; their digest stands for them. */
const RULES = 60_000;

/** What made the numbers: everything the run, the suite, the dataset card and the method say of themselves. */
export function provenanceView({ run, suite, method, schema }: Judgement) {
  const card = run.dataset.card;
  const rules = JSON.stringify(suite.rules, null, 2);
  return {
    left: [
      entry("Dataset", `${run.dataset.name}, ${many(run.dataset.cases, "case")}`, run.dataset.digest),
      entry("Read from", run.dataset.source),
      entry("Agent", `${run.agent.name} ${run.agent.version}`),
      entry("Isolation", ISOLATION_WORDS[run.agent.isolation]),
      entry(
        "Where its effects can be caught",
        run.agent.seam === "tools" ? "at the tools it is handed" : "nowhere: it ran elsewhere, earlier",
      ),
      entry("Suite", suite.name, suite.digest),
      entry(
        "Suite when the run was observed",
        run.suite.digest === suite.digest ? "the same" : "another one: comparators or gates have changed since",
        run.suite.digest,
      ),
      entry("Suite file", run.suite.file),
      ...(run.suite.data === null ? [] : [entry("Data path given", run.suite.data)]),
    ],
    right: [
      entry("Run", run.id, null),
      entry("Began", moment(run.startedAt)),
      entry("Ended", run.endedAt === null ? "never: it was cut off" : moment(run.endedAt)),
      entry("Ledger head", "hash of the last record, over all before it", run.ledgerHead),
      ...(run.tornBytes === 0 ? [] : [entry("Torn record", `${many(run.tornBytes, "byte")} left out`)]),
      entry("Random seed", `order of cases ${run.seed}`),
      entry("Attempts and time", `${many(run.attempts, "attempt")} at each case, ${many(run.timeout, "second")} each`),
      entry("Limit", run.selection.limit === null ? "none" : many(run.selection.limit, "case")),
      entry("Bad rows", run.selection.onBadRow === "refuse" ? "refused" : "excluded, counted and listed"),
      entry("Method", `${method.name} ${method.version}, ${limitPercent(method.confidence)}: ${method.says}`),
      entry("earnest", `${run.earnest}, Node ${run.node}`, `${schema}, ${run.schema}`),
    ],
    about: suite.about,
    card:
      card === null
        ? null
        : {
            about: card.about,
            labels: card.labels ?? null,
            origin: card.origin ?? null,
            licence: card.licence ?? null,
            limits: card.limits ?? [],
          },
    notes: run.notes,
    rules: rules.length <= RULES ? rules : null,
    rulesSize: count(Math.ceil(rules.length / 1000)),
  };
}

function entry(term: string, fact: string, code: string | null = null): Entry {
  return { term, fact, code };
}
