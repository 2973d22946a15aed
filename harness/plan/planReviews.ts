/** How many decisions people look at again after a replay of the whole dataset, and how long that takes. */
export interface ReviewPlan {
  readonly disagreements: number;
  /** Agreements looked at as well, so that "they differ" is not a given. */
  readonly agreements: number;
  readonly minutes: number;
  /** Is every type's share of disagreements from a run? Otherwise some are what the middle of the hoped-for rates leaves. */
  readonly seen: boolean;
  /** Action types that nothing can be said about: no run, and no floor for the match rate. */
  readonly unknown: number;
}

/** Proposals of one action type to expect, and the share of them that agree; null when nothing says. */
export interface Expected {
  readonly proposed: number;
  readonly agreement: number | null;
  readonly seen: boolean;
}

/** Disagreements of one type beyond this are drawn from, not all read. */
const PER_TYPE = 300;
const LEAST = 60;
const AUDIT = 0.02;

/** All disagreements up to 300 of each type, and 2% of the agreements, at least 60 where there are so many. */
export function planReviews(types: readonly Expected[], minutesEach: number): ReviewPlan {
  const known = types.flatMap(({ proposed, agreement }) => (agreement === null ? [] : [{ proposed, agreement }]));
  const differ = known.map(({ proposed, agreement }) => Math.round(proposed * (1 - agreement)));
  const disagreements = differ.reduce((sum, n) => sum + Math.min(PER_TYPE, n), 0);
  const proposed = known.reduce((sum, type) => sum + type.proposed, 0);
  const alike = proposed - differ.reduce((sum, n) => sum + n, 0);
  const agreements = Math.min(alike, Math.max(LEAST, Math.ceil(proposed * AUDIT)));
  return {
    disagreements,
    agreements,
    minutes: (disagreements + agreements) * minutesEach,
    seen: types.length > 0 && types.every(({ seen }) => seen),
    unknown: types.length - known.length,
  };
}
