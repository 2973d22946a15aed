import { count, type Judgement, type MatrixCell, many, type Outcome } from "earnest";
import { type Bar, bars } from "../charts/bars.ts";
import { actWord, differs, labelNames, seriousOf } from "./words.ts";

/** Action types that get a row and a column of their own; the rest is summed under "other types". */
const SHOWN = 20;
const PAIRS = 15;
/** What stands in place of an action comes last. */
const STAND_INS = ["none", "escalate", "abstain", "failed"];
const OTHER: unique symbol = Symbol("other types");

type Label = string | typeof OTHER;

interface Sum {
  n: number;
  same: number;
  unusable: number;
  /** Of a proposed action: what its policy envelope did not let through. */
  kept: number;
  serious: boolean;
}

/** Who chose what: the person's decisions against the agent's proposals, action by action. */
export function matrixView(judgement: Judgement) {
  const { evidence } = judgement;
  const name = labelNames(judgement);
  const serious = seriousOf(judgement);
  const kept = new Set(mostFrequent(evidence.matrix));
  const fold = (label: string): Label => (kept.has(label) || STAND_INS.includes(label) ? label : OTHER);
  const sums = new Map<Label, Map<Label, Sum>>();
  for (const cell of evidence.matrix) {
    const sum = place(sums, fold(cell.decided), fold(cell.proposed));
    sum.n += total(cell);
    sum.same += cell.outcomes.match ?? 0;
    // With nothing proposed at all there is nothing that could not be used.
    if (cell.proposed !== "failed") sum.unusable += cell.outcomes.failed ?? 0;
    sum.kept += keptBack(cell);
    sum.serious ||= serious(cell.proposed).some((outcome) => (cell.outcomes[outcome as Outcome] ?? 0) > 0);
  }
  const order: readonly Label[] = [...kept, OTHER, ...STAND_INS];
  const inOrder = (labels: ReadonlySet<Label>) => order.filter((label) => labels.has(label));
  const rows = inOrder(new Set(sums.keys()));
  const columns = inOrder(new Set([...sums.values()].flatMap((row) => [...row.keys()])));
  const folded = new Set(
    evidence.matrix.flatMap(({ decided, proposed }) => [decided, proposed]).filter((label) => fold(label) === OTHER),
  ).size;
  const word = (label: Label) => (label === OTHER ? `${many(folded, "other type")}` : name(label));
  const differing = [...sums].flatMap(([row, cells]) =>
    [...cells].filter(([column]) => row !== column).map(([, sum]) => sum.n - sum.kept),
  );
  const most = Math.max(1, ...differing);
  return {
    empty: evidence.matrix.length === 0,
    columns: columns.map(word),
    span: String(columns.length),
    rows: rows.map((row) => ({
      name: word(row),
      cells: columns.map((column) => cellOf(sums.get(row)?.get(column), row, column, most)),
    })),
    folded,
    kept: evidence.matrix.some((cell) => keptBack(cell) > 0),
    caption: `${many(evidence.cells.total, "decision")} in ${many(evidence.cases, "case")}${evidence.attempts > evidence.cases ? `, ${count(evidence.attempts)} attempts` : ""}. Rows: what the person decided. Columns: what the agent proposed.`,
    pairs: topPairs(evidence.matrix, name, serious, differs),
    handed: topPairs(evidence.matrix, name, serious, (outcome) => outcome !== "match" && !differs(outcome)),
    repeated:
      evidence.repeated.cases === 0
        ? null
        : `${many(evidence.repeated.cases, "case")} were put to the agent more than once; in ${count(evidence.repeated.unstable)} of them its attempts did not all come to the same.`,
  };
}

function mostFrequent(matrix: readonly MatrixCell[]): string[] {
  const seen = new Map<string, number>();
  for (const cell of matrix) {
    for (const label of new Set([cell.decided, cell.proposed])) {
      if (!STAND_INS.includes(label)) seen.set(label, (seen.get(label) ?? 0) + total(cell));
    }
  }
  const sorted = [...seen].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([label]) => label);
  // One type alone under "other" would only hide its name.
  return sorted.length === SHOWN + 1 ? sorted : sorted.slice(0, SHOWN);
}

function place(sums: Map<Label, Map<Label, Sum>>, row: Label, column: Label): Sum {
  const cells = sums.get(row) ?? new Map<Label, Sum>();
  sums.set(row, cells);
  const sum = cells.get(column) ?? { n: 0, same: 0, unusable: 0, kept: 0, serious: false };
  cells.set(column, sum);
  return sum;
}

function cellOf(sum: Sum | undefined, row: Label, column: Label, most: number): { n: string; more: string; look: string } {
  if (sum === undefined || sum.n === 0) return { n: "0", more: "", look: row === column ? "diag" : "zero" };
  if (row === column) {
    const differ = sum.n - sum.same - sum.unusable - sum.kept;
    const more = [
      differ > 0 && `+ ${count(differ)} ${row === OTHER ? "that differ" : "other details"}`,
      sum.unusable > 0 && `+ ${count(sum.unusable)} ${actWord("failed")}`,
      sum.kept > 0 && `+ ${count(sum.kept)} ${actWord("escalated")}`,
    ];
    return { n: count(sum.same), more: more.filter((part) => part !== false).join(" "), look: "diag" };
  }
  const loose = sum.n - sum.kept;
  const heat = loose >= most * 0.5 ? "h4" : loose >= most * 0.2 ? "h3" : loose >= most * 0.08 ? "h2" : "h1";
  const careful = column === "escalate" || column === "abstain" || column === "failed" || loose === 0;
  const parts = (["failed", "escalated"] as const)
    .map((outcome) => ({ outcome, n: outcome === "failed" ? sum.unusable : sum.kept }))
    .filter(({ n }) => n > 0)
    .map(({ outcome, n }) => `${count(n)} ${actWord(outcome)}`);
  const more = parts.length === 0 ? "" : `of them ${parts.join(", ")}`;
  return { n: count(sum.n), more, look: `${careful ? "esc" : heat}${sum.serious ? " ser" : ""}` };
}

/** An action that was proposed is handed over by its policy envelope only. */
function keptBack({ proposed, outcomes }: MatrixCell): number {
  return STAND_INS.includes(proposed) ? 0 : (outcomes.escalated ?? 0);
}

/** The most frequent of the pairs that come to these outcomes. */
function topPairs(
  matrix: readonly MatrixCell[],
  name: (label: string) => string,
  serious: (type: string) => readonly string[],
  isOne: (outcome: Outcome) => boolean,
): Bar[] {
  const pairs = matrix.flatMap(({ decided, proposed, outcomes }) =>
    Object.entries(outcomes)
      // What was kept back is neither: the agent did not hand it over.
      .filter(([outcome, n]) => isOne(outcome as Outcome) && n > 0 && (outcome !== "escalated" || STAND_INS.includes(proposed)))
      .map(([outcome, n]) => ({
        label: `${name(decided)} → ${name(proposed)}${STAND_INS.includes(proposed) ? "" : ` (${actWord(outcome as Outcome)})`}`,
        n,
        serious: serious(proposed).includes(outcome),
      })),
  );
  return bars(
    pairs.sort((a, b) => b.n - a.n || (a.label < b.label ? -1 : 1)),
    PAIRS,
  );
}

function total({ outcomes }: MatrixCell): number {
  return Object.values(outcomes).reduce((sum, n) => sum + n, 0);
}
