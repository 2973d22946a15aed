import { type Judgement, many, type TypeJudgement } from "earnest";
import { type Badge, badgeOf, moveOf, VERDICTS } from "./verdict.ts";

/** Above this many action types a page folds, groups and shortens. */
export const MANY_TYPES = 8;

/** An action type as every section names it. */
export interface TypeView {
  readonly judged: TypeJudgement;
  /** Its place in the judgement; the case filter knows types by it. */
  readonly index: number;
  readonly anchor: string;
  readonly title: string;
  /** Its name in the suite, where the title does not say it already. */
  readonly code: string | null;
  readonly badge: Badge;
  readonly move: string;
}

/** All action types, in the order of the judgement, each with an anchor of its own. */
export function typeViews(judgement: Judgement): TypeView[] {
  const taken = new Set<string>();
  return judgement.types.map((judged, index) => {
    const slug = judged.type
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .slice(0, 60);
    const anchor = slug === "" || slug === "-" || taken.has(slug) ? `${slug}-${index}` : slug;
    taken.add(anchor);
    return {
      judged,
      index,
      anchor: `a-${anchor}`,
      title: judged.title,
      code: judged.title === judged.type ? null : judged.type,
      badge: badgeOf(judged.decided.verdict),
      move: moveOf(judged),
    };
  });
}

/** Types of one verdict, most proposals first; the long groups are folded. */
export interface TypeGroup {
  readonly badge: Badge;
  readonly n: string;
  readonly folded: boolean;
  readonly types: readonly TypeView[];
}

/** A long list of types, by verdict. */
export function groupsOf(types: readonly TypeView[]): TypeGroup[] {
  return VERDICTS.flatMap((verdict) => {
    const mine = types.filter(({ judged }) => judged.decided.verdict === verdict);
    if (mine.length === 0) return [];
    const frequent = mine.toSorted((a, b) => b.judged.evidence.proposed.n - a.judged.evidence.proposed.n);
    return [{ badge: badgeOf(verdict), n: many(mine.length, "action type"), folded: mine.length > MANY_TYPES, types: frequent }];
  });
}

/** The types that ask for a rung, or lose one. */
export function askedTypes(types: readonly TypeView[]): TypeView[] {
  return types.filter(({ judged }) => judged.decided.verdict !== "not_requested");
}
