import type { Case } from "../case.ts";
import { type Scalar, seenFields } from "./leakFields.ts";
import type { LoadedCases } from "./loadCases.ts";

/** A field of the sample: the cases that have it, in order, and what it holds there. */
export interface Column {
  readonly field: string;
  readonly rows: number[];
  readonly values: Scalar[];
}

/** The first cases of the sampling order, column by column. */
export interface LeakSample {
  readonly cases: readonly Case[];
  /** What people did in each: an index into `decisions`. */
  readonly labels: readonly number[];
  /** The sets of action types there are, those of one set joined by " + ". */
  readonly decisions: readonly string[];
  /** The action types there are. */
  readonly types: readonly string[];
  /** The cluster of each case, counted from 0; cases of one cluster stand together. */
  readonly clusters: readonly number[];
  readonly columns: readonly Column[];
  /** Fields beyond the most that are looked at. */
  readonly unlooked: number;
}

const CASES = 3_000;
const FIELDS = 300;
/** Characters of cases: an attached file must not fill the memory. */
const TEXT = 16_000_000;
/** Beyond so many different sets the rarer ones are one. */
const DECISIONS = 60;
const NOTHING = "no action";
const OTHER = "another decision";

/** Reads the first cases of the order: the same ones whatever the agent, and at random by cluster. */
export function leakSample({ shelf, order }: Pick<LoadedCases, "shelf" | "order">): LeakSample {
  const cases: Case[] = [];
  const columns = new Map<string, Column>();
  const unlooked = new Set<string>();
  const clusters: number[] = [];
  let length = 0;
  for (const row of order) {
    const text = shelf.take(row);
    length += text.length;
    if (cases.length === CASES || (length > TEXT && cases.length > 0)) break;
    const one = JSON.parse(text) as Case;
    const before = cases.at(-1);
    clusters.push(before === undefined ? 0 : (clusters.at(-1) as number) + (before.cluster === one.cluster ? 0 : 1));
    for (const [field, value] of seenFields(one)) {
      let column = columns.get(field);
      if (column === undefined) {
        if (columns.size === FIELDS) {
          if (unlooked.size < CASES) unlooked.add(field);
          continue;
        }
        column = { field, rows: [], values: [] };
        columns.set(field, column);
      }
      // A name that holds a dot can be spelled like the path of another field.
      if (column.rows.at(-1) === cases.length) continue;
      column.rows.push(cases.length);
      column.values.push(value);
    }
    cases.push(one);
  }
  const types = new Set(cases.flatMap(({ decisions: [{ actions }] }) => actions.map(({ type }) => type)));
  return { cases, ...labelled(cases), types: [...types], clusters, columns: [...columns.values()], unlooked: unlooked.size };
}

function labelled(cases: readonly Case[]): Pick<LeakSample, "labels" | "decisions"> {
  const sets = cases.map(({ decisions: [{ actions }] }) => [...new Set(actions.map(({ type }) => type))].sort().join(" + "));
  const counts = new Map<string, number>();
  for (const set of sets) counts.set(set, (counts.get(set) ?? 0) + 1);
  const kept = [...counts].sort(([, a], [, b]) => b - a).slice(0, DECISIONS);
  const index = new Map(kept.map(([set], i) => [set, i]));
  return {
    labels: sets.map((set) => index.get(set) ?? kept.length),
    decisions: [...kept.map(([set]) => (set === "" ? NOTHING : set)), OTHER],
  };
}
