import type { DrillResult, DrillsHeader } from "../../drill/drillRecord.ts";
import { DRILL_WORDS } from "../../drill/drillWords.ts";
import type { DrillTimes } from "../../evidence/drillStats.ts";
import { drillTimesSaid, isQuantileSeen } from "../../evidence/drillTimesSaid.ts";
import type { ReadySuite } from "../../suite.ts";
import { count, duration, many, percentUp, shorten, visibleLine } from "../../words.ts";
import { wrap } from "../answers.ts";
import { say, styled } from "../say.ts";
import type { DrillCount, EngineSummary, TypeSummary } from "./drillSummary.ts";
import { sayBroken } from "./sayBroken.ts";

const WIDTH = 76;
const NAME = 28;
/** Drills that did not hold, of one type. */
const BROKEN = 5;

/** What was drilled, as it is told on a terminal. */
export interface DrillsTold {
  readonly suite: ReadySuite;
  readonly header: DrillsHeader;
  readonly types: readonly TypeSummary[];
  /** Says as well what each drill does. */
  readonly verbose: boolean;
  /** The command that does a drill again. */
  again(broken: DrillResult): string;
}

/** Prints what drills showed, as a person reads it: what did not hold first, then each type with its drills and times. */
export function sayDrills(told: DrillsTold): void {
  const { types } = told;
  const counts = types.flatMap(({ drills }) => drills);
  const [n, held] = [sum(counts, (one) => one.n), sum(counts, (one) => one.held)];
  say();
  if (held < n) say(`  ${styled(["red", "bold"], `${many(n - held, "drill")} of ${count(n)} did not hold.`)}`);
  else say(`  ${styled("bold", n === 1 ? "The one drill held." : `All ${many(n, "drill")} held.`)}`);
  const empty = sum(counts, (one) => (one.control === "missed" ? one.n : 0));
  if (empty > 0)
    say(
      `  ${styled(["red", "bold"], `${many(empty, "drill")} of them ${empty === 1 ? "shows" : "show"} nothing, whatever came of it.`)}`,
    );
  sayControls(types);
  for (const summary of types.toSorted((a, b) => Number(b.broken.length > 0) - Number(a.broken.length > 0)))
    sayType(summary, told);
  if (told.verbose) sayWords(counts);
  else {
    say();
    text("What each drill does: --verbose, or the page.", 2);
  }
}

function sayType(summary: TypeSummary, { suite, header: { from, types }, again }: DrillsTold): void {
  const { type, caveat, size, broken, drills } = summary;
  const one = types.find((named) => named.type === type);
  say();
  say(`  ${styled("bold", shorten(visibleLine(suite.title(type)), 60))}`);
  if (one !== undefined) text(actsSaid(one.acts, size, from?.run ?? null));
  const groups = [...Map.groupBy(broken, ({ drill, engine }) => `${drill} on ${engine}`).values()];
  for (const group of groups.slice(0, BROKEN)) {
    const [first] = group as [DrillResult, ...DrillResult[]];
    const all = drills.find(({ drill, engine }) => drill === first.drill && engine === first.engine);
    sayBroken(group as [DrillResult, ...DrillResult[]], all?.n ?? group.length, visibleLine(all?.says ?? ""), again(first));
  }
  if (groups.length > BROKEN)
    text(`and ${many(groups.length - BROKEN, "more drill")} that did not hold: see below, and the ledger`);
  if (broken.length > 0) say();
  sayCounts(summary);
  sayTimes(summary);
  for (const engine of summary.engines)
    sayEngine(engine, one?.fixture.engines[engine.engine] ?? engine.engine, limitOf(suite, type));
  text(`In production: ${visibleLine(caveat)}`);
}

type Acts = DrillsHeader["types"][number]["acts"];

function actsSaid({ from, proposed, kept, unusable, batch }: Acts, size: number, run: string | null): string {
  const out = kept + unusable === 0 ? "" : `; ${leftOut(kept, unusable)}`;
  const few = batch < size ? "; no more of them are about entities of their own" : "";
  const held = `${many(batch, "act")} in a batch${few === "" ? "" : `, not ${count(size)}`}`;
  if (from === "proposed")
    return `${held}, drawn from ${many(proposed, "act")} that the agent proposed in ${visibleLine(run ?? "")}${few}${out}.`;
  if (run === null && proposed + kept + unusable === 0)
    return `${held}, the handler’s own examples: the agent has proposed nothing yet.`;
  return `${held}, the handler’s own examples, because the agent’s proposals are too few to draw from (${count(proposed)}${out}).`;
}

function leftOut(kept: number, unusable: number): string {
  const said = [
    kept > 0 && `${count(kept)} that the policy keeps back`,
    unusable > 0 && `${count(unusable)} with params that cannot be used`,
  ].filter((one) => one !== false);
  return `${said.join(" and ")} left out`;
}

function sayCounts({ drills, engines }: TypeSummary): void {
  say(`    ${"held".padEnd(NAME)}${engines.map(({ engine }) => visibleLine(engine).padStart(12)).join("")}`);
  for (const [name, mine] of Map.groupBy(drills, ({ drill }) => drill)) {
    const cells = mine.map(({ held, n }) => (n === 0 ? "-" : `${count(held)} of ${count(n)}`).padStart(12)).join("");
    const failed = mine.some(({ held, n }) => held < n);
    say(`      ${styled(failed ? "red" : "reset", name.padEnd(NAME - 2))}${cells}${failed ? "  NOT MET" : ""}`);
  }
}

function sayTimes({ engines }: TypeSummary): void {
  const timed = engines.flatMap(({ engine, whole }) => (whole === null ? [] : [{ engine, whole }]));
  if (timed.length === 0) return;
  const line = (name: string, cells: readonly string[]) =>
    say(`    ${name.padEnd(NAME)}${cells.map((cell) => cell.padStart(12)).join("")}`);
  line("decided to verified", ["n", "half", "19 of 20", "longest"]);
  for (const { engine, whole } of timed) {
    line(`  ${visibleLine(engine)}`, timeCells(whole.times));
    if (whole.warm !== null) line("    process there already", timeCells(whole.warm));
    if (whole.cold !== null) line("    process had to start", timeCells(whole.cold));
  }
}

function timeCells({ n, quantiles, max }: DrillTimes): string[] {
  const [half, , most] = quantiles;
  const seen = (one: typeof half) => (one === undefined || !isQuantileSeen(one, n) ? "-" : timeSaid(one.ms));
  return [count(n), seen(half), seen(most), timeSaid(max)];
}

/** A drill that did not hold is never over. */
function timeSaid(ms: number | null): string {
  return ms === null ? "no end" : duration(ms / 1000);
}

function sayEngine({ engine, whole, left, load }: EngineSummary, about: string, minutes: number | null): void {
  const said = [`${visibleLine(engine)} is ${visibleLine(about)}.`];
  if (whole !== null) {
    said.push(`${count(whole.back)} of ${many(whole.carriedOut, "act")} as before${underLoad(load)}.`);
    if (whole.failAtMost !== null)
      said.push(`At most ${percentUp(whole.failAtMost)} of such drills would fail (95% confidence).`);
    said.push(drillTimesSaid(whole.times));
    if (minutes !== null) said.push(`The gate’s limit is ${count(minutes)} min.`);
  }
  const { conflicts, givenUp, givenUpAsPlanned, unknown, irreversible } = left;
  if (conflicts > 0) said.push(`${many(conflicts, "act")} left to a person, whose own change stood there.`);
  if (givenUpAsPlanned > 0) said.push(`${many(givenUpAsPlanned, "act")} given up, as the drill poison sees to it.`);
  if (givenUp > 0) said.push(`${many(givenUp, "act")} given up, though an undo was possible.`);
  if (unknown > 0) said.push(`${many(unknown, "act")} left to a person, for nobody can tell whether they were carried out.`);
  if (irreversible > 0) said.push(`${many(irreversible, "act")} that cannot be taken back.`);
  text(said.join(" "), 6);
}

function underLoad(load: EngineSummary["load"]): string {
  if (load === null) return "";
  const failed = load.failed === 0 ? "" : `, ${count(load.failed)} of them failed`;
  return `, while ${many(load.done, "other operation")} went on (${count(load.asked)} a second asked for${failed})`;
}

function sayControls(types: readonly TypeSummary[]): void {
  const made = types.flatMap(({ type, drills }) =>
    drills.filter(({ control }) => control !== null).map((drill) => ({ type, ...drill })),
  );
  const caught = made.filter(({ control }) => control === "caught").length;
  text(`Negative controls, in which the undo only pretends: ${count(caught)} of ${count(made.length)} caught.`, 2);
  for (const { type, drill, engine } of made.filter(({ control }) => control === "missed")) {
    say(`  ${styled(["red", "bold"], "VOID")}     ${drill} of ${visibleLine(type)} on ${visibleLine(engine)}`);
    text("An undo that only pretended was not found, so nothing this drill says counts.", 11);
  }
  for (const { type, drill, engine } of made.filter(({ control }) => control === "not-made"))
    text(
      `The negative control of ${drill} of ${visibleLine(type)} on ${visibleLine(engine)} could not be made: nothing was carried out. The drill does not count.`,
    );
}

function sayWords(counts: readonly DrillCount[]): void {
  say();
  for (const [name, [first]] of Map.groupBy(counts, ({ drill }) => drill)) {
    say(`    ${styled("bold", name)}: ${DRILL_WORDS[name]}`);
    text(visibleLine(first?.says ?? ""), 6);
  }
}

/** Minutes that the gate of the row allows for an undo drill; null where it asks for none. */
function limitOf(suite: ReadySuite, type: string): number | null {
  const asked = suite.gates.get(type)?.climb.find(({ name }) => name === "drillRestores");
  const minutes = asked?.params["minutes"];
  return typeof minutes === "number" ? minutes : null;
}

function sum<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((total, one) => total + of(one), 0);
}

function text(words: string, indent = 4): void {
  for (const line of wrap(words, WIDTH + 2 - indent)) say(`${" ".repeat(indent)}${line}`);
}
