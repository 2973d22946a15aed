import type { Case } from "../case.ts";
import type { Comparison, Outcome } from "../compare.ts";
import type { Adjudication, Adjudications } from "../evidence/adjudications.ts";
import { attemptsDiffer, isSerious, type Serious, worst } from "../evidence.ts";
import type { Observation } from "../replay.ts";
import { shorten } from "../words.ts";
import { type PageDecision, withoutPeople } from "./withoutPeople.ts";

/** What a case holds of one action type on one side, counted as the evidence counts it. */
export interface EntryAct {
  /** An action type; on a side without an action, the word for what stands there instead. */
  readonly type: string;
  readonly n: number;
  /** The worst of its cells. */
  readonly outcome: Outcome;
  /** Is one of its cells serious? */
  readonly serious: boolean;
}

/** One line of the case list: the case's vote. */
export interface CaseEntry {
  readonly id: string;
  readonly at: string | null;
  /** Each type of either side once, by name. Cases alike share the list, so that it may be as long as the evidence. */
  readonly decided: readonly EntryAct[];
  readonly proposed: readonly EntryAct[];
  /** The worst cell of all, and whether any is serious. */
  readonly outcome: Outcome;
  readonly serious: boolean;
  readonly confidence: number | null;
  /** Did the attempts come to different cells? */
  readonly unstable: boolean;
  /** Cases alike share the object. */
  readonly slices: Readonly<Record<string, string>>;
  /** The case as a line of JSON (a `CaseDetail`), or null where it was left out for size. */
  readonly detail: string | null;
  /** All steps of its attempts as a line of JSON (a `Step[][]`); null where the detail has them all, or they were left out for size. */
  readonly steps: string | null;
  /** Does the detail lack some of its steps? */
  readonly stepsApart: boolean;
}

/** What opening a case shows. All text in it is hostile. */
export interface CaseDetail {
  readonly id: string;
  readonly cluster: string;
  readonly at: string | null;
  readonly slices: Readonly<Record<string, string>>;
  readonly input: unknown;
  /** What was decided and when: who did, and how long they took, stays on record and travels no further. */
  readonly decisions: readonly [PageDecision, ...PageDecision[]];
  readonly outcome: Case["outcome"] | null;
  /** What people who looked at it came to, by action type. */
  readonly rulings: readonly (Pick<Adjudication, "ruling" | "cause"> & { readonly type: string })[];
  readonly attempts: readonly {
    readonly cells: readonly Comparison[];
    /** With the last of its steps only, where there are many. */
    readonly observation: Observation;
    /** How many steps there were. */
    readonly steps: number;
  }[];
}

/** How much of a run's cases a page may carry. */
export interface BookLimits {
  readonly entries: number;
  /** Characters of details, and as many again of steps, for disagreements and for agreements. */
  readonly disagreements: number;
  readonly agreements: number;
  /** Characters of one text inside a detail. */
  readonly text: number;
}

/** Somewhat more than a page of the usual size has room for, compressed: what goes in is decided when it is drawn. */
export const BOOK_LIMITS: BookLimits = { entries: 100_000, disagreements: 24_000_000, agreements: 24_000_000, text: 2_000 };

/** Steps of an attempt that travel with the case itself: how it ended. */
const LAST_STEPS = 2;

/** The cases of a run as far as a page can carry them, in sampling order, and how many were left out. */
export interface CaseBook {
  readonly entries: readonly CaseEntry[];
  readonly total: number;
  readonly withoutDetail: number;
}

/** Collects cases one by one; what comes first in sampling order is kept, so what is kept is a random part. */
export class CaseBookWriter {
  readonly #limits: BookLimits;
  readonly #serious: Serious;
  readonly #entries: CaseEntry[] = [];
  readonly #sides = new Map<string, readonly EntryAct[]>();
  readonly #slices = new Map<string, Case["slices"]>();
  readonly #room: Readonly<Record<"details" | "steps", Record<"agreements" | "disagreements", number>>>;
  #total = 0;
  #withoutDetail = 0;

  constructor(serious: Serious, limits: BookLimits = BOOK_LIMITS) {
    this.#serious = serious;
    this.#limits = limits;
    const { agreements, disagreements } = limits;
    this.#room = { details: { agreements, disagreements }, steps: { agreements, disagreements } };
  }

  add(
    one: Case,
    attempts: readonly (readonly Comparison[])[],
    observations: readonly Observation[],
    adjudications?: Pick<Adjudications, "of">,
  ): void {
    this.#total++;
    if (this.#entries.length >= this.#limits.entries) {
      this.#withoutDetail++;
      return;
    }
    const vote = attempts[0] ?? [];
    const outcome = worst(vote);
    const kind = outcome === "match" ? "agreements" : "disagreements";
    const { details, steps: rooms } = this.#room;
    const open = details[kind] > 0;
    if (!open) this.#withoutDetail++;
    const detail = open
      ? caseLine(one, attempts, observations, { rulings: rulingsOn(one.id, vote, adjudications), longest: this.#limits.text })
      : null;
    const stepsApart = observations.some(({ trace }) => trace.steps.length > LAST_STEPS);
    const steps = open && stepsApart && rooms[kind] > 0 ? stepsLine(observations, this.#limits.text) : null;
    details[kind] -= detail?.length ?? 0;
    rooms[kind] -= steps?.length ?? 0;
    this.#entries.push({
      id: one.id,
      at: one.at ?? null,
      decided: this.#side(vote, "decided"),
      proposed: this.#side(vote, "proposed"),
      outcome,
      serious: vote.some((cell) => isSerious(cell, this.#serious)),
      confidence: vote.find((cell) => cell.confidence !== undefined)?.confidence ?? null,
      unstable: attemptsDiffer(attempts),
      slices: this.#shared(one.slices),
      detail,
      steps,
      stepsApart,
    });
  }

  #shared(slices: Case["slices"]): Case["slices"] {
    const key = JSON.stringify(slices);
    const known = this.#slices.get(key) ?? slices;
    this.#slices.set(key, known);
    return known;
  }

  #side(vote: readonly Comparison[], side: "decided" | "proposed"): readonly EntryAct[] {
    const acts = vote.filter((cell) => cell[`${side}Action`] !== undefined);
    const types = [...Map.groupBy(acts.length > 0 ? acts : vote, (cell) => cell[side])].map(([type, cells]) => ({
      type,
      n: acts.length === 0 ? 1 : cells.length,
      outcome: worst(cells),
      serious: cells.some((cell) => isSerious(cell, this.#serious)),
    }));
    types.sort((a, b) => (a.type < b.type ? -1 : 1));
    const key = JSON.stringify(types);
    const known = this.#sides.get(key) ?? types;
    this.#sides.set(key, known);
    return known;
  }

  book(): CaseBook {
    return { entries: this.#entries, total: this.#total, withoutDetail: this.#withoutDetail };
  }
}

function rulingsOn(id: string, vote: readonly Comparison[], adjudications?: Pick<Adjudications, "of">): CaseDetail["rulings"] {
  if (adjudications === undefined) return [];
  return [...new Set(vote.flatMap(({ decided, proposed }) => [proposed, decided]))].flatMap((type) => {
    const found = adjudications.of(id, type);
    return found === undefined ? [] : [{ type, ruling: found.ruling, cause: found.cause }];
  });
}

/** A case as a line of JSON (a `CaseDetail`), its texts cut to `longest` characters. */
function caseLine(
  one: Case,
  attempts: readonly (readonly Comparison[])[],
  observations: readonly Observation[],
  { rulings, longest }: { readonly rulings: CaseDetail["rulings"]; readonly longest: number },
): string {
  const detail: CaseDetail = {
    id: one.id,
    cluster: one.cluster,
    at: one.at ?? null,
    slices: one.slices,
    input: one.input,
    decisions: withoutPeople(one).decisions,
    outcome: one.outcome ?? null,
    rulings,
    attempts: observations.map((observation, i) => ({
      cells: attempts[i] ?? [],
      observation: { ...observation, trace: { steps: observation.trace.steps.slice(-LAST_STEPS) } },
      steps: observation.trace.steps.length,
    })),
  };
  return cut(detail, longest);
}

function stepsLine(observations: readonly Observation[], longest: number): string {
  return cut(
    observations.map(({ trace }) => trace.steps),
    longest,
  );
}

/** Characters of a line as a whole, and of one value in a line that has more. */
const WHOLE = 200_000;
const PART = 20_000;
/** Where records and tools may say as much as they like; the page shows it as it is. */
const OPEN: readonly string[] = ["input", "args", "answer"];

/** A value of thousands of members becomes the beginning of its JSON, which ends in "…" as cut texts do. */
function cut(value: unknown, longest: number): string {
  const texts = (_: string, part: unknown) => (typeof part === "string" ? shorten(part, longest) : part);
  const line = JSON.stringify(value, texts);
  if (line.length <= WHOLE) return line;
  return JSON.stringify(value, (key, part) => {
    const whole = OPEN.includes(key) && typeof part === "object" ? JSON.stringify(part, texts) : "";
    return whole.length > PART ? shorten(whole, PART) : texts(key, part);
  });
}
