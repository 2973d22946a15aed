import { type Comparator, type Likeness, SAME } from "../action.ts";
import { digestOf } from "../canonical.ts";
import { EarnestError } from "../errors.ts";
import { equal } from "./equal.ts";
import { against, clip, quote } from "./quote.ts";
import { type JudgeName, type Ruling, rulingsOf } from "./rulings.ts";

/** A pair of values that a judge has yet to rule on. Both are hostile text. */
export interface AskedPair {
  readonly judge: string;
  readonly version: string;
  /** Digest of `{ decided, proposed }` in canonical form. */
  readonly pair: string;
  readonly decided: unknown;
  readonly proposed: unknown;
}

const REASON = 200;

let hear: ((pair: AskedPair) => void) | undefined;
let consult: (() => void) | undefined;

/**
 * Does some comparing, and tells of every pair in it that its judge has not ruled on, however deep in other comparators; `consulted` hears
 * of every pair that went to a judge at all.
 */
export function hearing<T>(tell: (pair: AskedPair) => void, work: () => T, consulted?: () => void): T {
  const before = [hear, consult] as const;
  [hear, consult] = [tell, consulted];
  try {
    return work();
  } finally {
    [hear, consult] = before;
  }
}

/**
 * Free text as a model judge rules: `judged({ judge: { name, version }, rulings: "rulings.jsonl" })`. No model is called: its rulings are
 * looked up by the digest of the pair. Equal values are the same without asking, and a pair without a ruling is `different`.
 * The rulings are read once, here. Throws SUITE_BROKEN without a name and version, and DATA_MISSING or RULINGS_INVALID for the file.
 */
export function judged({
  judge,
  rulings,
}: {
  readonly judge: JudgeName;
  readonly rulings: string | readonly Ruling[];
}): Comparator {
  const { name, version } = checked(judge);
  const { byPair, digest, ignored } = rulingsOf({ name, version }, rulings);
  return {
    name: "judged",
    version: "1",
    params: { judge: { name, version }, rulings: { digest, ruled: byPair.size, ignored } },
    compare(decided, proposed): Likeness {
      if (equal(decided, proposed)) return SAME;
      const pair = pairOf(decided, proposed);
      if (pair === undefined)
        return { verdict: "different", because: `${against(decided, proposed)} (no plain data, so no judge can rule on it)` };
      consult?.();
      const ruling = byPair.get(pair);
      if (ruling === undefined) {
        hear?.({ judge: name, version, pair, decided, proposed });
        return { verdict: "different", because: "the judge has not ruled on this pair" };
      }
      if (ruling.same) return SAME;
      const reason = ruling.because === undefined ? "" : `: ${JSON.stringify(clip(ruling.because, REASON))}`;
      return { verdict: "different", because: clip(`${against(decided, proposed)} (so the judge ruled${reason})`) };
    },
  };
}

/** The digest a pair is looked up by; none for what has no JSON form. */
function pairOf(decided: unknown, proposed: unknown): string | undefined {
  try {
    return digestOf({ decided, proposed });
  } catch {
    // What has no JSON form never reached a judge either.
    return undefined;
  }
}

/** Suites run with their types stripped. */
function checked(judge: JudgeName | undefined): JudgeName {
  if ([judge?.name, judge?.version].every((text) => typeof text === "string" && text.trim() !== "")) return judge as JudgeName;
  throw new EarnestError("SUITE_BROKEN", `judged: a judge has a name and a version, not ${quote(judge)}`, {
    next: 'Write judged({ judge: { name: "model and instructions", version: "1" }, rulings: "rulings.jsonl" }).',
  });
}
