import { type ComparedCase, worst, wouldAct } from "../evidence.ts";
import type { Adjudications } from "./adjudications.ts";

/** A case that was drawn at random: what the comparing with its judge called it, and what people did. */
export interface CheckedCase {
  readonly id: string;
  /** A match, with the judge's rulings as they are. */
  readonly judge: boolean;
  /** Do the two mean the same? False where people could not tell or did not agree. */
  readonly human: boolean;
  readonly settled: boolean;
  readonly conflict: boolean;
}

/** The column of one action type, beside what people said of it. */
export interface JudgeCounted {
  readonly type: string;
  /** Cases in which the agent proposed this type, and those of them that match by the judge's rulings. */
  readonly cases: number;
  readonly judgeMatches: number;
  /** Cases with a pair that the judge has not ruled on: it counts as different. */
  readonly unruled: number;
  readonly checked: readonly CheckedCase[];
  /** Adjudicated cases that were picked: they measure nothing. */
  readonly picked: number;
  /** Adjudicated cases that are not in the column of this run. */
  readonly elsewhere: number;
}

/** Joins a run's compared cases with people's adjudications, case by case, for one action type; holds the adjudicated ones only. */
export class JudgeCount {
  readonly #type: string;
  readonly #adjudications: Adjudications | undefined;
  readonly #checked: CheckedCase[] = [];
  #cases = 0;
  #matches = 0;
  #unruled = 0;
  #picked = 0;

  constructor(type: string, adjudications?: Adjudications) {
    this.#type = type;
    this.#adjudications = adjudications;
  }

  /** Takes one case; its first attempt is its vote. `unruled`: did its comparing meet a pair of this type without a ruling? */
  add({ id, attempts }: Pick<ComparedCase, "id" | "attempts">, unruled = false): void {
    const column = (attempts[0] ?? []).filter((cell) => wouldAct(cell) && cell.proposed === this.#type);
    if (column.length === 0) return;
    const judge = worst(column) === "match";
    this.#cases++;
    if (judge) this.#matches++;
    if (unruled) this.#unruled++;
    const found = this.#adjudications?.of(id, this.#type);
    if (found === undefined) return;
    if (!found.drawn) this.#picked++;
    else this.#checked.push({ id, judge, human: found.same === true, settled: found.same !== null, conflict: found.conflict });
  }

  counted(): JudgeCounted {
    return {
      type: this.#type,
      cases: this.#cases,
      judgeMatches: this.#matches,
      unruled: this.#unruled,
      checked: this.#checked,
      picked: this.#picked,
      elsewhere: (this.#adjudications?.count(this.#type) ?? 0) - this.#checked.length - this.#picked,
    };
  }
}
