import { digestOf } from "../canonical.ts";
import type { Comparison } from "../compare.ts";
import type { CaseRow } from "../run/openRun.ts";

/** A case that stands in both runs as it was. */
export interface VotePair {
  readonly id: string;
  readonly cluster: string;
  readonly before: readonly Comparison[];
  readonly after: readonly Comparison[];
}

/** Where a case went that finds no partner. */
export type Unpaired = "onlyBefore" | "onlyAfter" | "recordedOtherwise";

/** A case whose partner is yet to come: its vote, and the digest of what was put to the agent and of what the person did. */
interface Waiting {
  readonly record: string;
  readonly cells: readonly Comparison[];
}

interface Side {
  readonly rows: Iterator<CaseRow>;
  readonly waiting: Map<string, Waiting>;
}

/**
 * Pairs the cases of two runs by id, whatever order they arrived in, with the vote of each; `leftOut` hears of every case that has no partner. Reads both
 * runs side by side, so that only cases whose partner is yet to come are held: few, where both runs follow one sampling order.
 */
export function* pairRuns(
  before: Iterable<CaseRow>,
  after: Iterable<CaseRow>,
  voteOf: (row: CaseRow) => readonly Comparison[],
  leftOut: (id: string, why: Unpaired) => void,
): Generator<VotePair> {
  const sides: readonly [Side, Side] = [side(before), side(after)];
  const shared = new Map<string, readonly Comparison[]>();
  try {
    for (let open = true; open; ) {
      open = false;
      for (const [at, { rows, waiting }] of sides.entries()) {
        const next = rows.next();
        if (next.done === true) continue;
        open = true;
        const { id, cluster } = next.value.case;
        const others = sides[1 - at]?.waiting as Side["waiting"];
        const partner = others.get(id);
        const record = recordOf(next.value);
        const cells = voteOf(next.value);
        if (partner === undefined) waiting.set(id, { record, cells: sharing(cells, shared) });
        else others.delete(id);
        if (partner !== undefined && partner.record !== record) leftOut(id, "recordedOtherwise");
        else if (partner !== undefined && at === 0) yield { id, cluster, before: cells, after: partner.cells };
        else if (partner !== undefined) yield { id, cluster, before: partner.cells, after: cells };
      }
    }
  } finally {
    for (const { rows } of sides) rows.return?.();
  }
  for (const id of sides[0].waiting.keys()) leftOut(id, "onlyBefore");
  for (const id of sides[1].waiting.keys()) leftOut(id, "onlyAfter");
}

function side(rows: Iterable<CaseRow>): Side {
  return { rows: rows[Symbol.iterator](), waiting: new Map() };
}

/** A second person's decision, or how long the first one took, changes neither the question nor the reference. */
function recordOf({ case: { at, input, reads, decisions, cluster } }: CaseRow): string {
  return digestOf([at ?? null, input, reads, decisions[0].actions, cluster]);
}

/** Most votes are alike, and where the runs follow different orders half of the cases may have to wait. */
function sharing(cells: readonly Comparison[], shared: Map<string, readonly Comparison[]>): readonly Comparison[] {
  if (cells.some(({ because }) => because !== undefined)) return cells;
  const lean = cells.map(({ confidence: _, ...cell }) => cell);
  const key = JSON.stringify(lean);
  const known = shared.get(key);
  if (known === undefined) shared.set(key, lean);
  return known ?? lean;
}
