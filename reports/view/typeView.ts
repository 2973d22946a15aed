import { createHash } from "node:crypto";
import { type Judgement, many, type TypeJudgement } from "earnest";
import { type Badge, badgeOf, moveOf, VERDICTS } from "./verdict.ts";
import { labelNames } from "./words.ts";

/** Above this many action types a page folds, groups and shortens. */
export const MANY_TYPES = 8;

/** Characters of an anchor; what is longer is cut, and a digest of the whole added. */
const ANCHOR = 80;

/** An action type as every section names it. */
export interface TypeView {
  readonly judged: TypeJudgement;
  /** Its place in the judgement; the case filter knows types by it. */
  readonly index: number;
  readonly anchor: string;
  /** The title, with the type beside it where another has the same. */
  readonly title: string;
  /** Its type, where the title does not say it already. */
  readonly code: string | null;
  readonly badge: Badge;
  readonly move: string;
}

/** All action types, in the order of the judgement, each with an anchor of its own. */
export function typeViews(judgement: Judgement): TypeView[] {
  const name = labelNames(judgement);
  return judgement.types.map((judged, index) => ({
    judged,
    index,
    anchor: `a-${anchorOf(judged.type)}`,
    title: name(judged.type),
    code: judged.title === judged.type || name(judged.type) !== judged.title ? null : judged.type,
    badge: badgeOf(judged.decided.verdict),
    move: moveOf(judged),
  }));
}

/** Letters, digits and a few marks stand for themselves, all else for its code, so that no two types share an anchor. */
function anchorOf(type: string): string {
  const code = (unit: string) => `~${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const anchor = type.replaceAll(/[^\w.-]/g, code);
  if (anchor.length <= ANCHOR) return anchor;
  // The digest makes it longer than any anchor that is not cut. UTF-16, because UTF-8 has but one form for all half characters.
  return `${anchor.slice(0, ANCHOR)}~${createHash("sha256").update(Buffer.from(type, "utf16le")).digest("hex")}`;
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
