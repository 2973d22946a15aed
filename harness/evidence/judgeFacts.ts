import type { Json } from "../action.ts";
import { type JudgeStamp, judgesIn } from "../comparators/judgesIn.ts";
import type { Adjudications } from "./adjudications.ts";
import { type Closed, judgeClosed } from "./judgeClosed.ts";
import type { JudgeCount, JudgeCounted } from "./judgeCount.ts";
import { type JudgeMeasured, judgeMeasured } from "./judgeMeasured.ts";

/** All that is known of the model judges behind one action type: who they are, how they were measured, whether the gate stays closed. */
export interface JudgeFacts extends Pick<JudgeCounted, "cases" | "judgeMatches" | "unruled"> {
  readonly judges: readonly JudgeStamp[];
  readonly adjudications: Pick<Adjudications, "digest" | "records" | "replaced" | "otherAgents" | "conflicts"> | null;
  readonly measured: JudgeMeasured | null;
  /** Null where nothing stands against opening the gate, or where it asks for no match rate and is closed anyway. */
  readonly closed: Closed | null;
}

/** Gathers them, or undefined for a comparator, as stamped, that asks no judge. `floor` is the match rate the gate asks for, if any. */
export function judgeFacts(
  stamped: Json,
  count: JudgeCount,
  adjudications: Adjudications | undefined,
  { floor, seed }: { readonly floor: number | null; readonly seed: number },
): JudgeFacts | undefined {
  const judges = judgesIn(stamped);
  if (judges.length === 0) return undefined;
  const counted = count.counted();
  const { cases, judgeMatches, unruled } = counted;
  const measured = judgeMeasured(counted, { floor, seed });
  return {
    judges,
    cases,
    judgeMatches,
    unruled,
    adjudications: adjudications === undefined ? null : plainOf(adjudications),
    measured,
    closed: floor === null ? null : (judgeClosed(measured, floor) ?? null),
  };
}

function plainOf({ digest, records, replaced, otherAgents, conflicts }: Adjudications): JudgeFacts["adjudications"] {
  return { digest, records, replaced, otherAgents, conflicts };
}
