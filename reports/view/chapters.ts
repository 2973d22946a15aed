import {
  count,
  type Finding,
  howClose,
  type Judgement,
  many,
  OUTCOMES,
  percent,
  percentDown,
  percentUp,
  type TypeJudgement,
} from "earnest";
import { type Bar, bars } from "../charts/bars.ts";
import type { Figure } from "../charts/figure.ts";
import { attemptsLine } from "./attempts.ts";
import { causesView } from "./causes.ts";
import { ceilingView } from "./ceiling.ts";
import { confidencePromise, confidenceView } from "./confidence.ts";
import { peopleLines } from "./people.ts";
import { policyView } from "./policy.ts";
import { sequenceFigure } from "./sequence.ts";
import { MANY_TYPES, type TypeView } from "./typeView.ts";
import { type Badge, stateOf } from "./verdict.ts";
import { actWord, labelNames, OUTCOME_WORDS, seriousOf, unproposedWord } from "./words.ts";

const PATTERNS = 8;
const SMALL = 30;

interface Chapter {
  readonly type: Omit<TypeView, "judged">;
  readonly open: boolean;
  readonly sequence: Figure | null;
  readonly why: string;
  readonly per1000: string;
  readonly confidence: ReturnType<typeof confidencePromise> | null;
  /** What it stands beside: people, a policy that never looks, and its own other attempts. */
  readonly lines: readonly string[];
  readonly findings: readonly { state: Badge; question: string; because: string }[];
  readonly outcomes: readonly { word: string; means: string; proposed: string; decided: string }[];
  readonly totals: { readonly proposed: string; readonly decided: string };
  readonly differ: number;
  readonly differHead: string;
  /** What the link to the serious ones says, or null where there are none. */
  readonly seriousHead: string | null;
  readonly patterns: readonly Bar[];
  readonly facts: readonly Fact[];
}

interface Fact {
  readonly term: string;
  readonly fact: string;
  /** Is it what a reader must not miss? */
  readonly warn?: boolean;
}

/** One short chapter for each action type. */
export function chaptersView(judgement: Judgement, types: readonly TypeView[]) {
  const name = labelNames(judgement);
  const serious = seriousOf(judgement);
  const sure = types.length > MANY_TYPES ? confidencePromise : confidenceView;
  return {
    many: types.length > MANY_TYPES,
    n: many(types.length, "action type"),
    undrawn: undrawnSaid(types),
    unsaid: unsaidOf(types),
    words: OUTCOMES.map((outcome) => OUTCOME_WORDS[outcome]),
    chapters: types.map(({ judged, ...type }, i) => ({
      ...chapter(judgement, judged, name, serious(judged.type)),
      sequence: sequenceFigure({ judged, ...type }),
      lines: [
        ...peopleLines(judgement, judgement.people, { judged, ...type }),
        attemptsLine(judgement.attempts, { judged, ...type }) ?? [],
      ].flat(),
      policy: policyView(judged, type.title),
      ceiling: ceilingView(judgement, judged),
      causes: causesView(judged),
      confidence: judged.confidence === null ? null : sure(judged.confidence, type.anchor, type.title),
      type,
      open: i === 0 && types.length <= MANY_TYPES,
    })),
  };
}

/** That nothing is said of the agent's own confidence because it stated none. */
function unsaidOf(types: readonly TypeView[]): string | null {
  const stated = types.some(({ judged }) => judged.confidence !== null);
  return stated || types.every(({ judged }) => judged.evidence.proposed.n === 0)
    ? null
    : "The agent never said how sure it was, so what its own confidence would be worth is not shown.";
}

/** That the range of some is not drawn as evidence came in, though a gate asks for it. */
function undrawnSaid(types: readonly TypeView[]): string | null {
  const asked = types.filter(({ judged }) => judged.evidence.proposed.n > 0 && judged.decided.climb.some(asksMatchRate));
  const n = asked.filter(({ judged }) => judged.sequence === null).length;
  return n === 0
    ? null
    : `How the range came about is drawn for ${count(asked.length - n)} of them, and not for ${count(n)} more.`;
}

function asksMatchRate({ criterion }: Finding): boolean {
  return criterion.name === "agreementAtLeast";
}

function chapter(
  judgement: Judgement,
  judged: TypeJudgement,
  name: (label: string) => string,
  serious: readonly string[],
): Omit<Chapter, "type" | "open" | "lines" | "confidence" | "sequence"> {
  const { proposed, decided, patterns } = judged.evidence;
  const differ = proposed.n - proposed.matches;
  const close = howClose(judgement, judged);
  return {
    why: judged.decided.why,
    per1000: close.perThousand,
    findings: [...judged.decided.climb, ...judged.decided.hold.map(forGoingOn), ...judged.decided.stay.map(forStaying)].map(
      ({ verdict, question, because }) => ({
        state: stateOf(verdict),
        question,
        because,
      }),
    ),
    outcomes: OUTCOMES.filter((outcome) => proposed.outcomes[outcome] + decided.outcomes[outcome] > 0).map((outcome) => ({
      word: OUTCOME_WORDS[outcome].word,
      means: judgement.types.length > MANY_TYPES ? "" : OUTCOME_WORDS[outcome].means,
      proposed: count(proposed.outcomes[outcome]),
      decided: count(decided.outcomes[outcome]),
    })),
    totals: { proposed: count(proposed.n), decided: count(decided.n) },
    differ,
    differHead: differ === 1 ? "How one decision differed" : `How ${count(differ)} decisions differed`,
    seriousHead: judged.evidence.serious === 0 ? null : `Only the ${count(judged.evidence.serious)} serious`,
    patterns: bars(
      patterns.map((pattern) => ({
        label: `the person: ${name(pattern.decided)} (${actWord(pattern.outcome)})`,
        n: pattern.n,
        serious: serious.includes(pattern.outcome),
      })),
      PATTERNS,
    ),
    facts: facts(judgement, judged, close),
  };
}

function forGoingOn(finding: Finding): Finding {
  return { ...finding, question: `To go on: ${finding.question}` };
}

function forStaying(finding: Finding): Finding {
  return { ...finding, question: `To stay where it is: ${finding.question}` };
}

function facts(
  { run, types, together, reads }: Judgement,
  { type, decided: answer, evidence, interval, among, reversibility, owners, declared }: TypeJudgement,
  close: ReturnType<typeof howClose>,
): Fact[] {
  const { proposed, decided, serious, failures } = evidence;
  const { agreement } = evidence.shares;
  const weighted = run.dataset.weights != null || run.dataset.clusterCap != null;
  const asked = types.filter((type) => type.among !== null).length;
  const lookups = reads.types.find((one) => one.type === type);
  const of = `${count(proposed.matches)} of ${count(proposed.n)}`;
  const seen = proposed.n >= SMALL ? `${percent(proposed.matches / proposed.n)} (${of})` : of;
  return [
    { term: "Same decision as the person", fact: proposed.n === 0 ? unproposedWord(evidence) : seen },
    ...(weighted ? [{ term: "The same, as the answer counts it", fact: percent(agreement.rate ?? 0) }] : []),
    {
      term: "Range, valid at every look",
      fact: proposed.n === 0 ? "none" : range(interval),
    },
    {
      term: "Range for one look, not used for the answer",
      fact: proposed.n === 0 ? "none" : range(agreement.oneLook),
    },
    ...(proposed.n > 0 && (weighted || agreement.clusters < proposed.n)
      ? [
          {
            term: "Worth, as independent cases",
            fact: `${count(Math.floor(agreement.effective))} (${count(proposed.n)} in ${many(agreement.clusters, "cluster")}; design effect ${(proposed.n / agreement.effective).toFixed(2)})`,
          },
        ]
      : []),
    ...(among === null || proposed.n === 0 || !isShown(answer)
      ? []
      : [
          {
            term: `Could all this evidence for ${answer.ask} be luck? (${asked === 1 ? "alone" : together === "holm" ? `among ${count(asked)} asked` : "by itself"})`,
            fact: luck(together === "holm" ? among.adjusted : among.p),
          },
        ]),
    ...(close.room === null ? [] : [{ term: "Room to spare", fact: close.room }]),
    ...(close.doubt === null
      ? []
      : [{ term: close.exceeds ? "Warning: cases in doubt" : "Cases in doubt", fact: close.doubt, warn: close.exceeds }]),
    { term: "What people did, done alike", fact: `${count(decided.matches)} of ${count(decided.n)}` },
    ...(close.perThousandDone === null ? [] : [{ term: "In 1,000 that people do", fact: close.perThousandDone }]),
    { term: "Missed", fact: close.missed },
    { term: "Handed over, or declined", fact: close.handedOver },
    { term: "Serious disagreements", fact: `${count(serious)} of ${count(proposed.n)}` },
    { term: "No usable answer", fact: `${count(failures.failed)} of ${count(failures.n)}` },
    ...(lookups === undefined || reads.total === 0
      ? []
      : [
          {
            term: "Rests on a lookup not on record",
            fact: `${count(lookups.unrecorded)} of ${count(lookups.cases)} in which it proposed this`,
          },
        ]),
    { term: "Can it be undone?", fact: reversibility === "unknown" ? "not said, so counted as no" : reversibility },
    ...(owners.business === undefined ? [] : [{ term: "Business owner", fact: owners.business }]),
    ...(owners.technical === undefined ? [] : [{ term: "Technical owner", fact: owners.technical }]),
    ...(declared ? [] : [{ term: "In the suite", fact: "no row; it turned up in the cases" }]),
  ];
}

function range({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${percentDown(low)} to ${percentUp(high)}`;
}

/** Is every check met that leaves something to chance? Otherwise there is no evidence for the next rung that could be luck. */
function isShown({ verdict, climb, hold, stay }: TypeJudgement["decided"]): boolean {
  return (
    verdict !== "demote" && [...climb, ...hold, ...stay].every((one) => one.numbers["p"] === undefined || one.verdict === "met")
  );
}

/** The chance of so much evidence for every check if one of them were not so. */
function luck(chance: number): string {
  if (chance >= 0.5) return "easily";
  const one = Math.floor(1 / chance);
  return one > 1_000_000 ? "in fewer than 1 in 1,000,000 reports" : `in at most 1 in ${count(one)} reports`;
}
