import type { Criterion } from "../criteria/criterion.ts";
import { curtailProcess } from "../stats/curtailProcess.ts";
import { type CasesNeeded, casesNeeded } from "./casesNeeded.ts";
import { type Chance, chanceWithin } from "./chanceWithin.ts";
import type { SeenShare, SeenType } from "./countRun.ts";
import { decimal, type RateRow, type RateTable } from "./rateTable.ts";

/** A criterion as a share of what should happen that must lie above a line: at most 2% serious is at least 98% without. */
export interface ShareAsked {
  readonly criterion: { readonly name: string; readonly params: Criterion["params"] };
  readonly limit: string;
  readonly kind: keyof SeenType;
  readonly line: number;
}

/** What it takes, from the first case on, at one true rate of what should happen. Cases are those the share is of. */
export interface RatePlan extends RateRow {
  /** Cases to replay until there are so many of the kind; null when the dataset has none of it, or no number would do. */
  readonly replays: number | null;
  /** Does the dataset hold enough of them, four times in five? */
  readonly enough: boolean;
  /** Calendar days until there are as many beyond the dataset as it takes; null when that is not known, or never. */
  readonly days: number | null;
}

/** What more it takes from where a run stands. */
export interface NowPlan extends Omit<SeenShare, "lines"> {
  /** Is it shown already, at the level of the plan? */
  readonly shown: boolean;
  /** Hits in a row that would do; null when no number would. */
  readonly inARow: number | null;
  /** At the share seen so far; null when no case was seen. */
  readonly atEstimate: CasesNeeded | null;
  readonly atLow: CasesNeeded;
  readonly atHigh: CasesNeeded;
  /** Cases of this kind that the dataset still has, about. */
  readonly left: number;
  readonly chance: Chance;
}

/** The plan of one criterion. */
export interface SharePlan extends ShareAsked {
  /** Cases of this kind in the dataset, about. */
  readonly cases: number;
  /** How many independent cases each is worth, by a run; 1 without one. */
  readonly worth: number;
  /** Hits in a row that do, from the first case on; null when no number does. */
  readonly inARow: number | null;
  readonly rates: readonly RatePlan[];
  readonly now: NowPlan | null;
}

const KINDS: Readonly<Record<string, { readonly kind: keyof SeenType; readonly param: string; readonly most: boolean }>> = {
  agreementAtLeast: { kind: "agreement", param: "floor", most: false },
  coverageAtLeast: { kind: "coverage", param: "floor", most: false },
  seriousAtMost: { kind: "serious", param: "limit", most: true },
  failuresAtMost: { kind: "failures", param: "limit", most: true },
};

/** What a criterion asks, if it is one that can be planned: by its name and its params. */
export function shareAsked({ name, params, limit }: Criterion): ShareAsked | undefined {
  const known = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  const share = known && params[known.param];
  if (known === undefined || typeof share !== "number" || !(share >= 0 && share <= 1)) return undefined;
  return { criterion: { name, params }, limit, kind: known.kind, line: known.most ? decimal(1 - share) : share };
}

/** Does the criterion set an upper limit, so that a reader thinks of its share as the rest? */
export function isUpper({ criterion }: ShareAsked): boolean {
  return KINDS[criterion.name]?.most === true;
}

/** Where a dataset stands with the cases that a share is of. */
export interface Supply {
  /** Cases of this kind in the dataset, about. */
  readonly cases: number;
  /** One case of the dataset is so many of this kind. */
  readonly perCase: number;
  /** Cases of this kind that come up on a day; null when that is not known. */
  readonly perDay: number | null;
  /** How many independent cases each is worth. */
  readonly worth: number;
  /** What a run of this agent has of them already, and how many it leaves; null without such a run. */
  readonly seen: SeenShare | null;
  readonly left: number;
}

/** Works out one criterion at the error level of the table. Pure; what cannot be known is null. */
export function planShare(asked: ShareAsked, supply: Supply, table: RateTable): SharePlan {
  const { alpha } = table;
  const { cases, perCase, worth } = supply;
  const rates = table.of(asked.line).map(({ rate, oneLook, ...row }): RatePlan => {
    const needed = inCases(row, worth);
    const most = needed.fourInFive ?? needed.straight;
    return {
      ...needed,
      rate,
      oneLook: upscaled(oneLook, worth),
      replays: most === null || perCase === 0 ? null : Math.ceil(most / perCase),
      enough: most !== null && most <= cases,
      days: daysUntil(most, supply),
    };
  });
  return {
    ...asked,
    cases,
    worth,
    inARow: upscaled(inARow({ matches: 0, misses: 0, share: asked.line, alpha }), worth),
    rates,
    now: supply.seen === null ? null : planFrom(asked, supply.seen, supply.left, alpha),
  };
}

function daysUntil(needed: number | null, { cases, perDay }: Supply): number | null {
  if (needed === null) return null;
  if (needed <= cases) return 0;
  return perDay === null || perDay === 0 ? null : Math.ceil((needed - cases) / perDay);
}

function planFrom({ line }: ShareAsked, seen: SeenShare, left: number, alpha: number): NowPlan {
  const { hits, n, worth } = seen;
  // Rounded against the agent, for the evidence is counted in whole cases.
  const matches = Math.floor(hits * worth + 1e-9);
  const misses = Math.ceil((n - hits) * worth - 1e-9);
  const { lines, low, high, ...rest } = seen;
  const there = lines.find((one) => Math.abs(one.line - line) < 1e-9);
  const climb = { matches, misses, share: line, alpha };
  const at = (rate: number) => inCases(casesNeeded(climb, rate), worth);
  const shown = there?.shown === true;
  const ahead = n === 0 ? null : at(hits / n);
  return {
    ...rest,
    low,
    high,
    shown,
    inARow: shown ? 0 : upscaled(inARow(climb), worth),
    // If the cases go on as they do, the gate itself says how many more it takes.
    atEstimate: ahead === null || there?.more == null ? ahead : { ...ahead, straight: there.more },
    atLow: at(low),
    atHigh: at(high),
    left,
    chance: chanceWithin(climb, Math.floor(left * worth)),
  };
}

function inARow(climb: { matches: number; misses: number; share: number; alpha: number }): number | null {
  if (climb.share === 0) return climb.matches + climb.misses > 0 ? 0 : 1;
  return curtailProcess({ ...climb, remaining: 0 }).matchesInARow;
}

/** Independent cases as cases that are worth less. */
function inCases(needed: CasesNeeded, worth: number): CasesNeeded {
  const { fourInFive, average, straight, method } = needed;
  return {
    fourInFive: upscaled(fourInFive, worth),
    average: average === null ? null : average / worth,
    straight: upscaled(straight, worth),
    method,
  };
}

function upscaled(cases: number | null, worth: number): number | null {
  return cases === null ? null : Math.ceil(cases / worth - 1e-9);
}
