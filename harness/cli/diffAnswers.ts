import type { Change, Diff, DiffRun, DiffVerdict, Listed, Settled, TypeDiff } from "../diff/diff.ts";
import type { Paired } from "../diff/pairedCount.ts";
import type { Pattern } from "../evidence.ts";
import { count, many, percent, percentDown, percentUp, shorten, visibleLine } from "../words.ts";
import { wrap } from "./answers.ts";
import { say, styled } from "./say.ts";

const BADGE: Record<DiffVerdict, readonly [string, Parameters<typeof styled>[0]]> = {
  worse: ["▼ WORSE", ["red", "bold"]],
  better: ["▲ BETTER", ["cyan", "bold"]],
  "no-difference": ["= no difference shown", "dim"],
};

/** Most urgent first. */
const ORDER: readonly DiffVerdict[] = ["worse", "better", "no-difference"];
const ROWS = 20;
const LISTED = 10;
const NAMED = 5;
/** Below so many cases a share is said as a count. */
const FEW = 30;
const INDENT = " ".repeat(24);

/** Prints what changed between two runs as a person reads it: a row per action type, then the cases. */
export function sayDiff(diff: Diff): void {
  const { before, after, pairs, types, overall, caveats } = diff;
  say(`  Before  ${runLine(before)}`);
  say(`  After   ${runLine(after)}`);
  say(`  ${many(pairs, "case")} in both, judged by the rules of ${shorten(visibleLine(diff.suite.name), 40)}`);
  sayLeftOut(diff);
  say();
  const ordered = ORDER.flatMap((verdict) => types.filter((type) => type.verdict === verdict));
  // Of very many types those in which nothing changed are worth a number, not a row each.
  const rows = ordered.length > ROWS ? ordered.filter(changed) : ordered;
  for (const row of rows.slice(0, ROWS)) sayType(row);
  if (rows.length > ROWS) say(`${INDENT}and ${many(rows.length - ROWS, "more action type")}: see --json`);
  if (ordered.length > rows.length) say(`  ${many(ordered.length - rows.length, "action type")} in which no case changed`);
  say(`  ${"Each case as a whole".padEnd(21)} ${rates(overall)}`);
  for (const line of details(overall)) say(`${INDENT}${line}`);
  say();
  const said =
    "Agreement, over the cases in which the action turned up on either side, in either run. Ranges: 95%, for one look. The answers hold however often these versions are compared: where they are alike, at most 5% come to any WORSE or BETTER.";
  for (const line of wrap(said, 76)) say(`  ${styled("dim", line)}`);
  for (const caveat of caveats)
    for (const [i, line] of wrap(visibleLine(caveat), 74).entries()) say(`  ${i === 0 ? "!" : " "} ${line}`);
  sayChanges(diff);
}

function runLine({ agent, startedAt, dir }: DiffRun): string {
  const name = shorten(visibleLine(`${agent.name} ${agent.version}`), 28);
  return `${name}, ${visibleLine(startedAt).slice(0, 10)}, ${shorten(visibleLine(dir), 78 - 22 - name.length)}`;
}

function sayLeftOut({ leftOut: { onlyBefore, onlyAfter, recordedOtherwise } }: Diff): void {
  const left: readonly (readonly [Listed<string>, string])[] = [
    [onlyBefore, "only before"],
    [onlyAfter, "only after"],
    [recordedOtherwise, "with another time, input, reads, decision or cluster than before"],
  ];
  for (const [{ n, listed }, where] of left) {
    if (n === 0) continue;
    const named = listed.slice(0, NAMED).map((id) => shorten(visibleLine(id), 20));
    const rest = n > named.length ? ` and ${count(n - named.length)} more` : "";
    const line = `left out: ${many(n, "case")} ${where}: ${named.join(", ")}${rest}`;
    for (const [i, part] of wrap(line, 74).entries()) say(`  ${i === 0 ? "" : "  "}${part}`);
  }
}

function sayType(row: TypeDiff): void {
  const [badge, style] = BADGE[row.verdict];
  const title = shorten(visibleLine(row.title), 26);
  say(`  ${styled(style, badge.padEnd(21))} ${title.padEnd(26)} ${rates(row)}`.trimEnd());
  for (const line of details(row)) say(`${INDENT}${line}`);
}

function changed({ table: { onlyBefore, onlyAfter } }: TypeDiff): boolean {
  return onlyBefore + onlyAfter > 0;
}

/** Agreement before and after. */
function rates({ n, table: { both, onlyBefore, onlyAfter } }: Paired): string {
  if (n === 0) return "never turned up";
  const [before, after] = [both + onlyBefore, both + onlyAfter];
  if (n < FEW) return `${before} of ${n} to ${after} of ${n}`;
  return `${percent(before / n)} to ${percent(after / n)}`;
}

function details(row: Paired): string[] {
  const { n, table, clusters, difference, serious, patterns } = row;
  if (n === 0) return [];
  const changed = `${count(table.onlyBefore)} of ${many(n, "case")} got worse, ${count(table.onlyAfter)} better`;
  const [top] = patterns.worse;
  const lines = [
    changed,
    clusters.shared &&
      `by cluster: ${count(clusters.worse)} worse, ${count(clusters.better)} better${clusters.evened > 0 ? `, ${count(clusters.evened)} both` : ""}`,
    `agreement ${points(difference.low, difference.high)}`,
    serious.before !== serious.after && `serious: ${count(serious.before)} before, ${count(serious.after)} after`,
    top !== undefined && shorten(`${count(top.n)} of the ${count(table.onlyBefore)}: ${patternSaid(top)}`, 54),
  ];
  return lines.filter((line) => line !== false);
}

function patternSaid({ outcome, decided, proposed }: Omit<Pattern, "n">): string {
  const pair = decided === proposed ? decided : `${decided} decided, ${proposed} proposed`;
  return `${outcome} (${visibleLine(pair)})`;
}

/** A difference of shares in points, rounded outwards. */
function points(low: number, high: number): string {
  const size = (text: string) => text.replaceAll(/[-%]/g, "");
  const [from, to] = [size(percentDown(low)), size(percentUp(high))];
  if (high <= 0) return `${to} to ${from} points lower`;
  if (low >= 0) return `${from} to ${to} points higher`;
  return `from ${from} points lower to ${to} higher`;
}

/** The worse ones first, as many as fit. */
function sayChanges(diff: Diff): void {
  let room = LISTED;
  for (const direction of ["worse", "better"] as const) {
    const { n, listed } = diff.changes[direction];
    if (n === 0) continue;
    const shown = listed.slice(0, room);
    room -= shown.length;
    say(
      `\n  ${styled("bold", `Got ${direction}, by action type: ${count(n)}`)}${shown.length < n ? `, ${listedHere(shown.length)}` : ""}`,
    );
    const width = Math.max(...shown.map(({ id }) => shortId(id).length));
    for (const one of shown) sayChange(one, diff, width);
  }
}

function listedHere(shown: number): string {
  return shown === 0 ? "listed by --json" : `the first ${count(shown)} here, more with --json`;
}

function sayChange(change: Change, { types }: Diff, width: number): void {
  const title = change.type === null ? "the whole case" : (types.find(({ type }) => type === change.type)?.title ?? change.type);
  const said = `${change.serious ? "serious, " : ""}${shorten(visibleLine(title), 20)}: ${settledSaid(change.before)} -> ${settledSaid(change.after)}`;
  const room = 74 - width;
  const [first = "", ...rest] = wrap(said, room);
  say(`    ${shortId(change.id).padEnd(width)}  ${first}`);
  if (rest.length > 0) say(`    ${" ".repeat(width)}  ${shorten(rest.join(" "), room)}`);
}

function settledSaid(settled: Settled | null): string {
  if (settled === null) return "left alone";
  const { outcome, decided, proposed, because } = settled;
  if (outcome === "match") return "match";
  return visibleLine(because === null ? patternSaid({ outcome, decided, proposed }) : `${outcome}: ${because}`);
}

function shortId(id: string): string {
  return shorten(visibleLine(id), 24);
}
