import { count, duration, inWords, type Judgement, many, type TypeJudgement } from "earnest";
import { DRILL_WORDS, WHOLE_BATCH } from "earnest/drill";
import { inSmall } from "../charts/figure.ts";
import { brokenView } from "./brokenDrills.ts";
import { drillFigure } from "./drillFigure.ts";
import { drillTimes } from "./drillTimes.ts";
import { MANY_TYPES, type TypeView } from "./typeView.ts";
import { countsNot, loadSaid, undoneByDrills, undoneLine } from "./undoneLines.ts";
import type { Badge } from "./verdict.ts";
import { moment } from "./words.ts";
import { writtenDrills } from "./writtenDrills.ts";

type DrillsSeen = TypeJudgement["drills"];
type DrillStats = DrillsSeen["stats"][number];

/** Undo drills, type by type: what was undone, how surely, how quickly, what broke, and what is different in production. */
export function drillsView(judgement: Judgement, types: readonly TypeView[]) {
  const known = types.filter(({ judged }) => isKnown(judged.drills));
  const drilled = known.filter(({ judged }) => judged.drills.stats.length > 0);
  const undrilled = known.filter((type) => !drilled.includes(type));
  const written = writtenDrills(undrilled);
  const without = known.length === 0 ? [] : types.filter(({ judged }) => judged.declared && !isKnown(judged.drills));
  return {
    find: drilled.length === 0 && written !== null ? written.find : findingOf(known),
    many: drilled.length > MANY_TYPES,
    types: drilled.map((type, i) => typeOf(type, `dr-${i}`, drilled.length > MANY_TYPES)),
    written,
    other: undrilled
      .filter(({ judged }) => judged.drills.otherVersions > 0)
      .map(({ title, judged }) => `${title}: ${otherVersions(judged.drills).join(" ")}`),
    without: without.length === 0 ? null : withoutSaid(without),
    ledgers: ledgersOf(judgement),
  };
}

/** Is anything on record of undoing it, whether it counts or not? */
function isKnown({ stats, recorded, otherVersions }: DrillsSeen): boolean {
  return stats.length + recorded.n + otherVersions > 0;
}

function findingOf(drilled: readonly TypeView[]): string {
  const stats = drilled.flatMap(({ judged }) => judged.drills.stats);
  const n = stats.reduce((sum, one) => sum + one.n, 0);
  if (n === 0)
    return drilled.length === 0
      ? "No undo drill is on record: nobody has tried to take any of these actions back."
      : "No undo drill of this version is on record; those of other versions are below, and do not count.";
  const kinds = drilled.filter(({ judged }) => judged.drills.stats.length > 0);
  const some = kinds.length === 1 ? `of “${kinds[0]?.title}”` : `of ${inWords(kinds.length)} action types`;
  const held = stats.reduce((sum, one) => sum + one.held, 0);
  const void_ = stats.some(({ control }) => control !== "caught");
  const not = countsNot(kinds.flatMap(({ judged }) => undoneByDrills(judged.drills)));
  const rest = `${void_ ? " Not every one of them noticed an undo that only pretends: those show nothing." : ""}${not === null ? "" : ` None of those that undo a whole batch counts for the gate: ${not}.`}`;
  if (held === n) return `${n === 1 ? "The one drill" : `All ${many(n, "drill")}`} ${some} held.${rest}`;
  const bad = kinds.filter(({ judged }) => judged.drills.brokenInAll > 0).map(({ title }) => `“${title}”`);
  return `${notHeld(n - held)} of ${count(n)} did not hold: ${bad.slice(0, 5).join(", ")}${bad.length > 5 ? `, and ${many(bad.length - 5, "more action type")}` : ""}.${rest}`;
}

function typeOf({ title, anchor, judged }: TypeView, id: string, isOneOfMany: boolean) {
  const { drills } = judged;
  const { stats, handlers } = drills;
  const whole = stats.filter(({ drill }) => WHOLE_BATCH.includes(drill));
  const undone = undoneByDrills(drills);
  const lines = undone.map((one) => undoneLine(one, stats));
  const timeline = drillFigure(drills, whole, `${id}-time`, title);
  return {
    id,
    title,
    anchor,
    open: !isOneOfMany || drills.brokenInAll > 0,
    says: saysOf(drills),
    caveats: handlers.map(({ name, version, caveat, fixture }) => ({ caveat, by: `${name} ${version}, tried in ${fixture}` })),
    lines,
    timeline: timeline !== null && isOneOfMany ? inSmall(timeline) : timeline,
    matrix: stats.length === 0 ? null : matrixOf(stats),
    times: drillTimes(stats),
    broken: brokenView(drills, title),
    more: moreOf(drills),
  };
}

function saysOf({ stats, named, examples }: DrillsSeen): string {
  const n = stats.reduce((sum, one) => sum + one.n, 0);
  const held = stats.reduce((sum, one) => sum + one.held, 0);
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

/** "Two drills did not hold." */
function notHeld(n: number): string {
  return `${inWords(n, true)} ${n === 1 ? "drill" : "drills"}`;
}

const HELD: Badge = { word: "Held", icon: "met" };
const BROKEN: Badge = { word: "Not held", icon: "fail" };
const VOID: Badge = { word: "Void", icon: "fail" };
const OPEN: Badge = { word: "No control", icon: "open" };

/** Drills as rows, systems as columns. */
function matrixOf(stats: readonly DrillStats[]) {
  const column = ({ about, load }: DrillStats) => `${about}${loadSaid(load?.asked ?? 0)}`;
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
        const { n, held, control, conflicts, irreversible, deadLetters, unknown } = one;
        const left = [
          conflicts > 0 && `${many(conflicts, "act")} left to a person who changed the same`,
          irreversible > 0 && `${many(irreversible, "act")} that cannot be undone`,
          deadLetters > 0 && `${many(deadLetters, "act")} given up${drill === "poison" && held === n ? ", as planned" : ""}`,
          unknown > 0 && `${many(unknown, "act")} left, for nobody can tell`,
        ].filter((part) => part !== false);
        const state = control === "missed" ? VOID : held < n ? BROKEN : control === null ? OPEN : HELD;
        return { made: true, state, fact: `${count(held)} of ${count(n)}`, detail: left.join(", ") };
      }),
    })),
  };
}

/** What else is on record of undoing this type. */
function moreOf(drills: DrillsSeen): string[] {
  const { stats, recorded } = drills;
  const newest = stats.reduce<DrillStats | null>((last, one) => (last === null || one.newest > last.newest ? one : last), null);
  const { newest: written, n } = recorded;
  return [
    ...(newest === null ? [] : [`The newest was made ${moment(newest.newest)}, ${agedSaid(newest.age)}.`]),
    ...otherVersions(drills),
    ...(written === null
      ? []
      : [
          `In the suite’s own file of drills ${n === 1 ? "is one" : `are ${count(n)}, the newest`}: ${count(written.restored)} of ${count(written.actions)} restored in ${duration(written.seconds)}, ${moment(written.at)}, in ${written.system}, with version ${written.agent}.`,
        ]),
  ];
}

function otherVersions({ otherVersions: n }: DrillsSeen): string[] {
  if (n === 0) return [];
  return [`${many(n, "drill")} of other versions of the agent or of what undoes ${n === 1 ? "does" : "do"} not count.`];
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
