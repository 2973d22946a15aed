import { type ReviewsRead, readReviews } from "../evidence/reviewLog.ts";
import type { ReadySuite } from "../suite.ts";
import { many, shorten } from "../words.ts";
import type { Night } from "./nights.ts";
import type { ReadRun } from "./readRun.ts";

/**
 * The reviews of runs that count, and what a reader must know of those that do not. `then` is the last hash of each log by its run as a
 * report has read it: of what came later, and of other logs, nothing is counted. Throws what `readReviews` throws.
 */
export function reviewsOfRuns(
  suite: ReadySuite,
  nights: readonly Night[],
  reads: readonly Pick<ReadRun, "end">[],
  then?: ReadonlyMap<string, string>,
): { readonly logs: readonly ReviewsRead[]; readonly notes: readonly string[] } {
  const logs: ReviewsRead[] = [];
  const notes: string[] = [];
  for (const [i, { dir, header }] of nights.entries()) {
    const log = readReviews(dir, header.id, then?.get(header.id));
    if (log === null) continue;
    const of = `of the run ${shorten(header.id, 60)}`;
    if (log.plan.ledgerHead !== reads[i]?.end.head) {
      notes.push(
        `The reviews ${of} do not count: the run has gone on since they were planned, so the plan is not of all its cases (${many(log.entries.length, "entry", "entries")} left out).`,
      );
      continue;
    }
    if (then?.has(header.id) === false) continue;
    if (log.plan.rules !== suite.digest)
      notes.push(
        `The reviews ${of} were planned by other rules than the suite has now: what was a disagreement then may be none today.`,
      );
    logs.push(log);
  }
  return { logs, notes };
}
