import { type Finding, type Judgement, many, shorten, type TypeJudgement } from "earnest";
import { VERSION } from "../page/version.ts";
import { plain } from "../plain.ts";
import { boundSaid, ceilingView } from "./ceiling.ts";
import { lowering } from "./lowering.ts";
import { type Cut, PageColumn } from "./pageColumn.ts";
import { policySays, stopsWord } from "./policy.ts";
import { raising } from "./raising.ts";
import { type RegisteredRungs, registeredSaid } from "./registered.ts";
import { drillSaid, evidenceFacts } from "./sheetFacts.ts";
import { type TypeView, typeViews } from "./typeView.ts";
import { type Badge, stateOf } from "./verdict.ts";
import { ended, moment } from "./words.ts";

/** Characters that a text may take on one page, and loosened gates said there. What is cut is counted or marked, and the report holds it. */
const ROOM = {
  title: 90,
  about: 180,
  why: 380,
  because: 300,
  control: 60,
  question: 80,
  fact: 40,
  level: 90,
  line: 260,
  name: 60,
};
const NOTE = { waived: 260, loosened: 130 };
const LOOSENED = 2;
/** Lines of a column that a list may take; what the ones before it leave, it may have as well. Characters of one such line. */
const LINES = { rules: 10, lowers: 10, raises: 8, safeguards: 4, evidence: 20, checks: 16 };
const WIDE = 56;
const NARROW = 40;
/** Lines that stand above the columns at most, and characters of theirs over the whole page and over a third of it. */
const ABOVE = 21;
const PAGE = 105;
const THIRD = 40;

type Registered = ReturnType<typeof registeredSaid>;

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
  /** What a reader has to know first: another rung in the register, a waiver, a loosened gate. */
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
  readonly evidence: Cut<{ readonly term: string; readonly fact: string }>;
}

/** The autonomy sheets of a judgement beside a register: of the action types named, or of every one that the suite has a row for. */
export function sheetView(judgement: Judgement, only: readonly string[] = [], registered: RegisteredRungs = null) {
  const { run, suite } = judgement;
  const types = typeViews(judgement).filter(({ judged }) => (only.length > 0 ? only.includes(judged.type) : judged.declared));
  return {
    title: types.length === 1 ? `Autonomy sheet: ${types[0]?.title}` : `Autonomy sheets: ${suite.name}`,
    document: `Run ${run.id}, ${moment(run.startedAt)}`,
    version: VERSION,
    several: types.length > 1,
    none: types.length === 0,
    sheets: types.map((type) => sheetOf(judgement, type, registeredSaid(registered, type.judged))),
  };
}

function sheetOf(judgement: Judgement, { judged, ...type }: TypeView, registered: Registered): Sheet {
  const { decided, policy, owners, about } = judged;
  const ceiling = ceilingView(judgement, judged);
  const rung = judgement.ladder.rungs.find(({ id }) => id === (decided.ask ?? decided.at));
  const above = {
    about: about === "" ? "The suite does not say what it does." : fitted(about, ROOM.about),
    why: fitted(decided.why, ROOM.why),
    notes: notesOf(judgement, judged, registered),
    ceiling: ceiling === null ? "The suite does not say what its risk is, so no ceiling was set." : ceilingSaid(ceiling),
  };
  const spare = spareOf(above);
  return {
    ...above,
    anchor: type.anchor,
    title: fitted(type.title, ROOM.title),
    code: type.code === null ? null : fitted(type.code, ROOM.name),
    badge: type.badge,
    move: fitted(type.move, ROOM.name),
    bound: boundSaid(decided),
    levels: levelsOf(judgement, judged, registered.rung),
    envelope: policy === null ? "No policy envelope: the suite sets no limits to what it may do." : policySays(policy),
    ...leftOf(judgement, judged, rung?.safeguards ?? [], spare, registered),
    rung: rung === undefined ? "its rung" : fitted(rung.id, ROOM.name),
    ...rightOf(judgement, judged, spare, registered),
    drill: fitted(drillSaid(judged), ROOM.line),
    owners: [
      { term: "Business", fact: fitted(owners.business ?? "not named", ROOM.name) },
      { term: "Technical", fact: fitted(owners.technical ?? "not named", ROOM.name) },
    ],
  };
}

/** The lines that the texts above the columns leave them. */
function spareOf({ about, why, notes, ceiling }: Pick<Sheet, "about" | "why" | "notes" | "ceiling">): number {
  const said = [about, why, ...notes.map(({ text }) => text)].map((text) => linesOf(text, PAGE));
  // A note stands in a box of its own.
  const taken = said.reduce((sum, lines) => sum + lines, Math.ceil(notes.length / 2) + linesOf(ceiling, THIRD));
  return Math.max(0, ABOVE - taken);
}

function leftOf(
  judgement: Judgement,
  judged: TypeJudgement,
  given: readonly string[],
  spare: number,
  { raises: instead }: Registered,
) {
  const column = new PageColumn(spare);
  const all = (judged.policy?.rules ?? []).map((rule) => ({
    says: plain(rule.says),
    control: rule.control === null ? null : fitted(rule.control, ROOM.control),
    stops: stopsWord(rule),
  }));
  // The longest list comes last, and has what the others leave.
  const safeguards = column.take(sentences(given), LINES.safeguards, linesOf);
  const raises = column.take(sentences(instead === null ? raising(judgement, judged) : [instead]), LINES.raises, linesOf);
  const lowers = column.take(sentences(lowering(judged)), LINES.lowers, linesOf);
  const lines = ({ says, control }: (typeof all)[number]) =>
    linesOf(says) + linesOf(`What it keeps back is handed over; enforced by ${control}`);
  return { safeguards, raises, lowers, rules: column.take(all, LINES.rules, lines, "rule") };
}

function rightOf(judgement: Judgement, judged: TypeJudgement, spare: number, { says }: Registered) {
  const column = new PageColumn(spare);
  const all = [{ term: "Register", fact: says }, ...evidenceFacts(judgement, judged)];
  const facts = all.map(({ term, fact }) => ({ term, fact: fitted(fact, 2 * NARROW) }));
  const lines = ({ question, fact }: Sheet["checks"]["items"][number]) => linesOf(`${question} ${fact}`, NARROW);
  return {
    evidence: column.take(facts, LINES.evidence, ({ fact }) => linesOf(fact, NARROW), "fact"),
    checks: column.take(checksOf(judged), LINES.checks, lines, "check"),
  };
}

/** Its own gate first, then what is about all of them; those of others are for the report. */
function notesOf({ wall, loosened }: Judgement, { type }: TypeJudgement, { differs }: Registered): Sheet["notes"] {
  const mine = [...loosened.filter((one) => one.type === type), ...loosened.filter((one) => one.type === null)];
  const rest = mine.length - LOOSENED;
  const more = rest > 0 ? [`It was loosened in ${many(rest, "more way")}; the report says how.`] : [];
  const said = mine.slice(0, LOOSENED).map(({ says }) => `The gate was loosened after the evidence was seen: ${says}`);
  return [
    ...(differs === null ? [] : [{ text: fitted(differs, NOTE.waived), loosened: false }]),
    ...(wall.waived === null ? [] : [{ text: fitted(`Waived: ${wall.waived}`, NOTE.waived), loosened: false }]),
    ...[...said, ...more].map((text) => ({ text: fitted(text, NOTE.loosened), loosened: true })),
  ];
}

function levelsOf({ ladder }: Judgement, { decided: { at, ask } }: TypeJudgement, registered: string | null): Level[] {
  const level = (head: string, id: string): Level => {
    const rung = ladder.rungs.find((one) => one.id === id);
    if (rung === undefined) return { head, name: id === "" ? "no rung" : id, agent: "not said", person: "not said" };
    const { name, agent, person } = rung;
    return {
      head,
      name: fitted(name === id ? id : `${id}, ${name}`, ROOM.name),
      agent: fitted(agent, ROOM.level),
      person: fitted(person, ROOM.level),
    };
  };
  return [
    level("Present level", registered ?? at),
    ask === null ? { head: "Asked for", name: "nothing higher", agent: "as now", person: "as now" } : level("Asked for", ask),
  ];
}

function ceilingSaid({ says, stands, bounds }: NonNullable<ReturnType<typeof ceilingView>>): string {
  const [lowest] = bounds;
  // A sentence cut in the middle may lose the very exception it makes.
  const because = plain(lowest?.because ?? "");
  const said = because.length > ROOM.because ? "see the report for why" : because;
  const by = lowest === undefined ? "" : ` Set by the ${lowest.from}: ${ended(said)}`;
  return `${fitted(says, ROOM.level)}${stands === "" ? "" : ` ${fitted(stands, ROOM.level)}`}${by}`;
}

function checksOf({ decided }: TypeJudgement) {
  const check = (before: string) => (finding: Finding) => ({
    state: stateOf(finding.verdict),
    question: fitted(`${before}${finding.question}`, ROOM.question),
    fact: fitted(finding.fact, ROOM.fact),
  });
  return [...decided.climb.map(check("")), ...decided.hold.map(check("To go on: ")), ...decided.stay.map(check("To stay: "))];
}

/** Lines that a text takes on paper. */
function linesOf(text: string, width = WIDE): number {
  return Math.ceil(text.length / width);
}

/** Never cut: what does not fit is counted, for half a sentence may say the opposite of the whole. */
function sentences(all: readonly string[]): string[] {
  return all.map(plain);
}

/** A text as it will be printed, cut to its room: a mark in place of a character that cannot be seen takes more than the character. */
function fitted(text: string, most: number): string {
  return shorten(plain(text), most);
}
