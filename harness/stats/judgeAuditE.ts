import { ESequence } from "./eSequence.ts";
import { matchesNeeded } from "./matchesNeeded.ts";
import { refuseUnlessCounts, refuseUnlessWhole } from "./refuse.ts";

/** A judge's rulings on a whole dataset, and the match rate to be shown. */
export interface JudgeAuditOptions {
  readonly cases: number;
  /** How many of them the judge called a match. */
  readonly judgeMatches: number;
  /** The share of the dataset that must match. */
  readonly share: number;
}

/**
 * The evidence that at least `share` of the dataset matches, from people checking a judge on a random sample; may be looked at any time.
 * Holds for any judge: a poor one costs more checks, never the error level. Add checks in random order, fixed before judging, each case
 * once, by people who do not see the judge's ruling; a judge that changed is a new audit.
 * Throws a RangeError on counts that are not counts, a share that is not above 0 and at most 1, and more checks than cases.
 * Source: the audit of overstatements, Stark 2020, Financial Cryptography (SHANGRLA), with the bets of Waudby-Smith & Ramdas 2024.
 */
export class JudgeAuditE {
  /** The mean of (1 - overstatement) / 2 that is to be refuted. */
  readonly nullMean: number;
  readonly #evidence: ESequence;

  constructor({ cases, judgeMatches, share }: JudgeAuditOptions) {
    refuseUnlessWhole("cases", cases, 1);
    refuseUnlessCounts(judgeMatches, cases);
    if (!(share > 0)) throw new RangeError(`expected a share above 0, got ${share}`);
    const total = (cases - judgeMatches + matchesNeeded(share, cases) - 1) / 2;
    this.nullMean = total / cases;
    this.#evidence = new ESequence({ cases, total });
  }

  /** Takes in one checked case: whether the judge and whether people called it a match. */
  add({ judge, human }: { readonly judge: boolean; readonly human: boolean }): void {
    const overstatement = Number(judge) - Number(human);
    this.#evidence.add((1 - overstatement) / 2);
  }

  /** The natural log of the e-value now; Infinity once it is certain. */
  get logE(): number {
    return this.#evidence.logE;
  }

  /** The most that log E has been, at least 0. */
  get best(): number {
    return this.#evidence.best;
  }
}
