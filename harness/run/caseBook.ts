import type { Case } from "../case.ts";
import type { Comparison, Outcome } from "../compare.ts";
import { attemptsDiffer, isSerious, type Serious, worst } from "../evidence.ts";
import type { Observation } from "../replay.ts";
import { shorten } from "../words.ts";

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
  /** The whole case as a line of JSON (a `CaseDetail`), or null where it was left out for size. */
  readonly detail: string | null;
}

/** What opening a case shows. All text in it is hostile. */
export interface CaseDetail {
  readonly id: string;
  readonly cluster: string;
  readonly at: string | null;
  readonly slices: Readonly<Record<string, string>>;
  readonly input: unknown;
  readonly decisions: Case["decisions"];
  readonly outcome: Case["outcome"] | null;
  readonly attempts: readonly { readonly cells: readonly Comparison[]; readonly observation: Observation }[];
}

/** How much of a run's cases a page may carry. */
export interface BookLimits {
  readonly entries: number;
  /** Characters of detail, for disagreements and for agreements. */
  readonly disagreements: number;
  readonly agreements: number;
  /** Characters of one text inside a detail. */
  readonly text: number;
}

export const BOOK_LIMITS: BookLimits = { entries: 100_000, disagreements: 8_000_000, agreements: 3_000_000, text: 2_000 };

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
  readonly #room: { agreements: number; disagreements: number };
  #total = 0;
  #withoutDetail = 0;

  constructor(serious: Serious, limits: BookLimits = BOOK_LIMITS) {
    this.#serious = serious;
    this.#limits = limits;
    this.#room = { agreements: limits.agreements, disagreements: limits.disagreements };
  }

  add(one: Case, attempts: readonly (readonly Comparison[])[], observations: readonly Observation[]): void {
    this.#total++;
    if (this.#entries.length >= this.#limits.entries) {
      this.#withoutDetail++;
      return;
    }
    const vote = attempts[0] ?? [];
    const outcome = worst(vote);
    const differs = outcome !== "match";
    const kind = differs ? "disagreements" : "agreements";
    let detail: string | null = null;
    if (this.#room[kind] > 0) {
      detail = detailOf(one, attempts, observations, this.#limits.text);
      this.#room[kind] -= detail.length;
    } else {
      this.#withoutDetail++;
    }
    this.#entries.push({
      id: one.id,
      at: one.at ?? null,
      decided: this.#side(vote, "decided"),
      proposed: this.#side(vote, "proposed"),
      outcome,
      serious: vote.some((cell) => isSerious(cell, this.#serious)),
      confidence: vote.find((cell) => cell.confidence !== undefined)?.confidence ?? null,
      unstable: attemptsDiffer(attempts),
      detail,
    });
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

function detailOf(
  one: Case,
  attempts: readonly (readonly Comparison[])[],
  observations: readonly Observation[],
  longest: number,
): string {
  const detail: CaseDetail = {
    id: one.id,
    cluster: one.cluster,
    at: one.at ?? null,
    slices: one.slices,
    input: one.input,
    decisions: one.decisions,
    outcome: one.outcome ?? null,
    attempts: observations.map((observation, i) => ({ cells: attempts[i] ?? [], observation })),
  };
  return JSON.stringify(detail, (_, value) => (typeof value === "string" ? shorten(value, longest) : value));
}
