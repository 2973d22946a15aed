import { count, type Judgement, limitPercent, many, percent } from "earnest";
import { countedRuns } from "./countedRuns.ts";
import { entry } from "./entry.ts";
import { leaksSay, redactionSays } from "./hygiene.ts";
import { gatesMade, looksMade, modelsMade } from "./madeBy.ts";
import { ISOLATION_WORDS, moment } from "./words.ts";

/** Up to so many names stand in a list. */
const NAMED = 20;

/** Rules longer than this stay out of the page; their digest stands for them. */
const RULES = 60_000;

/** What made the numbers: everything the run, the suite, the dataset card and the method say of themselves. */
export function provenanceView(judgement: Judgement) {
  const { run, suite, method, schema, types, runs, wall } = judgement;
  const asked = types.filter(({ among }) => among !== null);
  const tonight = asked.filter(({ among }) => among?.candidate === true);
  const card = run.dataset.card;
  const ofLast = countedRuns(runs) > 1 ? " (of the last run)" : "";
  const rules = JSON.stringify(suite.rules, null, 2);
  return {
    left: [
      entry("Dataset", `${run.dataset.name}, ${many(run.dataset.cases, "case")}`, run.dataset.digest),
      entry("Read from", run.dataset.source),
      entry("Agent", `${run.agent.name} ${run.agent.version}`),
      entry("Isolation", `${ISOLATION_WORDS[wall.isolation]}; the section on how it was watched says what shows it`),
      ...(run.wall?.code == null ? [] : [entry("The agent’s code as it ran", "digest of every file of it", run.wall.code)]),
      ...(run.models === undefined || run.models.length === 0 ? [] : [entry("Models it could call", names(run.models))]),
      ...(run.cassette == null ? [] : [entry("Model answers played", played(run.cassette), run.cassette.head)]),
      ...(run.tools === undefined ? [] : [entry("Tools it saw", "digest of their names and arguments", run.tools)]),
      ...modelsMade(judgement),
      entry("Personal data taken out", redactionSays(run)),
      entry("The answer in the input", leaksSay(run)),
      entry(
        "Where its effects can be caught",
        run.agent.seam === "tools" ? "at the tools it is handed" : "nowhere: it ran elsewhere, earlier",
      ),
      entry("Suite", suite.name, suite.digest),
      ...gatesMade(judgement),
      ...judgement.files.map(({ name, records, digest }) =>
        name === "limits"
          ? entry("Limits, as the owner wrote them", "digest of the file", digest)
          : entry(`Record of ${name}`, many(records, "record"), digest),
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
      looksMade(judgement),
      entry("Random seed", `order of cases ${run.seed}${ofLast}`),
      entry("Attempts and time", `${many(run.attempts, "attempt")} at each case, ${many(run.timeout, "second")} each`),
      entry("Limit", `${run.selection.limit === null ? "none" : many(run.selection.limit, "case")}${ofLast}`),
      entry("Bad rows", run.selection.onBadRow === "refuse" ? "refused" : "excluded, counted and listed"),
      entry("Method", `${method.name} ${method.version}, ${limitPercent(method.confidence)}: ${method.says}`),
      entry(
        "What it speaks about",
        "the decisions of the stream these cases came from, if they are a fair part of it; not only these cases",
      ),
      entry("Several action types at once", method.together),
      ...(asked.length > 1
        ? [
            entry(
              "Worth a look tonight",
              `${tonight.length === 0 ? "none" : names(tonight.map(({ title }) => title))}. A list of which at most 1 in 20 is expected to be wrong (e-BH), for this one look; not a gate, and not to be collected over nights.`,
            ),
          ]
        : []),
      entry("Asked about", run.selection.ask == null ? "every action type of the suite that asks" : names(run.selection.ask)),
      entry("Stopping early", stopping(judgement)),
      entry(
        "One cluster counts for",
        run.dataset.clusterCap == null
          ? "all its decisions"
          : `at most ${many(run.dataset.clusterCap, "decision")}, at its own rate`,
      ),
      entry("Weights", weights(run.dataset.weights ?? null)),
      ...(runs.length === 1 ? [] : [entry("Runs that count together", runs.map(night).join("; "))]),
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

function played({ path, replay, recordedBy }: NonNullable<Judgement["run"]["cassette"]>): string {
  const by =
    recordedBy === null
      ? "it does not say who recorded it"
      : `recorded by ${recordedBy.agent} ${recordedBy.version}, run ${recordedBy.run}`;
  return `from the cassette ${path}, ${replay === "strict" ? "and nothing else" : "as far as it held them"}; ${by}; hash of its last record:`;
}

/** Names in a list, as many as a reader takes in. */
function names(all: readonly string[]): string {
  const some = all.slice(0, NAMED).join(", ");
  return all.length > NAMED ? `${some} and ${count(all.length - NAMED)} more` : some;
}

function stopping({ run, stopped, flow }: Judgement): string {
  if (run.stopEarly !== true) return "not asked for: every case was put to the agent";
  if (stopped === null) return "asked for, and the answers were not settled before the last case";
  const money =
    stopped.money === null
      ? ""
      : `, about ${stopped.money.amount.toFixed(2)} ${stopped.money.currency} at the price the suite names`;
  return `after ${many(flow.observed, "case")}; ${many(stopped.saved, "case")} saved${money}. What was left could not have turned an answer, other than by contradicting it`;
}

function weights(given: NonNullable<Judgement["run"]["dataset"]["weights"]> | null): string {
  if (given === null) return "none: every case counts the same";
  const ends = `from ${short(given.smallest)} to ${short(given.largest)}`;
  if (given.mix === null) return `${ends}, as the cases say`;
  const { slice, strata } = given.mix;
  const parts = strata.map(
    ({ value, share, cases, weight }) => `${value} ${percent(share)} (${many(cases, "case")}, factor ${short(weight)})`,
  );
  return `${ends}, to the mix of production by ${slice}: ${names(parts)}`;
}

function short(weight: number): string {
  return String(Number(weight.toPrecision(3)));
}

function night({ id, counted, repeated, otherVersion }: Judgement["runs"][number]): string {
  if (otherVersion) return `${id}: another version of the agent, not counted`;
  return `${id}: ${many(counted, "case")}${repeated > 0 ? `, ${count(repeated)} shown before` : ""}`;
}
