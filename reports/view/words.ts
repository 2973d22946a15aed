import { count, type Judgement, OUTCOMES, type Outcome, type TypeJudgement } from "earnest";

/** What an outcome is called in a list, and what it means. */
export const OUTCOME_WORDS: Record<Outcome, { readonly word: string; readonly means: string }> = {
  match: { word: "same decision", means: "The agent proposed what the person did." },
  near: { word: "minor details differ", means: "The same action; only details declared minor differ." },
  params: { word: "other details", means: "The same action, but a detail that matters differs." },
  type: { word: "different action", means: "Both acted, differently." },
  overreach: {
    word: "acted alone",
    means: "The agent would have acted where the person did nothing or handed over, or once too often.",
  },
  missed: { word: "missed", means: "The person acted, and the agent did not propose this action." },
  escalated: {
    word: "handed over",
    means: "The agent handed the case over where the person acted, or its policy kept the act back.",
  },
  abstained: { word: "no proposal", means: "The agent declined to propose." },
  failed: { word: "failed", means: "The agent gave nothing usable." },
};

/** What an outcome is called where the agent did name an action: `failed` then means that its details are unfit for it, `escalated` that a rule stopped it. */
export function actWord(outcome: Outcome): string {
  if (outcome === "escalated") return "kept back by policy";
  return outcome === "failed" ? "could not be used" : OUTCOME_WORDS[outcome].word;
}

/** A text as a sentence: what was cut ends as it was cut, and nothing ends twice. */
export function ended(text: string): string {
  return /[.…]$/.test(text) ? text : `${text}.`;
}

/** Does a case with this outcome differ? Handing over or declining costs coverage, and is listed by itself. */
export function differs(outcome: Outcome): boolean {
  return outcome !== "match" && outcome !== "escalated" && outcome !== "abstained";
}

/** Told apart from what the agent did differently: there it did nothing, or nothing usable. */
const APART: readonly Outcome[] = ["missed", "failed"];

/** A tally of cases in words that add up: "4,406 the same, 0 handed over, 39 different, 11 missed, 12 failed". */
export function tallyWords(tally: Readonly<Record<Outcome, number>>): string {
  const different = OUTCOMES.filter((outcome) => differs(outcome) && !APART.includes(outcome)).reduce(
    (sum, outcome) => sum + tally[outcome],
    0,
  );
  const said = [
    `${count(tally.match)} the same`,
    `${count(tally.escalated)} handed over`,
    tally.abstained > 0 && `${count(tally.abstained)} without a proposal`,
    `${count(different)} different`,
    ...APART.map((outcome) => tally[outcome] > 0 && `${count(tally[outcome])} ${OUTCOME_WORDS[outcome].word}`),
  ];
  return said.filter((part) => part !== false).join(", ");
}

/** Why no proposal of an action type counts: none was made, or its policy kept back all of them. */
export function unproposedWord({ facts }: TypeJudgement["evidence"]): string {
  return (facts.policy?.keptBack ?? 0) === 0 ? "never proposed" : "all kept back";
}

/** What stands in place of an action in the who-chose-what table. */
const STAND_INS: Readonly<Record<string, string>> = {
  none: "Did nothing",
  escalate: "Handed over",
  abstain: "No proposal",
  failed: "Failed",
};

/**
 * What a label of either side is called: the title of an action type, with the type itself beside it where the title alone
 * would not tell it apart, or the word for what stands in an action's place.
 */
export function labelNames({ types }: Judgement): (label: string) => string {
  const shared = sharedTitles(types, seen, Object.values(STAND_INS));
  const names = new Map(types.map(({ type, title }) => [type, shared.has(type) ? `${title} (${type})` : title]));
  return (label) => names.get(label) ?? STAND_INS[label] ?? label;
}

/** The types whose titles look like another's, or like one of the words that are taken. */
export function sharedTitles(
  types: Judgement["types"],
  look: (title: string) => string,
  taken: readonly string[] = [],
): ReadonlySet<string> {
  const times = Map.groupBy([...types.map(({ title }) => look(title)), ...taken], (title) => title);
  return new Set(types.filter(({ title }) => (times.get(look(title)) ?? []).length > 1).map(({ type }) => type));
}

/** A page draws any run of spaces as one. */
function seen(title: string): string {
  return title.replaceAll(/\s+/g, " ").trim();
}

/** How strong the wall was, in words. */
export const ISOLATION_WORDS: Record<Judgement["run"]["agent"]["isolation"], string> = {
  I0: "none (I0)",
  I1: "calls observed (I1)",
  I2: "guarded by the runtime (I2)",
  I3: "sealed by the kernel (I3)",
  imported: "not known: imported",
};

/** Why there is no usable proposal, and what that means. */
export const FAILURE_WORDS: Record<Judgement["failures"][number]["code"], { readonly word: string; readonly means: string }> = {
  threw: { word: "an error of its own", means: "The agent stopped with an error." },
  "timed-out": { word: "too late", means: "It gave no answer within the time for one attempt." },
  unusable: { word: "not a proposal", means: "What it answered cannot be read as a proposal." },
  "no-proposal": { word: "none on record", means: "Nobody recorded a proposal for this case." },
  crashed: { word: "its process died", means: "The process that it ran in ended, or had to be ended." },
  cut: { word: "cut off", means: "It made too many calls, or the same one over and over." },
  "model-error": {
    word: "no answer of a model",
    means: "The model it asked could not be reached, refused the request, or gave no answer that could be read.",
  },
};

/** Which mismatches the suite declares costly, per action type, as the rules in the judgement say. */
export function seriousOf(judgement: Judgement): (type: string) => readonly string[] {
  const gates: unknown = "gates" in judgement.suite.rules ? judgement.suite.rules.gates : undefined;
  return (type) => {
    const gate: unknown =
      typeof gates === "object" && gates !== null && Object.hasOwn(gates, type)
        ? (gates as Record<string, unknown>)[type]
        : undefined;
    const serious: unknown = typeof gate === "object" && gate !== null && "serious" in gate ? gate.serious : undefined;
    return Array.isArray(serious) ? serious.map(String) : [];
  };
}

/** A moment as it was recorded, without the fraction of a second. */
export function moment(iso: string): string {
  return iso.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2})?(\.\d+)?Z$/, "$1 $2 UTC");
}
