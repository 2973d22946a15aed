import { type Comparator, type Likeness, SAME } from "../action.ts";
import { EarnestError } from "../errors.ts";
import { canonicalForm, equal } from "./equal.ts";
import { exact } from "./exact.ts";
import { likeness } from "./likeness.ts";
import { against, listed, quote } from "./quote.ts";
import { stamp } from "./stamp.ts";

/** How two sets are compared. */
export interface SetOptions {
  /** Whether twice is more than once. Default `count`. */
  readonly duplicates?: "count" | "ignore";
}

/** Elements are tried one against one only up to this many pairs; an agent may propose a list of any length. */
const PAIR_LIMIT = 250_000;

/** What pairing two lists left over. */
interface Pairing {
  readonly missing: readonly unknown[];
  readonly extra: readonly unknown[];
  /** What differs in the pairs that are only nearly alike. */
  readonly slight: readonly string[];
}

/**
 * Lists whose elements are the same in any order, each decided element paired with one proposed element that `element`
 * (default `exact()`) calls the same; `minor` when some pairs are only nearly alike. As symmetric as `element` is. With
 * `duplicates: "ignore"` it is enough that every element has a like one on the other side. What is not a list is `different`
 * unless equal; so are two lists that offer more than 250,000 pairs and are not exactly the same set.
 */
export function sameSet(element: Comparator = exact(), options: SetOptions = {}): Comparator {
  const { duplicates = "count" } = options;
  if (duplicates !== "count" && duplicates !== "ignore") {
    throw new EarnestError("SUITE_BROKEN", `sameSet: duplicates ${quote(duplicates)} is neither "count" nor "ignore"`);
  }
  return {
    name: "sameSet",
    version: "1",
    params: { element: stamp(element), duplicates },
    compare(decided, proposed) {
      if (!Array.isArray(decided) || !Array.isArray(proposed)) {
        return equal(decided, proposed) ? SAME : { verdict: "different", because: against(decided, proposed) };
      }
      const [a, b] = duplicates === "ignore" ? [distinct(decided), distinct(proposed)] : [decided, proposed];
      if (element === exact() || a.length * b.length > PAIR_LIMIT) return answer(pairEqual(a, b), element !== exact());
      return answer(duplicates === "ignore" ? coverBoth(a, b, element) : pairAlike(a, b, element), false);
    },
  };
}

function answer({ missing, extra, slight }: Pairing, tooMany: boolean): Likeness {
  if (missing.length === 0 && extra.length === 0)
    return slight.length === 0 ? SAME : { verdict: "minor", because: listed(slight) };
  const words = [
    ...(tooMany ? ["too many elements to pair, so compared exactly"] : []),
    ...(missing.length === 0 ? [] : [`missing ${listed(missing.slice(0, 10).map(quote), ", ")}${rest(missing)}`]),
    ...(extra.length === 0 ? [] : [`extra ${listed(extra.slice(0, 10).map(quote), ", ")}${rest(extra)}`]),
  ];
  return { verdict: "different", because: listed(words) };
}

function rest(elements: readonly unknown[]): string {
  return elements.length > 10 ? ` and ${elements.length - 10} more` : "";
}

function distinct(elements: readonly unknown[]): readonly unknown[] {
  return [...new Map(elements.map((element) => [canonicalForm(element) ?? element, element])).values()];
}

function pairEqual(decided: readonly unknown[], proposed: readonly unknown[]): Pairing {
  const waiting = new Map<unknown, number>();
  const formOf = (element: unknown): unknown => canonicalForm(element) ?? element;
  for (const element of proposed) waiting.set(formOf(element), (waiting.get(formOf(element)) ?? 0) + 1);
  const take = (element: unknown): boolean => {
    const left = waiting.get(formOf(element)) ?? 0;
    if (left > 0) waiting.set(formOf(element), left - 1);
    return left > 0;
  };
  const missing = decided.filter((element) => !take(element));
  return { missing, extra: proposed.filter(take), slight: [] };
}

function coverBoth(decided: readonly unknown[], proposed: readonly unknown[], element: Comparator): Pairing {
  const likenesses = decided.map((a) => proposed.map((b) => likeness(element, a, b)));
  const slight: string[] = [];
  const covered = (candidates: readonly Likeness[]): boolean => {
    if (candidates.some(({ verdict }) => verdict === "same")) return true;
    const near = candidates.find(({ verdict }) => verdict === "minor");
    if (near !== undefined) slight.push(near.because ?? "differs");
    return near !== undefined;
  };
  const missing = decided.filter((_, i) => !covered(likenesses[i] ?? []));
  const extra = proposed.filter((_, j) => !covered(likenesses.map((row) => row[j]).filter((likeness) => likeness !== undefined)));
  return { missing, extra, slight: [...new Set(slight)] };
}

/** Pairs as many as can be paired: first only the same, then what is nearly alike, so a minor pair is never chosen needlessly. */
function pairAlike(decided: readonly unknown[], proposed: readonly unknown[], element: Comparator): Pairing {
  const likenesses = decided.map((a) => proposed.map((b) => likeness(element, a, b)));
  const partnerOf = new Map<number, number>();
  const pair = (i: number, near: boolean, tried: Set<number>): boolean => {
    for (const [j, { verdict }] of (likenesses[i] ?? []).entries()) {
      if (verdict === "different" || (verdict === "minor" && !near) || tried.has(j)) continue;
      tried.add(j);
      const rival = partnerOf.get(j);
      if (rival !== undefined && !pair(rival, near, tried)) continue;
      partnerOf.set(j, i);
      return true;
    }
    return false;
  };
  let waiting = decided.map((_, i) => i).filter((i) => !pair(i, false, new Set()));
  waiting = waiting.filter((i) => !pair(i, true, new Set()));
  const slight = [...partnerOf].flatMap(([j, i]) => {
    const likeness = likenesses[i]?.[j];
    return likeness?.verdict === "minor" ? [likeness.because ?? "differs"] : [];
  });
  return { missing: waiting.map((i) => decided[i]), extra: proposed.filter((_, j) => !partnerOf.has(j)), slight };
}
