import type { Verdict } from "../gate.ts";
import { count, inWords, many, shorten } from "../words.ts";
import type { Judgement, TypeJudgement } from "./judgement.ts";

/** The one sentence on top: how many action types may move up, and how many must move down. */
export function headline(types: readonly TypeJudgement[]): string {
  const asked = types.filter((type) => type.decided.verdict !== "not_requested");
  const of = (verdict: Verdict) => asked.filter((type) => type.decided.verdict === verdict);
  if (asked.length === 0) return "No action type asks to move up.";
  const [up, down] = [of("promote"), of("demote")];
  const only = asked[0] as TypeJudgement;
  const total = asked.length;
  if (total === 1) {
    const lone = `“${only.title}”`;
    if (up.length > 0) return `${lone} may move up to ${only.decided.to}.`;
    return down.length > 0 ? `${lone} may not move up. It must move down.` : `${lone} may not move up yet.`;
  }
  const rise =
    up.length === 0
      ? `${total === 2 ? "Neither" : "None"} of ${inWords(total)} action types may move up${down.length === total ? "" : " yet"}.`
      : up.length === total
        ? `${all(total)} action types may move up.`
        : `${inWords(up.length, true)} of ${inWords(total)} action types may move up.`;
  if (down.length === 0) return rise;
  return `${rise} ${down.length === total ? all(total) : inWords(down.length, true)} must move down.`;
}

function all(n: number): string {
  return n === 2 ? "Both" : `All ${inWords(n)}`;
}

const WALL: Record<Judgement["run"]["agent"]["isolation"], string | undefined> = {
  I0: "The agent ran inside the harness (isolation I0): nothing but its own code kept it from acting, or from looking up what people decided.",
  I1: "The agent ran elsewhere (isolation I1): calls that reached earnest were not executed, other side effects cannot be excluded.",
  I2: "The agent ran behind a runtime guard (isolation I2): accidental effects were blocked; it is not a barrier to hostile code.",
  I3: undefined,
  imported:
    "The proposals were recorded elsewhere and imported: earnest did not watch the agent make them, and cannot say what it saw or did.",
};

/** Below so many clusters, what their cases are worth together is itself uncertain. */
const FEW = 30;
/** Beyond so many questions in one report, one lucky answer is more likely than a reader expects. */
const SEVERAL = 5;

/** What a reader must know before relying on the answer, most important first. */
export function caveats(judgement: Omit<Judgement, "headline" | "caveats">): string[] {
  const { run, flow, evidence, types } = judgement;
  const wall = WALL[run.agent.isolation];
  const strangers = types.filter((type) => !type.declared);
  const asked = types.filter((type) => type.decided.ask !== null).length;
  const said = [
    flow.missing > 0 &&
      `The run is not complete: ${many(flow.missing, "case")} of ${count(flow.asked)} ${flow.missing === 1 ? "is" : "are"} missing, so what was seen need not be a fair part.`,
    run.endedAt === null && flow.missing === 0 && "The run never came to its end, although every case is on record.",
    run.tornBytes > 0 &&
      `The last record was cut off while it was being written (${many(run.tornBytes, "byte")}); it is left out.`,
    run.rulesChanged &&
      "The suite’s comparators or gates changed after this run was observed; these are the verdicts of the changed ones.",
    run.unaskedProposals > 0 &&
      `${many(run.unaskedProposals, "recorded proposal")} ${run.unaskedProposals === 1 ? "belongs" : "belong"} to no case that was asked about.`,
    strangers.length > 0 &&
      `${many(strangers.length, "action type")} in the cases or proposals ${strangers.length === 1 ? "has" : "have"} no row in the suite (${strangers
        .slice(0, 5)
        .map(({ type }) => `“${shorten(type, 40)}”`)
        .join(", ")}${strangers.length > 5 ? ", ..." : ""}): compared exactly, asked nothing.`,
    wall,
    run.dataset.card?.limits?.[0],
    evidence.clusters < evidence.cases &&
      `The ${many(evidence.cases, "case")} come from ${many(evidence.clusters, "cluster")}, such as conversations or customers. The range counts them for the independent cases they are worth${evidence.clusters < FEW ? `, which so few clusters tell only roughly` : ""}.`,
    "The range is exact for one look at a number of cases fixed beforehand; looking every night, or stopping when it looks good, makes a lucky result more likely than 1 in 20.",
    asked > SEVERAL &&
      `Each answer stands at 95% by itself: with ${count(asked)} action types asked about at once, some may pass by luck alone.`,
    flow.beyondLimit > 0 &&
      `Only ${count(flow.asked)} of ${many(flow.asked + flow.beyondLimit, "case")} were asked about, taken at random by cluster (--limit).`,
    flow.filtered > 0 &&
      `${many(flow.filtered, "case")} ${flow.filtered === 1 ? "was" : "were"} left out by --filter; the answer holds only for the rest.`,
    ...run.notes,
  ];
  return said.filter((sentence): sentence is string => typeof sentence === "string");
}
