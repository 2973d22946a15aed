import type { DrillResult, DrillsHeader } from "../../drill/drillRecord.ts";
import type { ColumnChange, RowChange, StateDiff } from "../../fixture/diffStates.ts";
import type { ReadySuite } from "../../suite.ts";
import { count, many, shorten, visibleLine } from "../../words.ts";
import { wrap } from "../answers.ts";
import { say, styled } from "../say.ts";
import type { EngineSummary, StepTimes, TypeSummary } from "./drillSummary.ts";

const WIDTH = 76;
/** Of drills that did not hold, and of what is wrong in each. */
const BROKEN = 5;
const VIOLATIONS = 3;
const ROWS = 6;

/** Prints what drills showed, as a person reads it: what did not hold first, then times, then each drill. */
export function sayDrills(
  suite: ReadySuite,
  { from, types: drilled, engines }: DrillsHeader,
  types: readonly TypeSummary[],
): void {
  for (const summary of types) {
    const { type, caveat, broken } = summary;
    const one = drilled.find((named) => named.type === type);
    say();
    say(`  ${styled("bold", shorten(visibleLine(suite.title(type)), 60))}`);
    text(`${many(summary.size, "act")} in a batch, ${one === undefined ? "" : actsSaid(one.acts, from?.run ?? null)}`);
    const groups = [...Map.groupBy(broken, ({ drill, engine }) => `${drill} on ${engine}`).values()];
    for (const group of groups.slice(0, BROKEN)) sayBroken(group);
    if (groups.length > BROKEN)
      text(`and ${many(groups.length - BROKEN, "more drill")} that did not hold: see below, and the ledger`);
    for (const engine of summary.engines) sayEngine(engine, engines[engine.engine] ?? engine.engine, limitOf(suite, type));
    sayCounts(summary);
    text(`In production: ${visibleLine(caveat)}`);
  }
  say();
  sayControls(types);
}

type Acts = DrillsHeader["types"][number]["acts"];

function actsSaid({ from, proposed, kept, unusable }: Acts, run: string | null): string {
  const out = kept + unusable === 0 ? "" : `; ${leftOut(kept, unusable)}`;
  if (from === "proposed")
    return `drawn from ${many(proposed, "act")} that the agent proposed in ${visibleLine(run ?? "")}${out}.`;
  const why =
    run === null && proposed + kept + unusable === 0
      ? "no proposals of the agent are there"
      : "the agent’s proposals are too few to draw from";
  return `the handler’s own examples, because ${why} (${count(proposed)}${out}).`;
}

function leftOut(kept: number, unusable: number): string {
  const said = [
    kept > 0 && `${count(kept)} that the policy keeps back`,
    unusable > 0 && `${count(unusable)} with params that cannot be used`,
  ].filter((one) => one !== false);
  return `${said.join(" and ")} left out`;
}

/** One drill on one engine, by the first time that it did not hold. */
function sayBroken(group: readonly DrillResult[]): void {
  const [first] = group as readonly [DrillResult];
  const { drill, engine, size, restored, violations, seen, kept, n } = first;
  say(
    `  ${styled(["red", "bold"], "NOT MET")}  ${drill} on ${visibleLine(engine)}, ${many(group.length, "time")}; result ${count(n)}: ${count(restored)} of ${count(size)} as before`,
  );
  const under = (line: string) => text(line, 11);
  for (const { says } of violations.slice(0, VIOLATIONS)) under(visibleLine(says));
  if (violations.length > VIOLATIONS) under(`and ${many(violations.length - VIOLATIONS, "more finding")}`);
  for (const line of diffLines(seen.left)) under(line);
  // To be pasted as it stands.
  if (kept !== null) say(`           ${styled("bold", "kept")}  ${visibleLine(kept)}`);
}

/** Each row that is not as it was, `table key column: before -> after`. */
function diffLines({ rows, sequences }: StateDiff): string[] {
  const all = [
    ...rows.flatMap((row) => row.columns.map((column) => rowLine(row, column))),
    ...sequences.map(({ name, before, after }) => `${name}: ${value(before)} -> ${value(after)}`),
  ];
  return all.length <= ROWS
    ? all
    : [...all.slice(0, ROWS), `and ${many(all.length - ROWS, "more value")} of ${many(rows.length, "row")}`];
}

function rowLine({ table, key, change }: RowChange, { column, before, after }: ColumnChange): string {
  const how =
    change === "added" ? " (a new row)" : change === "removed" ? " (the row is gone)" : change === "sum" ? " (summed)" : "";
  return `${visibleLine(table)} ${shorten(visibleLine(key), 40)} ${visibleLine(column)}: ${value(before)} -> ${value(after)}${how}`;
}

function value(given: string | number | null): string {
  return given === null ? "null" : shorten(visibleLine(String(given)), 40);
}

function sayEngine(
  { times, load, carriedOut, restored, conflicts, irreversible, engine }: EngineSummary,
  about: string,
  limit: number | null,
): void {
  const column = (texts: readonly string[]) => texts.map((one) => one.padStart(10)).join("");
  const line = (name: string, more: string) => say(`    ${name.padEnd(22)}${more}`.trimEnd());
  if (times === null) line(visibleLine(engine), visibleLine(about));
  else {
    line(visibleLine(engine), column(["p50", "p95", "max", "n"]));
    const row = (name: string, { p50, p95, max, n }: StepTimes) =>
      line(name, column([time(p50), time(p95), time(max), count(n)]));
    row("  carried out", times.apply);
    row("  undone", times.undo);
    row("  checked", times.check);
    row("  decision to verified", times.whole);
    const within = limit === null ? "" : `; the gate’s limit is ${count(limit)} min`;
    text(`${visibleLine(about)}. ${count(restored)} of ${count(carriedOut)} acts as before${underLoad(load)}${within}.`, 6);
  }
  const left = [
    conflicts > 0 && `${many(conflicts, "act")} left to a person, for a person’s own change stood there`,
    irreversible > 0 && `${many(irreversible, "act")} that cannot be taken back`,
  ].filter((one) => one !== false);
  if (left.length > 0) text(`${left.join("; ")}.`, 6);
}

function sayCounts({ drills, engines }: TypeSummary): void {
  const names = [...new Set(drills.map(({ drill }) => drill))];
  say(`    ${"held".padEnd(22)}${engines.map(({ engine }) => visibleLine(engine).padStart(12)).join("")}`);
  for (const name of names) {
    const mine = drills.filter(({ drill }) => drill === name);
    const cells = mine.map(({ held, n }) => (n === 0 ? "-" : `${count(held)} of ${count(n)}`).padStart(12)).join("");
    const failed = mine.some(({ held, n }) => held < n);
    say(`      ${styled(failed ? "red" : "reset", name.padEnd(20))}${cells}${failed ? "  NOT MET" : ""}`);
    for (const part of wrap(visibleLine(mine[0]?.says ?? ""), WIDTH - 8)) say(`        ${styled("dim", part)}`);
  }
}

function sayControls(types: readonly TypeSummary[]): void {
  const made = types
    .flatMap(({ type, drills }) => drills.map((drill) => ({ type, ...drill })))
    .filter(({ control }) => control !== null);
  const caught = made.filter(({ control }) => control === "caught").length;
  text(
    `Negative controls: ${count(caught)} of ${count(made.length)} caught. In each, the undo only pretended, and the check had to find it.`,
  );
  for (const { type, drill, engine } of made.filter(({ control }) => control === "missed")) {
    say(`  ${styled(["red", "bold"], "VOID")}     ${drill} of ${visibleLine(type)} on ${visibleLine(engine)}`);
    text("An undo that only pretended was not found, so nothing this drill says counts.", 11);
  }
}

/** Minutes that the gate of the row allows for an undo drill; null where it asks for none. */
function limitOf(suite: ReadySuite, type: string): number | null {
  const asked = suite.gates.get(type)?.climb.find(({ name }) => name === "drillRestores");
  const minutes = asked?.params["minutes"];
  return typeof minutes === "number" ? minutes : null;
}

function underLoad(load: EngineSummary["load"]): string {
  if (load === null) return "";
  const failed = load.failed === 0 ? "" : `, ${count(load.failed)} of them failed`;
  return `, while ${many(load.done, "other operation")} went on (${count(load.asked)} a second asked for${failed})`;
}

/** 41.2 -> "42 ms", 1430 -> "1.5 s", 83000 -> "1:23 min"; rounded up. */
function time(ms: number): string {
  if (ms < 999.5) return `${Math.ceil(ms - 1e-9)} ms`;
  const tenths = Math.ceil(ms / 100 - 1e-9);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} min`;
}

function text(words: string, indent = 4): void {
  for (const line of wrap(words, WIDTH + 2 - indent)) say(`${" ".repeat(indent)}${line}`);
}
