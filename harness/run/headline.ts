import { drillsLeftOutSaid } from "../evidence/drillsLeftOut.ts";
import { ranBehind } from "../evidence/wallSaid.ts";
import type { Verdict } from "../gate.ts";
import { say } from "../sentences.ts";
import { cassetteSaid } from "./cassetteSaid.ts";
import type { Judgement, TypeJudgement } from "./judgement.ts";
import { leaksSaid } from "./leaksSaid.ts";
import { leftOutSaid } from "./leftOutSaid.ts";
import { namesOf } from "./namesOf.ts";
import { noCeilingSaid } from "./noCeilingSaid.ts";
import { unreadSaid } from "./unreadSaid.ts";

/** The one sentence on top: how many action types may move up, and how many must move down. */
export function headline(types: readonly TypeJudgement[]): string {
  const asked = types.filter((type) => type.decided.verdict !== "not_requested");
  const [only] = asked;
  if (only === undefined) return say.headlines.none;
  if (asked.length === 1) return headlineOf(only);
  const of = (verdict: Verdict) => asked.filter((type) => type.decided.verdict === verdict).length;
  return say.headlines.several({ up: of("promote"), down: of("demote"), total: asked.length });
}

/** The same about one action type alone. */
export function headlineOf({ title, decided: { verdict, to } }: Pick<TypeJudgement, "title" | "decided">): string {
  const { up, down, stay } = say.headlines.one;
  if (verdict === "promote") return up({ title, to });
  return verdict === "demote" ? down({ title }) : stay({ title });
}

/** Below so many clusters, what their cases are worth together is itself uncertain. */
const FEW = 30;

/** What a reader must know before relying on the answer: what bears on this run first, what holds of every run of its dataset last. */
export function caveats(judgement: Omit<Judgement, "headline" | "caveats">): string[] {
  const { run, flow, evidence, types, together } = judgement;
  const { isolation, sealed, canary } = judgement.wall;
  const wall =
    isolation === "I3"
      ? !sealed && say.caveats.unsealed({ ranBehind: ranBehind(judgement.wall), canaries: canary.tried })
      : say.caveats.wall[isolation];
  const strangers = types.filter((type) => !type.declared);
  const asked = types.filter((type) => type.decided.ask !== null).length;
  const [contradicting, ...contradictingToo] = types
    .filter(
      ({ decided, evidence: { shares } }) => decided.ask !== null && Object.values(shares).some((share) => share.contradicts),
    )
    .map(({ title }) => title);
  const kept = run.selection.ask ?? [];
  const counting = judgement.runs.filter(({ counted }) => counted > 0);
  const [first, last] = [counting[0], counting.at(-1)].map((one) => (one?.startedAt ?? "").slice(0, 10)) as [string, string];
  const weightless = types.filter(passesByWeight);
  const judged = types.filter(({ judge, decided }) => judge !== null && decided.ask !== null);
  const unruled = types.reduce((sum, { judge }) => sum + (judge?.unruled ?? 0), 0);
  const uneven = types.filter(isUneven);
  const others = judgement.runs.filter(({ otherVersion }) => otherVersion);
  const { clusterCap, weights } = run.dataset;
  const named = (some: readonly TypeJudgement[]) => ({ names: namesOf(some), n: some.length });
  // Is the run whole, and judged as it was made?
  const wholeness = [
    flow.missing > 0 && say.caveats.cutOff(flow),
    judgement.stopped !== null && say.caveats.stoppedEarly(flow),
    run.endedAt === null && flow.missing === 0 && say.caveats.neverEnded,
    run.tornBytes > 0 && say.caveats.torn(run.tornBytes),
    run.rulesChanged && say.caveats.rulesChanged,
    run.unaskedProposals > 0 && say.caveats.strayProposals(run.unaskedProposals),
    strangers.length > 0 && say.caveats.strangers(strangers.map(({ type }) => type)),
    wall,
  ];
  // What bears on the answers of this run.
  const answers = [
    weightless.length > 0 && say.caveats.passesByWeight(named(weightless)),
    unruled > 0 && say.caveats.unruled(unruled),
    judged.length > 0 && say.caveats.judged(named(judged)),
    contradicting !== undefined && say.caveats.contradicting([contradicting, ...contradictingToo]),
    uneven.length > 0 && say.caveats.uneven(named(uneven)),
    drillsLeftOutSaid(judgement.drillsLeftOut, run.agent).others,
    ...leftOutSaid(judgement),
    ...noCeilingSaid(judgement),
    ...cassetteSaid(judgement),
    ...unreadSaid(types),
    judgement.breaches.times > 0 && judgement.breaches.says,
    judgement.reads.caveat && judgement.reads.says,
    ...leaksSaid(run.leaks),
    asked > 1 && together === "each" && say.caveats.eachAlone(asked),
    kept.length > 0 && say.caveats.askedOnly(kept.length),
    run.stopEarly === true && judgement.stopped === null && flow.missing === 0 && say.caveats.notSettled,
    flow.beyondLimit > 0 && say.caveats.beyondLimit({ asked: flow.asked, beyond: flow.beyondLimit }),
    flow.filtered > 0 && say.caveats.filtered(flow.filtered),
  ];
  // What holds of the dataset and of every run of it.
  const cases = [
    run.dataset.card?.limits?.[0],
    evidence.clusters < evidence.cases &&
      say.caveats.clusters({ ...evidence, few: evidence.clusters < FEW, cap: clusterCap ?? null }),
    weights != null && say.caveats.weights({ ...weights, slice: weights.mix?.slice ?? null }),
    counting.length > 1 && say.caveats.severalRuns({ runs: counting.length, first, last }),
    flow.repeated > 0 && say.caveats.repeated(flow.repeated),
    flow.aside > 0 && say.caveats.aside(flow.aside),
    others.length > 0 && say.caveats.otherVersion(others.length),
    ...run.notes,
  ];
  return [...wholeness, ...answers, ...cases].filter((sentence): sentence is string => typeof sentence === "string");
}

/** Is the floor met by weight, and not by the plain count? */
function passesByWeight({ decided, evidence: { proposed } }: TypeJudgement): boolean {
  return decided.climb.some(
    ({ criterion, verdict }) =>
      criterion.name === "agreementAtLeast" &&
      verdict === "met" &&
      proposed.matches < Number(criterion.params["floor"]) * proposed.n,
  );
}

/** Where a cluster may be so many times the usual one, that is what decides how little the others show. */
const MANY_TIMES = 5;

function isUneven({ decided, evidence: { shares } }: TypeJudgement): boolean {
  const { n, clusters, most } = shares.agreement;
  return decided.verdict === "insufficient" && clusters > 0 && most * clusters > MANY_TIMES * n;
}
