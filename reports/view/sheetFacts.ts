import { count, duration, type Judgement, many, percentDown, percentUp, type TypeJudgement } from "earnest";
import { ISOLATION_WORDS, moment, unproposedWord } from "./words.ts";

/** Where the evidence of one action type comes from, for whoever looks it up. */
export function evidenceFacts(
  { run, runs, suite, wall, flow, method }: Judgement,
  { evidence, interval, policy }: TypeJudgement,
) {
  const { n, matches } = evidence.proposed;
  const { span, replay } = evidence.facts;
  const counted = runs.filter(({ otherVersion }) => !otherVersion).length;
  return [
    { term: "Agent", fact: `${run.agent.name} ${run.agent.version}` },
    {
      term: "Match rate",
      fact:
        n === 0
          ? unproposedWord(evidence)
          : `${percentDown(interval.low)} to ${percentUp(interval.high)} (${count(matches)} of ${count(n)}; ${Math.round(method.confidence * 100)}% range)`,
    },
    { term: "Cases", fact: `${many(flow.observed, "case")} judged, from ${run.dataset.name}` },
    { term: "Happened", fact: spanSaid(span) },
    {
      term: "Replayed",
      fact: replay.imported
        ? "not replayed: recorded elsewhere"
        : `${count(replay.replayed)} of ${many(replay.records, "record")}`,
    },
    { term: "Wall", fact: ISOLATION_WORDS[wall.isolation] },
    { term: "Run", fact: `${run.id}${counted > 1 ? `, with ${many(counted - 1, "earlier run")}` : ""}` },
    {
      term: "Began, ended",
      fact: `${moment(run.startedAt)}; ${run.endedAt === null ? "never: it was cut off" : moment(run.endedAt)}`,
    },
    { term: "Ledger head", fact: run.ledgerHead },
    { term: "Suite", fact: suite.digest },
    ...(policy === null ? [] : [{ term: "Envelope", fact: policy.digest }]),
  ];
}

/** What drills of the version held, or else the newest one on record, whatever agent version it was of, in a sentence. */
export function drillSaid({ evidence, drills: { stats } }: TypeJudgement): string {
  if (stats.length > 0) return drillsSaid(stats);
  const { drills, version } = evidence.facts;
  const [newest] = drills;
  if (newest === undefined) return "No undo drill is on record.";
  const { at, agent, actions, restored, seconds, system } = newest;
  const whose = agent === version ? "" : `, of another version (${agent})`;
  const older = drills.length === 1 ? "" : ` ${many(drills.length - 1, "earlier drill")} on record.`;
  return `${moment(at)}${whose}: ${count(restored)} of ${count(actions)} restored in ${duration(seconds)}, in ${system}.${older}`;
}

function spanSaid({ first, last, dated, undated }: TypeJudgement["evidence"]["facts"]["span"]): string {
  if (first === null || last === null) return dated + undated === 0 ? "never proposed" : "the cases do not say when";
  const without = undated === 0 ? "" : `; ${count(undated)} do not say when`;
  return `${first.slice(0, 10)} to ${last.slice(0, 10)}${without}`;
}

/** Drills of one action type in a line: how many held, of how many kinds, on what, and when the newest was made. */
export function drillsSaid(stats: TypeJudgement["drills"]["stats"]): string {
  const sum = (of: (one: (typeof stats)[number]) => number) => stats.reduce((total, one) => total + of(one), 0);
  const newest = stats.reduce((last, one) => (one.newest > last ? one.newest : last), "");
  const kinds = new Set(stats.map(({ drill }) => drill)).size;
  const systems = [...new Set(stats.map(({ about }) => about))];
  const isVoid = stats.some(({ control }) => control !== "caught");
  return `${count(sum(({ held }) => held))} of ${many(
    sum(({ n }) => n),
    "drill",
  )} of ${many(kinds, "kind")} held${isVoid ? ", some without a negative control that was caught" : ""}, on ${systems.join(" and ")}; the newest ${moment(newest)}.`;
}
