import { count, duration, shorten, type TypeJudgement } from "earnest";
import { DRILL_WORDS } from "earnest/drill";

type DrillStats = TypeJudgement["drills"]["stats"][number];
type Phases = DrillStats["median"];

/** A phase of a drill as a bar: place and width in percent of the chart. */
interface Piece {
  readonly phase: "apply" | "restart" | "undo" | "check";
  readonly x: string;
  readonly width: string;
}

/** Drills against the clock: carrying out to the left of the decision, undoing and checking to the right of it. */
export interface DrillTimeline {
  readonly height: string;
  readonly foot: string;
  readonly ticksAt: string;
  readonly bars: readonly {
    /** In two lines, so that on a phone no time stands in the way. */
    readonly system: string;
    readonly label: string;
    readonly time: string;
    readonly bad: boolean;
    readonly systemAt: string;
    readonly textAt: string;
    readonly barAt: string;
    readonly pieces: readonly Piece[];
  }[];
  readonly decided: string;
  readonly ticks: readonly { readonly x: string; readonly label: string; readonly anchor: string }[];
  readonly limit: { readonly x: string; readonly label: string; readonly anchor: string } | null;
}

const LEFT = 0.5;
const WIDTH = 99;
const TOP = 30;
const ROW = 72;
/** Characters of a system that a phone has room for. */
const SYSTEM = 48;
/** A limit that lies farther to the right than this many times the longest drill would squeeze all else into a line. */
const FAR = 4;

/** Places the median and the slowest drill of each kind given; null without any. `minutes` is the limit of the gate. */
export function drillTimeline(stats: readonly DrillStats[], minutes: number | null): DrillTimeline | null {
  const drills = stats.flatMap((one) => [
    ...(one.n > 1 ? [{ one, which: "median", phases: one.median }] : []),
    { one, which: one.n > 1 ? "slowest" : "the only drill", phases: one.slowest },
  ]);
  if (drills.length === 0) return null;
  const before = Math.max(...drills.map(({ phases }) => phases.apply));
  const longest = Math.max(1, ...drills.map(({ phases: { undo, check } }) => undo + check));
  const limit = minutes === null || minutes * 60_000 > FAR * longest ? null : minutes * 60_000;
  const span = before + 1.05 * Math.max(longest, limit ?? 0);
  const place = (ms: number) => LEFT + (WIDTH * (before + ms)) / span;
  const foot = TOP + drills.length * ROW;
  return {
    height: String(foot + 44),
    foot: String(foot),
    ticksAt: String(foot + 18),
    bars: drills.map(({ one, which, phases }, i) => ({
      system: shorten(`${one.about}${one.load === null ? "" : `, ${count(one.load.asked)} others a second`}`, SYSTEM),
      label: `${DRILL_WORDS[one.drill]}: ${which}${which === "median" ? ` of ${count(one.n)}` : ""}`,
      time: phases.held ? duration((phases.undo + phases.check) / 1000) : "did not hold",
      bad: !phases.held || (minutes !== null && phases.undo + phases.check > minutes * 60_000),
      systemAt: String(TOP + i * ROW + 18),
      textAt: String(TOP + i * ROW + 35),
      barAt: String(TOP + i * ROW + 42),
      pieces: piecesOf(phases, place),
    })),
    decided: place(0).toFixed(2),
    ticks: ticksTo((span - before) / 1000).map((seconds) => ({
      x: place(seconds * 1000).toFixed(2),
      label: seconds === 0 ? "decided" : duration(seconds),
      anchor: place(seconds * 1000) > 92 ? "end" : place(seconds * 1000) < 8 ? "start" : "middle",
    })),
    limit:
      limit === null
        ? null
        : { x: place(limit).toFixed(2), label: `limit ${count(minutes ?? 0)} min`, anchor: place(limit) > 85 ? "end" : "middle" },
  };
}

function piecesOf({ apply, undo, check, restarts }: Phases, place: (ms: number) => number): Piece[] {
  const waited = Math.min(restarts, undo);
  const pieces = [
    { phase: "apply", from: -apply, to: 0 },
    { phase: "restart", from: 0, to: waited },
    { phase: "undo", from: waited, to: undo },
    { phase: "check", from: undo, to: undo + check },
  ] as const;
  return pieces
    .filter(({ from, to }) => to > from)
    .map(({ phase, from, to }) => ({ phase, x: place(from).toFixed(2), width: (place(to) - place(from)).toFixed(2) }));
}

/** Up to five round numbers of seconds from 0, all below `seconds`. */
function ticksTo(seconds: number): number[] {
  const rough = seconds / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((by) => by * power).find((one) => one >= rough) ?? rough;
  return Array.from({ length: Math.floor(seconds / step + 1e-9) + 1 }, (_, i) => Number((i * step).toPrecision(6)));
}
