import { count, type Judgement, many, percentDown, percentUp } from "earnest";
import { countedRuns } from "./countedRuns.ts";
import { ownersView } from "./ownersWords.ts";

const DAY = 86_400_000;

/** What the report cannot tell, worked out from what it rests on, in three columns; and what the owner of the suite wrote. */
export function limitsView(judgement: Judgement) {
  return {
    columns: [
      { title: "The yardstick", says: yardstick(judgement) },
      { title: "The cases", says: cases(judgement) },
      { title: "The setting", says: setting(judgement) },
    ],
    owner: ownersView(judgement),
  };
}

function yardstick({ people, types }: Judgement): string[] {
  const floor = people.overall.noiseFloor;
  const outcomes = types.filter(({ decided }) => decided.climb.some(({ criterion }) => criterion.name === "outcomesNoWorse"));
  const asked = types.filter(({ decided }) => decided.ask !== null);
  const judges = types.filter(({ judge }) => judge !== null);
  return [
    floor === null
      ? "A person’s decision is the yardstick, not the truth. No case was decided by two people, so how far people agree with each other is not known."
      : `A person’s decision is the yardstick, not the truth: where two people decided the same case, they agreed in ${percentDown(floor.low)} to ${percentUp(floor.high)}.`,
    "Each case has one yardstick. Where two decisions would both have been right, all but the person’s count as different.",
    ...(judges.length === 0 ? [] : [`In ${many(judges.length, "action type")} a model judge says what counts as the same.`]),
    asked.length > 0 && outcomes.length === asked.length
      ? "Whether the business is better off is asked by what became known later, where that is on record. What was never written down is not in it."
      : outcomes.length === 0
        ? "Whether the business is better off is not in this report: no action type is asked about what became of its cases."
        : `Whether the business is better off is asked of ${count(outcomes.length)} of ${many(asked.length, "action type")} only.`,
  ];
}

function cases({ run, runs, flow, evidence, types }: Judgement): string[] {
  const { selection, dataset } = run;
  const rarest = types
    .filter(({ decided, evidence: { proposed } }) => decided.ask !== null && proposed.n > 0)
    .toSorted((a, b) => a.evidence.proposed.n - b.evidence.proposed.n)[0];
  const out = flow.read - flow.observed;
  return [
    spanSays(run.startedAt, types),
    `They come from the dataset “${dataset.name}”, ${many(evidence.clusters, "independent cluster")} in all. What is not in that record, such as another language, market or season, was not tried.`,
    ...(rarest === undefined
      ? []
      : [
          `What is rare was hardly tried: “${rarest.title}” was proposed in ${many(rarest.evidence.proposed.n, "case")}, fewer than any other.`,
        ]),
    out <= 0
      ? "No record was left out."
      : `${many(out, "record")} of ${count(flow.read)} stayed out, for the reasons that are counted.`,
    ...(Object.keys(selection.filter).length === 0
      ? []
      : [
          `Only cases with ${Object.entries(selection.filter)
            .map(([slice, value]) => `${slice}=${value}`)
            .join(", ")} were looked at.`,
        ]),
    ...(selection.limit === null
      ? []
      : [`The ${countedRuns(runs) > 1 ? "last run" : "run"} was limited to ${many(selection.limit, "case")}.`]),
  ];
}

function spanSays(startedAt: string, types: Judgement["types"]): string {
  const spans = types.map(({ evidence }) => evidence.facts.span);
  const first = spans.flatMap((span) => span.first ?? []).toSorted()[0];
  const last = spans
    .flatMap((span) => span.last ?? [])
    .toSorted()
    .at(-1);
  if (first === undefined || last === undefined) return "The cases do not say when they were, so how old they are is not known.";
  const before = (moment: string) => Math.floor((Date.parse(startedAt) - Date.parse(moment)) / DAY);
  const age = before(last);
  const old =
    age < 0
      ? `${before(first) < 0 ? "all that say when" : "some"} are dated after the run began`
      : `the newest was ${many(age, "day")} old when the run began`;
  const undated = spans.some((span) => span.undated > 0) ? " Some do not say when they were." : "";
  return `The cases are from ${first.slice(0, 10)} to ${last.slice(0, 10)}; ${old}.${undated} What has changed since is not in them.`;
}

function setting({ run, wall, reads, types }: Judgement): string[] {
  const drilled = types.some(({ drills, evidence }) => drills.stats.length > 0 || evidence.facts.drills.length > 0);
  const loose = types
    .flatMap(({ policy }) => policy?.rules ?? [])
    .filter(({ control }) => control === null || control === "").length;
  const standIns = reads.stubbed + reads.counterfactual;
  return [
    run.agent.isolation === "imported"
      ? "The proposals were made elsewhere and imported. What the agent saw and did there, earnest cannot say."
      : "The agent was watched, and did not act. How people and customers answer to an agent that acts is not in these cases.",
    wall.says,
    reads.total === 0
      ? "The agent looked nothing up."
      : standIns + reads.refused === 0
        ? "What it looked up was answered from the record; a live system may be slower, be down, or say something else."
        : `${count(standIns)} of ${many(reads.total, "lookup")} had a stand-in for an answer, and ${count(reads.refused)} none: live, the agent may decide otherwise there.`,
    drilled
      ? "Undo drills ran in a sandbox. A live system, with others at work in it, may undo more slowly, or not at all."
      : "No undo drill is on record: how fast a mistake can be taken back is not known.",
    ...(loose === 0
      ? []
      : [
          `${many(loose, "rule")} of its policies ${loose === 1 ? "names" : "name"} no control: outside this report nothing enforces ${loose === 1 ? "it" : "them"}.`,
        ]),
    `It holds for ${run.agent.name} ${run.agent.version} as it ran. ${run.attempts === 1 ? "Each case was put to it once, so how steady it is was not tried." : "Another version starts anew."}`,
  ];
}
