import type { CaseBook, Judgement } from "earnest";
import { HOSTILE } from "../testing/hostile.ts";
import { sampleBook } from "../testing/sampleBook.ts";
import { sampleGoverned } from "../testing/sampleGoverned.ts";
import { type SampleOptions, sampleJudgement } from "../testing/sampleJudgement.ts";

/** A judgement worth looking at, and what to look for in its report. */
export interface Exhibit {
  /** Stands in the name of its file. */
  readonly name: string;
  readonly shows: string;
  readonly judgement: Judgement;
  readonly book: CaseBook;
}

interface Asked extends SampleOptions {
  readonly name: string;
  readonly shows: string;
  /** Without ceilings, policies, drills and what else governs an action type. */
  readonly bare?: boolean;
}

/** A name of sixty characters, as real action types have them. */
const LONG = " after the parcel went astray twice";
const RIGHT_TO_LEFT =
  " \u05D4\u05D7\u05D6\u05E8 \u05DB\u05E1\u05E4\u05D9 \u0625\u0639\u0627\u062F\u0629 (42) \u05DC\u05DC\u05E7\u05D5\u05D7";
const PAYLOADS = HOSTILE.filter((_, i) => i % 6 === 0).join(" ");

const ASKED: readonly Asked[] = [
  { name: "verdicts", shows: "all four verdicts, with everything that governs an action type", cases: 1_000 },
  { name: "bare", shows: "the same verdicts without policies, ceilings and drills", cases: 1_000, bare: true },
  { name: "one-type", shows: "one action type that may move up", types: 1, cases: 300 },
  { name: "alike", shows: "every proposal is the person’s decision: no range may reach 100%", cases: 300, alike: true },
  { name: "twenty", shows: "20 action types in four verdicts", types: 20, cases: 1_000 },
  { name: "long-names", shows: "names of 60 characters, everywhere", cases: 300, plant: LONG },
  { name: "right-to-left", shows: "Hebrew and Arabic beside English, with a number inside", cases: 300, plant: RIGHT_TO_LEFT },
  {
    name: "hostile",
    shows: "markup, control characters and line tricks in every text: all of it stays text",
    cases: 300,
    plant: PAYLOADS,
  },
  { name: "huge", shows: "163 action types and 10,000 cases", types: 163, cases: 10_000, bare: true },
  { name: "one-case", shows: "a single case of a single action type", types: 1, cases: 1 },
  { name: "no-cases", shows: "five action types and not one case", cases: 0 },
  { name: "empty", shows: "no action type and no case", types: 0, cases: 0, bare: true },
];

/** The names of all exhibits, in the order of the gallery. */
export const exhibitNames: readonly string[] = ASKED.map(({ name }) => name);

/** One exhibit; the same name gives the same page. Throws a RangeError for a name that is not among them. */
export function exhibit(name: string): Exhibit {
  const asked = ASKED.find((one) => one.name === name);
  if (asked === undefined) throw new RangeError(`no exhibit is called ${name}`);
  const { shows, bare = false, ...given } = asked;
  return { name, shows, judgement: bare ? sampleJudgement(given) : sampleGoverned(given), book: sampleBook(given) };
}
