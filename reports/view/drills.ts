import { count, duration, inWords, type Judgement, many, percentUp, type TypeJudgement } from "earnest";
import { DRILL_WORDS } from "earnest/drill";
import { drillTimeline } from "../charts/drillTimeline.ts";
import { brokenView } from "./brokenDrills.ts";
import { drillTimes } from "./drillTimes.ts";
import { MANY_TYPES, type TypeView } from "./typeView.ts";
import type { Badge } from "./verdict.ts";
import { moment } from "./words.ts";

type DrillsSeen = TypeJudgement["drills"];
type DrillStats = DrillsSeen["stats"][number];

/** Undo drills, type by type: what was undone, how surely, how quickly, what broke, and what is different in production. */
export function drillsView(judgement: Judgement, types: readonly TypeView[]) {
  const drilled = types.filter(({ judged }) => wasDrilled(judged.drills));
  const without = drilled.length === 0 ? [] : types.filter(({ judged }) => judged.declared && !wasDrilled(judged.drills));
  return {
    find: findingOf(drilled),
    many: drilled.length > MANY_TYPES,
    types: drilled.map((type, i) => typeOf(type, `dr-${i}`, drilled.length <= MANY_TYPES)),
    without: without.length === 0 ? null : withoutSaid(without),
    ledgers: ledgersOf(judgement),
  };
}

function wasDrilled({ stats, recorded, otherVersions }: DrillsSeen): boolean {
  return stats.length + recorded.n + otherVersions > 0;
}

function findingOf(drilled: readonly TypeView[]): string {
  const stats = drilled.flatMap(({ judged }) => judged.drills.stats);
  const n = stats.reduce((sum, one) => sum + one.n, 0);
  if (n === 0)
    return drilled.length === 0
      ? "No undo drill is on record: nobody has tried to take any of these actions back."
      : "No drill that earnest made of this version is on record; what people wrote down, or other versions showed, is below.";
  const kinds = drilled.filter(({ judged }) => judged.drills.stats.length > 0);
  const some = kinds.length === 1 ? `of “${kinds[0]?.title}”` : `of ${inWords(kinds.length)} action types`;
  const held = stats.reduce((sum, one) => sum + one.held, 0);
  const void_ = stats.some(({ control }) => control !== "caught");
  const rest = void_ ? " Not every one of them noticed an undo that only pretends: those show nothing." : "";
  if (held === n) return `${n === 1 ? "The one drill" : `All ${many(n, "drill")}`} ${some} held.${rest}`;
  const bad = kinds.filter(({ judged }) => judged.drills.brokenInAll > 0).map(({ title }) => `“${title}”`);
  return `${notHeld(n - held)} of ${count(n)} did not hold: ${bad.slice(0, 5).join(", ")}${bad.length > 5 ? `, and ${many(bad.length - 5, "more action type")}` : ""}.${rest}`;
}

function typeOf({ title, anchor, judged }: TypeView, id: string, open: boolean) {
  const { drills } = judged;
  const { stats, handlers, minutes } = drills;
  const whole = timedOf(stats);
  const timeline = drillTimeline(whole, minutes);
  return {
    id,
    title,
    anchor,
    open: open || drills.brokenInAll > 0,
    says: saysOf(drills),
    caveats: handlers.map(({ name, version, caveat, fixture }) => ({ caveat, by: `${name} ${version}, tried in ${fixture}` })),
    lines: whole.map((one) => lineOf(one)),
    limit: limitSaid(whole, minutes, timeline?.limit != null),
    timeline:
      timeline === null
        ? null
        : {
            ...timeline,
            twin: twinOf(whole),
            desc: whole.map((one) => lineOf(one)).join(" "),
            waits: whole.some(({ median, slowest }) => median.restarts + slowest.restarts > 0),
          },
    matrix: stats.length === 0 ? null : matrixOf(stats),
    times: drillTimes(stats),
    broken: brokenView(drills, title),
    more: moreOf(drills),
  };
}

/** What times are taken from: drills against the clock, else other whole batches, else nothing. */
function timedOf(stats: readonly DrillStats[]): DrillStats[] {
  const of = (name: string) => stats.filter(({ drill }) => drill === name);
  return of("timed").length > 0 ? of("timed") : of("revertBatch");
}

function saysOf({ stats, named, examples }: DrillsSeen): string {
  const n = stats.reduce((sum, one) => sum + one.n, 0);
  const held = stats.reduce((sum, one) => sum + one.held, 0);
  if (n === 0) return "No drill that earnest made of this version counts.";
  const kinds = new Set(stats.map(({ drill }) => drill)).size;
  const systems = new Set(stats.map(({ about }) => about)).size;
  const undone = named.filter((name) => stats.every(({ drill }) => drill !== name)).length;
  const missing =
    undone === 0 ? "" : ` ${inWords(undone, true)} of the drills that its row names ${undone === 1 ? "was" : "were"} not made.`;
  const acts =
    examples === 0
      ? "What was undone are acts that the agent proposed."
      : examples === n
        ? "What was undone are examples, not acts that the agent proposed."
        : `In ${count(examples)} of them examples were undone, in the others acts that the agent proposed.`;
  return `${count(held)} of ${many(n, "drill")} held: ${many(kinds, "kind")} on ${many(systems, "system")}. ${acts}${missing}`;
}

/** One system in a sentence: how surely, and how quickly. */
function lineOf({ about, load, n, whole, carriedOut, back, size, times, failAtMost, held }: DrillStats): string {
  const where = `${about}${load === null ? "" : `, under ${count(load.asked)} other operations a second`}`;
  const batch = size.least === size.most ? count(size.most) : `${count(size.least)} to ${count(size.most)}`;
  const surely =
    failAtMost !== null
      ? ` All ${count(n)} held: at most ${percentUp(failAtMost)} of such drills would fail (95% confidence).`
      : held === n
        ? " No undo that only pretends was put to them and noticed, so this shows nothing."
        : ` ${notHeld(n - held)} did not hold.`;
  return `${where}: ${count(whole)} of ${many(n, "batch", "batches")} of ${batch} restored, ${count(back)} of ${many(carriedOut, "action")}.${surely} ${quicklySaid(times)}`;
}

/** What does not hold is never over: it stays among the drills, and no longest time stands in for a limit. */
function quicklySaid({ n, endless, quantiles: [half, , most] }: DrillStats["times"]): string {
  if (half?.ms == null || most === undefined)
    return "How long it takes cannot be said: a drill that does not hold is never over.";
  const nearly = most.ms === null ? "" : `, 19 of 20 within ${duration(most.ms / 1000)}`;
  const limit =
    most.high !== null
      ? `with 95% confidence at most ${duration(most.high / 1000)}`
      : n < most.fewest
        ? `no upper limit at 95% yet: it takes ${count(most.fewest)} drills, ${count(n)} ${n === 1 ? "was" : "were"} made`
        : `no upper limit at 95%, for ${many(endless, "drill")} never came to that end`;
  return `Half were over within ${duration(half.ms / 1000)}${nearly}; ${limit}.`;
}

/** "Two drills did not hold." */
function notHeld(n: number): string {
  return `${inWords(n, true)} ${n === 1 ? "drill" : "drills"}`;
}

function limitSaid(whole: readonly DrillStats[], minutes: number | null, drawn: boolean): string | null {
  if (minutes === null || whole.length === 0) return null;
  const longest = whole.map(({ times }) => times.max);
  const limit = `The gate gives it ${many(minutes, "minute")}`;
  if (longest.some((one) => one === null)) return `${limit}; a drill that did not hold is never in time.`;
  const most = Math.max(...longest.map((one) => one ?? 0)) / 1000;
  const far = drawn ? "" : ", which lies far to the right of this chart";
  return most <= minutes * 60
    ? `${limit}${far}; the longest took ${duration(most)}.`
    : `${limit}; the longest took ${duration(most)}: too long.`;
}

const HELD: Badge = { word: "Held", icon: "met" };
const BROKEN: Badge = { word: "Not held", icon: "fail" };
const VOID: Badge = { word: "Void", icon: "fail" };
const OPEN: Badge = { word: "No control", icon: "open" };

/** Drills as rows, systems as columns. */
function matrixOf(stats: readonly DrillStats[]) {
  const column = ({ about, load }: DrillStats) => `${about}${load === null ? "" : ", under load"}`;
  const columns = [...new Set(stats.map(column))];
  return {
    // Where all is well, the line above says it.
    open: stats.some(({ n, held, control }) => held < n || control !== "caught"),
    columns,
    rows: [...Map.groupBy(stats, ({ drill }) => drill)].map(([drill, some]) => ({
      word: DRILL_WORDS[drill],
      says: some[0]?.says ?? "",
      cells: columns.map((name) => {
        const one = some.find((of) => column(of) === name);
        if (one === undefined) return { made: false, state: OPEN, fact: "", detail: "" };
        const { n, held, control, conflicts, irreversible, deadLetters } = one;
        const left = [
          conflicts > 0 && `${count(conflicts)} left to a person`,
          irreversible > 0 && `${count(irreversible)} that cannot be undone`,
          deadLetters > 0 && `${count(deadLetters)} given up`,
        ].filter((part) => part !== false);
        const state = control === "missed" ? VOID : held < n ? BROKEN : control === null ? OPEN : HELD;
        return { made: true, state, fact: `${count(held)} of ${count(n)}`, detail: left.join(", ") };
      }),
    })),
  };
}

/** The phases of what is drawn, in numbers. */
function twinOf(whole: readonly DrillStats[]) {
  const ms = (value: number) => duration(value / 1000);
  return whole.flatMap(({ about, load, n, median, slowest }) =>
    [...(n > 1 ? [["median", median] as const] : []), [n > 1 ? "slowest" : "the only one", slowest] as const].map(
      ([which, { apply, undo, check, restarts, held }]) => ({
        which: `${about}${load === null ? "" : ", under load"}: ${which}`,
        apply: ms(apply),
        restart: restarts === 0 ? "none" : ms(restarts),
        undo: ms(undo),
        check: ms(check),
        all: held ? ms(undo + check) : "did not hold",
      }),
    ),
  );
}

/** What else is on record of undoing this type. */
function moreOf({ stats, otherVersions, recorded }: DrillsSeen): string[] {
  const newest = stats.reduce<DrillStats | null>((last, one) => (last === null || one.newest > last.newest ? one : last), null);
  const { newest: written, n } = recorded;
  return [
    ...(newest === null ? [] : [`The newest was made ${moment(newest.newest)}, ${agedSaid(newest.age)}.`]),
    ...(otherVersions === 0
      ? []
      : [
          `${many(otherVersions, "drill")} of other versions of the agent or of what undoes ${otherVersions === 1 ? "does" : "do"} not count.`,
        ]),
    ...(written === null
      ? []
      : [
          `${many(n, "drill")} ${n === 1 ? "was" : "were"} written down by people; the newest: ${count(written.restored)} of ${count(written.actions)} restored in ${duration(written.seconds)}, ${moment(written.at)}, in ${written.system}, by ${written.by}, with version ${written.agent}.`,
        ]),
  ];
}

function agedSaid(days: number): string {
  const whole = Math.ceil(Math.abs(days) - 1e-9);
  if (whole === 0) return "on the day that the evidence ends";
  return `${many(whole, "day")} ${days > 0 ? "before" : "after"} the evidence ends`;
}

/** So many titles are named. */
const NAMED = 12;

function withoutSaid(types: readonly TypeView[]): string {
  const names = types.slice(0, NAMED).map(({ title }) => title);
  const more = types.length - names.length;
  return `Nobody has tried to undo ${types.length === 1 ? "this action type" : `these ${inWords(types.length)} action types`}: ${names.join(", ")}${more === 0 ? "" : `, and ${count(more)} more`}.`;
}

/** So many ledgers are listed; the others are counted. */
const LEDGERS = 20;

function ledgersOf({ drillLedgers }: Judgement) {
  if (drillLedgers.length === 0) return null;
  const rest = drillLedgers.length - LEDGERS;
  return {
    rows: drillLedgers.slice(-LEDGERS).map(({ id, startedAt, head, drills, agent, cores, node, from, leftOut, cutOff }) => ({
      id,
      at: moment(startedAt),
      head: head.slice(0, 16),
      drills: count(drills),
      agent: `${agent.name} ${agent.version}`,
      machine: `${many(cores, "processor")}, Node ${node}`,
      from: from === null ? "examples" : `proposals of run ${from}`,
      counts: leftOut === null ? (cutOff ? "yes; it was cut off" : "yes") : `no: ${leftOut}`,
    })),
    more: rest > 0 ? `${many(rest, "earlier ledger")} ${rest === 1 ? "is" : "are"} not listed.` : null,
  };
}
