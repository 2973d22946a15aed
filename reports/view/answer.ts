import { count, type Judgement, limitPercent, many, percent, percentDown, percentUp, type TypeJudgement } from "earnest";
import { type ForestAxis, type ForestGiven, type ForestRow, forestAxis, forestRow } from "../charts/forest.ts";
import { boundSaid } from "./ceiling.ts";
import { policyInShort } from "./policy.ts";
import { rungName } from "./rung.ts";
import { askedTypes, groupsOf, MANY_TYPES, type TypeView } from "./typeView.ts";
import { ISOLATION_WORDS, moment, tallyWords, unproposedWord } from "./words.ts";

/** Below this many cases a rate is not printed in large type; "{s} of {n}" is. */
const SMALL = 30;
/** So many ways in which a gate was loosened are said at once; the others unfold. */
const LOOSENED = 3;

interface Row {
  readonly type: Omit<TypeView, "judged">;
  readonly why: readonly { readonly text: string; readonly strong: boolean }[];
  readonly change: string;
  /** Of what people did: how much the agent would do alike, and how much it leaves to them. */
  readonly people: { readonly head: string; readonly what: string };
  /** What the rung that it leads to is called, which bound decided if not the evidence, and the envelope it counted under, on which nothing hangs once the rung is lost. */
  readonly rung: string;
  readonly bound: string;
  readonly envelope: string;
  readonly plot: ForestRow;
  readonly ends: string;
  readonly label: string;
  readonly range: Range;
}

interface Range {
  readonly lead: string;
  readonly figures: readonly string[];
  readonly small: boolean;
}

/** The first section: one row per action type, what to know before relying on it, and the facts. */
export function answerView(judgement: Judgement, types: readonly TypeView[]) {
  const asked = askedTypes(types);
  const loosened = judgement.loosened.map(({ says }) => says);
  const axis = forestAxis(asked.map(({ judged }) => forestGiven(judged)));
  const question = kick(judgement, asked);
  const row = (type: TypeView) => rowOf(judgement, type, axis, question);
  const many = asked.length > MANY_TYPES;
  return {
    kick: question,
    headline: judgement.headline,
    lede: lede(judgement),
    waived: judgement.wall.waived,
    loosened: { first: loosened.slice(0, LOOSENED), more: loosened.slice(LOOSENED) },
    many,
    axis,
    rows: many ? [] : asked.map(row),
    groups: many ? groupsOf(asked).map(({ types: mine, ...group }) => ({ ...group, rows: mine.map(row) })) : [],
    caveats: judgement.caveats,
    facts: facts(judgement, asked.length),
    confidence: limitPercent(judgement.method.confidence),
    together: judgement.together === "holm" && asked.length > 1,
    notAsked: types
      .filter(({ judged }) => judged.decided.verdict === "not_requested")
      .map(({ title, anchor, judged }) => ({ title, anchor, why: judged.decided.why })),
  };
}

function kick({ run, suite, ladder }: Judgement, asked: readonly TypeView[]): string {
  const who = `${run.agent.name} ${run.agent.version}, ${suite.name}.`;
  const moves = [...new Set(asked.map(({ judged }) => `${judged.decided.at}\n${judged.decided.ask ?? ""}`))];
  const [at, ask] = moves.length === 1 ? (moves[0] as string).split("\n") : [];
  if (at === undefined || ask === undefined || ![at, ask].every((id) => ladder.rungs.some((rung) => rung.id === id))) {
    return asked.length === 0 ? who : `${who} Asked: may these action types move up one rung?`;
  }
  return `${who} Asked: may it move from ${rungName(ladder, at)}, to ${rungName(ladder, ask)}?`;
}

function lede({ run, flow }: Judgement): string {
  const cases = many(flow.observed, "past case");
  const replayed =
    run.agent.isolation === "imported"
      ? `We compared what the agent had proposed in ${cases} with what people had decided.`
      : `We replayed ${cases} and compared the agent’s proposals with what people had decided. The agent was asked what it would do; earnest carried nothing out.`;
  return `${replayed} This report recommends; people decide.`;
}

function facts(
  { run, flow, evidence, method, types, together, wall, breaches, usage }: Judgement,
  asked: number,
): { term: string; fact: string; thick: boolean }[] {
  const attempts = run.attempts === 1 ? "1" : `${count(run.attempts)}, of which the first counts`;
  return [
    {
      term: "Cases compared",
      fact: flow.missing === 0 ? count(flow.observed) : `${count(flow.observed)} of ${count(flow.asked)}`,
      thick: false,
    },
    { term: "Independent clusters", fact: count(evidence.clusters), thick: false },
    { term: "Records left out", fact: count(flow.read - flow.observed), thick: true },
    {
      term: "Action types",
      fact: asked === types.length ? count(asked) : `${count(types.length)}, ${count(asked)} asked about`,
      thick: false,
    },
    { term: "Attempts at each case", fact: attempts, thick: false },
    { term: "Isolation", fact: ISOLATION_WORDS[wall.isolation], thick: false },
    { term: "Attempts out", fact: attemptsOut(breaches), thick: true },
    ...(usage === null ? [] : [{ term: "Model calls", fact: count(usage.calls), thick: false }]),
    ...(usage === null || usage.cost === null
      ? []
      : [{ term: "Model cost", fact: `${usage.cost.atLeast ? "at least " : ""}${usage.cost.all.says}`, thick: false }]),
    {
      term: "Confidence",
      fact: `${limitPercent(method.confidence)}, ${together === "holm" && asked > 1 ? "all promotions together" : "each type by itself"}`,
      thick: false,
    },
    { term: "Run began", fact: moment(run.startedAt), thick: false },
    { term: "Run ended", fact: run.endedAt === null ? "never: it was cut off" : moment(run.endedAt), thick: false },
  ];
}

/** No number where nobody looked, and no whole number where only some would have been seen. */
function attemptsOut({ times, watched }: Judgement["breaches"]): string {
  if (times > 0) return watched ? count(times) : `${count(times)} seen, not all watched`;
  return watched ? "none" : "not watched";
}

function rowOf(judgement: Judgement, { judged, ...type }: TypeView, axis: ForestAxis, asked: string): Row {
  const given = forestGiven(judged);
  const plot = forestRow(axis, given);
  const lines = [
    given.floor !== null && `dotted: ${limitPercent(given.floor)} floor`,
    given.gate !== null && `line: ${limitPercent(given.gate)} gate`,
  ];
  return {
    type,
    why: emphasised(judged.decided.why),
    change: judged.decided.change,
    people: peopleOf(judged),
    rung: rungOf(judgement, judged, asked),
    bound: boundSaid(judged.decided),
    envelope: judged.policy === null || judged.decided.verdict === "demote" ? "" : policyInShort(judged.policy),
    plot: { ...plot, gate: axis.gate === null ? plot.gate : plot.gate && { ...plot.gate, label: "" } },
    ends: lines.filter((line) => line !== false).join(", "),
    label: rowLabel(judgement, type.title, given, judged.evidence),
    range: rangeOf(judged),
  };
}

/** The name of the rung it would move to, where that is not said above all rows. */
function rungOf({ ladder }: Judgement, { decided: { verdict, to } }: TypeJudgement, said: string): string {
  const name = ladder.rungs.find(({ id }) => id === to)?.name;
  const moves = verdict === "promote" || verdict === "demote";
  return moves && name !== undefined && name !== to && !said.includes(rungName(ladder, to)) ? name : "";
}

function peopleOf({ evidence }: TypeJudgement): Row["people"] {
  const { n, outcomes } = evidence.decided;
  if (n === 0) return { head: "", what: "People never did this in these cases." };
  return { head: `Of ${count(n)} that people did:`, what: `${tallyWords(outcomes)}.` };
}

function rowLabel(
  { method }: Judgement,
  title: string,
  { interval, n, rate, gate }: ForestGiven,
  evidence: TypeJudgement["evidence"],
): string {
  const { matches } = evidence.proposed;
  const line = gate === null ? "" : `; gate ${limitPercent(gate)}`;
  if (n === 0) return `${title}: ${unproposedWord(evidence)}${line}.`;
  const range = `${limitPercent(method.confidence)} range ${percentDown(interval.low)} to ${percentUp(interval.high)}`;
  return `${title}: observed match rate ${percent(rate)}, ${range}, ${count(matches)} of ${count(n)} cases${line}.`;
}

function forestGiven({ interval, evidence, decided }: TypeJudgement): ForestGiven {
  const floorOf = (findings: TypeJudgement["decided"]["climb"]) =>
    findings.find(({ criterion }) => criterion.name === "agreementAtLeast")?.numbers["floor"] ?? null;
  return {
    interval,
    n: evidence.proposed.n,
    rate: evidence.shares.agreement.rate ?? 0,
    gate: floorOf(decided.climb),
    floor: floorOf(decided.stay),
  };
}

/** The end of the range that the gate looked at; both ends where it lies between them. */
function rangeOf({ decided, evidence, interval }: TypeJudgement): Range {
  const { n, matches } = evidence.proposed;
  if (n === 0) {
    const [lead = "", ...figure] = unproposedWord(evidence).split(" ");
    return { lead, figures: [figure.join(" ")], small: true };
  }
  if (n < SMALL) return { lead: "the same in", figures: [`${count(matches)} of ${count(n)}`], small: true };
  const [low, high] = [percentDown(interval.low), percentUp(interval.high)];
  const asks = decided.climb.find(({ criterion }) => criterion.name === "agreementAtLeast")?.verdict;
  if (asks === "met") return { lead: "at least", figures: [low], small: false };
  if (asks === "not-met") return { lead: "at most", figures: [high], small: false };
  return { lead: "between", figures: [low, high], small: true };
}

/** Sets the number that carries a sentence in bold. */
function emphasised(sentence: string): { text: string; strong: boolean }[] {
  return sentence
    .split(/((?<=at least )[\d.]+%|at most [\d.]+%(?= of)|inside that range)/)
    .map((text, i) => ({ text, strong: i % 2 === 1 }))
    .filter(({ text }) => text !== "");
}
