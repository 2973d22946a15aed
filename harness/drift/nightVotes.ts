import { isReserved } from "../action.ts";
import type { Comparison } from "../compare.ts";
import { IdSet } from "../dataset/idSet.ts";
import { worst, wouldAct } from "../evidence.ts";
import { compareUnder } from "../policy.ts";
import type { Night } from "../run/nights.ts";
import { readRun } from "../run/readRun.ts";
import type { ReadySuite } from "../suite.ts";

/** The new cases of one cluster in one night's column of an action type, and whether the first of them in sampling order matched. */
export interface ClusterVote {
  matches: number;
  size: number;
  first: { seq: number; match: boolean };
}

/** What one night holds that no earlier night of the same agent version held: per action type proposed, a vote per cluster. */
export interface NightVotes {
  /** Cases on record, those of them seen on an earlier night, and new ones without a usable answer. */
  cases: number;
  repeats: number;
  unanswered: number;
  /** Did the run stop early, its answers being settled? */
  stopped: boolean;
  readonly types: ReadonlyMap<string, ReadonlyMap<string, ClusterVote>>;
}

/**
 * The ids of the cases that were seen, by the night they were first seen on. Two ids with the same 64-bit hash are taken for one: in a
 * million cases the chance of one such pair is about 1 in 40 million, and it leaves out one case, counted as a repeat.
 */
export class SeenCases {
  readonly #ids = new IdSet();

  /** The earlier night a case was seen on, or undefined when this is the first. */
  add(id: string, night: number): number | undefined {
    return this.#ids.add(id, night, () => true);
  }
}

/**
 * Reads one night's ledger, case by case, and holds no case; what does not count for a verdict, behind a gap or an early stop, does not
 * count here either. Throws what `readRun` throws.
 */
export function nightVotes(suite: ReadySuite, { dir }: Night, night: number, seen: SeenCases): NightVotes {
  const types = new Map<string, Map<string, ClusterVote>>();
  const votes: NightVotes = { cases: 0, repeats: 0, unanswered: 0, stopped: false, types };
  const { stoppedAt } = readRun(dir, {
    case: ({ seq, cluster, case: one, observations }) => {
      votes.cases++;
      if (seen.add(one.id, night) !== undefined) {
        votes.repeats++;
        return;
      }
      // The first attempt is the case's vote; the others measure reliability.
      const cells = compareUnder(suite.policies, one, observations.slice(0, 1), suite.compared)[0] ?? [];
      if (cells.every((cell) => cell.proposed === "failed")) votes.unanswered++;
      for (const [type, column] of columns(cells)) {
        const match = worst(column) === "match";
        const clusters = types.get(type) ?? new Map<string, ClusterVote>();
        types.set(type, clusters);
        const vote = clusters.get(cluster);
        if (vote === undefined) {
          clusters.set(cluster, { matches: Number(match), size: 1, first: { seq, match } });
          continue;
        }
        vote.size++;
        if (match) vote.matches++;
      }
    },
  });
  votes.stopped = stoppedAt !== null;
  return votes;
}

function columns(cells: readonly Comparison[]): Map<string, Comparison[]> {
  return Map.groupBy(
    cells.filter((cell) => wouldAct(cell) && !isReserved(cell.proposed)),
    (cell) => cell.proposed,
  );
}
