import { count, type Judgement, limitPercent, percent, percentDown, percentUp, type TypeJudgement } from "earnest";
import { type ForestAxis, type ForestGiven, type ForestRow, forestRow } from "../charts/forest.ts";
import { boundSaid } from "./ceiling.ts";
import { linesOf } from "./linesOf.ts";
import { policyInShort } from "./policy.ts";
import { AS_COUNTED, isPlain } from "./rate.ts";
import { rungName } from "./rung.ts";
import type { TypeView } from "./typeView.ts";
import { tallyWords, unproposedWord } from "./words.ts";

/** Below this many cases a rate is not printed in large type; "{s} of {n}" is. */
const SMALL = 30;
/** Above this share of what people did, what the agent missed changes how its match rate is to be read. */
const MISSES = 0.1;

export interface AnswerRow {
  readonly type: Omit<TypeView, "judged">;
  readonly why: readonly { readonly text: string; readonly strong: boolean }[];
  readonly change: string;
  /** Of what people did: how much the agent would do alike; only where it misses so much that the match rate alone would mislead. */
  readonly people: { readonly head: string; readonly what: string } | null;
  /** The rung that it leads to with its name, which bound decided if not the evidence, and the envelope that it would act under. */
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

/** One action type on the first page: its answer, why, what would change it, and its range on the axis of all; `asked` is what stands above all rows. */
export function answerRow(judgement: Judgement, { judged, ...type }: TypeView, axis: ForestAxis, asked: string): AnswerRow {
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
    envelope: judged.policy === null || judged.decided.verdict !== "promote" ? "" : policyInShort(judged.policy),
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
  return moves && name !== undefined && name !== to && !said.includes(rungName(ladder, to)) ? `${to}: ${name}` : "";
}

function peopleOf({ evidence }: TypeJudgement): AnswerRow["people"] {
  const { n, outcomes } = evidence.decided;
  if (n === 0 || outcomes.missed / n <= MISSES) return null;
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
  const cases = `${count(matches)} of ${count(n)} cases`;
  if (isPlain({ rate, matches, n })) return `${title}: observed match rate ${percent(rate)}, ${range}, ${cases}${line}.`;
  return `${title}: observed match rate ${percent(rate)}, ${AS_COUNTED}, ${range}; ${cases} by plain count${line}.`;
}

/** What the shared axis has to hold of an action type. */
export function forestGiven({ interval, evidence, decided }: TypeJudgement): ForestGiven {
  return {
    interval,
    n: evidence.proposed.n,
    rate: evidence.shares.agreement.rate ?? 0,
    ...linesOf(decided),
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
