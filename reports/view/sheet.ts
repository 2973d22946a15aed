import { count, type Finding, type Judgement, many, shorten, type TypeJudgement } from "earnest";
import { boundSaid, ceilingView } from "./ceiling.ts";
import { lowering } from "./lowering.ts";
import { policySays, stopsWord } from "./policy.ts";
import { raising } from "./raising.ts";
import { drillSaid, evidenceFacts } from "./sheetFacts.ts";
import { type TypeView, typeViews } from "./typeView.ts";
import { type Badge, stateOf } from "./verdict.ts";
import { moment } from "./words.ts";

/** What one page holds: entries of a list, and characters of a text. What is cut is counted, and the report holds it. */
const MOST = { rules: 7, checks: 18, indicators: 6, safeguards: 5, loosened: 2 };
const ROOM = { title: 90, about: 200, why: 420, says: 130, control: 60, question: 80, fact: 40, line: 200, note: 240, name: 60 };

/** A list as far as it fits, and what is said of the rest. */
export interface Cut<T> {
  readonly items: readonly T[];
  readonly more: string;
}

interface Level {
  readonly head: string;
  readonly name: string;
  readonly agent: string;
  readonly person: string;
}

/** One action type's autonomy sheet: everything on one page, as plain text. */
export interface Sheet {
  readonly anchor: string;
  readonly title: string;
  readonly code: string | null;
  readonly about: string;
  readonly badge: Badge;
  readonly move: string;
  readonly bound: string;
  readonly why: string;
  /** What a reader has to know first: a waiver, a loosened gate. */
  readonly notes: readonly { readonly text: string; readonly loosened: boolean }[];
  readonly levels: readonly Level[];
  readonly ceiling: string;
  readonly envelope: string;
  readonly rules: Cut<{ readonly says: string; readonly control: string | null; readonly stops: string }>;
  readonly checks: Cut<{ readonly state: Badge; readonly question: string; readonly fact: string }>;
  readonly raises: Cut<string>;
  readonly lowers: Cut<string>;
  /** What has to be in place on this rung, besides evidence. */
  readonly rung: string;
  readonly safeguards: Cut<string>;
  readonly drill: string;
  readonly owners: readonly { readonly term: string; readonly fact: string }[];
  readonly evidence: readonly { readonly term: string; readonly fact: string }[];
}

/** The autonomy sheets of a judgement: of the action types named, or of every one that the suite has a row for. */
export function sheetView(judgement: Judgement, only: readonly string[] = []) {
  const { run, suite } = judgement;
  const types = typeViews(judgement).filter(({ judged }) => (only.length > 0 ? only.includes(judged.type) : judged.declared));
  return {
    title: types.length === 1 ? `Autonomy sheet: ${types[0]?.title}` : `Autonomy sheets: ${suite.name}`,
    document: `Run ${run.id}, ${moment(run.startedAt)}`,
    version: run.earnest,
    several: types.length > 1,
    none: types.length === 0,
    sheets: types.map((type) => sheetOf(judgement, type)),
  };
}

function sheetOf(judgement: Judgement, { judged, ...type }: TypeView): Sheet {
  const { decided, policy, owners, about } = judged;
  const ceiling = ceilingView(judgement, judged);
  const rung = judgement.ladder.rungs.find(({ id }) => id === (decided.ask ?? decided.at));
  return {
    anchor: type.anchor,
    title: shorten(type.title, ROOM.title),
    code: type.code === null ? null : shorten(type.code, ROOM.name),
    about: about === "" ? "The suite does not say what it does." : shorten(about, ROOM.about),
    badge: type.badge,
    move: shorten(type.move, ROOM.name),
    bound: boundSaid(decided),
    why: shorten(decided.why, ROOM.why),
    notes: notesOf(judgement),
    levels: levelsOf(judgement, judged),
    ceiling: ceiling === null ? "The suite does not say what its risk is, so no ceiling was set." : ceilingSaid(ceiling),
    envelope: policy === null ? "No policy envelope: the suite sets no limits to what it may do." : policySays(policy),
    rules: cut(
      (policy?.rules ?? []).map((rule) => ({
        says: shorten(rule.says, ROOM.says),
        control: rule.control === null ? null : shorten(rule.control, ROOM.control),
        stops: stopsWord(rule),
      })),
      MOST.rules,
      "more rule",
    ),
    checks: cut(checksOf(judged), MOST.checks, "more check"),
    raises: lines(raising(judgement, judged), MOST.indicators),
    lowers: lines(lowering(judged), MOST.indicators),
    rung: rung === undefined ? "its rung" : shorten(rung.id, ROOM.name),
    safeguards: lines(rung?.safeguards ?? [], MOST.safeguards),
    drill: shorten(drillSaid(judged), ROOM.line),
    owners: [
      { term: "Business", fact: shorten(owners.business ?? "not named", ROOM.name) },
      { term: "Technical", fact: shorten(owners.technical ?? "not named", ROOM.name) },
    ],
    evidence: evidenceFacts(judgement, judged).map(({ term, fact }) => ({ term, fact: shorten(fact, ROOM.line) })),
  };
}

function notesOf({ wall, loosened }: Judgement): Sheet["notes"] {
  const rest = loosened.length - MOST.loosened;
  const more = rest > 0 ? [`${many(rest, "more gate")} of this suite loosened in such a way; the report says how.`] : [];
  const said = loosened.slice(0, MOST.loosened).map((one) => `The gate was loosened after the evidence was seen: ${one}`);
  return [
    ...(wall.waived === null ? [] : [{ text: shorten(`Waived: ${wall.waived}`, ROOM.note), loosened: false }]),
    ...[...said, ...more].map((text) => ({ text: shorten(text, ROOM.note), loosened: true })),
  ];
}

function levelsOf({ ladder }: Judgement, { decided: { at, ask } }: TypeJudgement): Level[] {
  const level = (head: string, id: string): Level => {
    const rung = ladder.rungs.find((one) => one.id === id);
    if (rung === undefined) return { head, name: id === "" ? "no rung" : id, agent: "not said", person: "not said" };
    const { name, agent, person } = rung;
    return {
      head,
      name: shorten(name === id ? id : `${id}, ${name}`, ROOM.name),
      agent: shorten(agent, ROOM.line),
      person: shorten(person, ROOM.line),
    };
  };
  return [
    level("Present level", at),
    ask === null ? { head: "Asked for", name: "nothing higher", agent: "as now", person: "as now" } : level("Asked for", ask),
  ];
}

function ceilingSaid({ says, stands, bounds }: NonNullable<ReturnType<typeof ceilingView>>): string {
  const [lowest] = bounds;
  const by = lowest === undefined ? "" : ` Set by the ${lowest.from}: ${shorten(lowest.because, ROOM.line)}.`;
  return `${says}${stands === "" ? "" : ` ${stands}`}${by}`;
}

function checksOf({ decided }: TypeJudgement) {
  const check = (before: string) => (finding: Finding) => ({
    state: stateOf(finding.verdict),
    question: shorten(`${before}${finding.question}`, ROOM.question),
    fact: shorten(finding.fact, ROOM.fact),
  });
  return [...decided.climb.map(check("")), ...decided.hold.map(check("To go on: ")), ...decided.stay.map(check("To stay: "))];
}

function lines(all: readonly string[], most: number): Cut<string> {
  return cut(
    all.map((line) => shorten(line, ROOM.line)),
    most,
    "more",
  );
}

/** One entry over would take no more room than the line that counts it. */
function cut<T>(all: readonly T[], most: number, noun: string): Cut<T> {
  const items = all.length === most + 1 ? all : all.slice(0, most);
  const rest = all.length - items.length;
  if (rest === 0) return { items, more: "" };
  return { items, more: `And ${noun === "more" ? `${count(rest)} more` : many(rest, noun)}: see the report.` };
}
