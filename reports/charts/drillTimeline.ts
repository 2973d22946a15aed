import { scaleLinear } from "d3-scale";
import { count, duration, type TypeJudgement } from "earnest";
import { DRILL_WORDS } from "earnest/drill";
import { acrossAxis, type Plot } from "./axes.ts";
import { drawings, type Figure, type Size } from "./figure.ts";
import { type Key, legend } from "./legend.ts";
import { line, type Mark, type Point, path, px, rect, TONES, type Tone, text } from "./marks.ts";
import { fitting, textWidth, within } from "./words.ts";

type DrillStats = TypeJudgement["drills"]["stats"][number];
type Phases = DrillStats["median"];

/** One bar: the median or the slowest drill of a kind on a system. */
export interface TimedDrill {
  readonly one: DrillStats;
  readonly which: "median" | "slowest" | "the only drill";
  readonly phases: Phases;
}

/** The drills that a timeline shows, in the order of their kinds. */
export function timedDrills(stats: readonly DrillStats[]): TimedDrill[] {
  return stats.flatMap((one): TimedDrill[] => [
    ...(one.n > 1 ? [{ one, which: "median" as const, phases: one.median }] : []),
    { one, which: one.n > 1 ? "slowest" : "the only drill", phases: one.slowest },
  ]);
}

/** The width of what a bar is, where that stands to its left. */
const LABELS = 310;
/** A limit that lies farther to the right than this many times the longest drill would squeeze all else into a line. */
const FAR = 4;

/** Is the gate's limit near enough to be drawn beside these drills? */
export function isLimitNear(drills: readonly TimedDrill[], minutes: number | null): boolean {
  return minutes !== null && minutes * 60_000 <= FAR * longestOf(drills);
}

/** Drills against the clock: carrying out to the left of the decision, undoing and checking to the right of it. `minutes` is the limit of the gate. */
export function drillTimeline(drills: readonly TimedDrill[], minutes: number | null): Pick<Figure, "span" | "drawings"> {
  return drawings("full", (size) => timeline(drills, minutes, size));
}

function timeline(drills: readonly TimedDrill[], minutes: number | null, size: Size): { height: number; marks: Mark[] } {
  const { letters, width } = size;
  const beside = isBeside(size);
  const key = legend(keysOf(drills), size);
  const row = beside ? 3.4 * letters : 5.4 * letters;
  const top = key.height + 2 * letters;
  const plot: Plot = {
    left: beside ? LABELS + 20 : 1,
    right: beside ? width - 8 * letters : width - 1,
    top,
    bottom: top + drills.length * row,
  };
  const limit = isLimitNear(drills, minutes) && minutes !== null ? minutes * 60_000 : null;
  const before = Math.max(0, ...drills.map(({ phases }) => phases.apply));
  const place = scaleLinear([-before, 1.05 * Math.max(longestOf(drills), limit ?? 0)], [plot.left, plot.right]);
  const ticks = ticksTo(place.domain()[1] ?? 0);
  const thick = 1.5 * letters;
  const barAt = drills.map((_, i) => plot.top + i * row + (beside ? 0.9 : 3.2) * letters);
  // Lines do not cross words: where these stand above the bars, they pass the bars alone.
  const clear = beside ? [[plot.top, plot.bottom] as const] : barAt.map((at) => [at - 4, at + thick + 4] as const);
  return {
    height: plot.bottom + 2.6 * letters,
    marks: [
      ...key.marks,
      path({ tone: TONES.grid, d: upright(ticks.filter((ms) => ms > 0).map(place), clear) }),
      path({ tone: TONES.ink, d: upright([place(0)], clear) }),
      ...acrossAxis({ plot, scale: place, size, ticks, label: (ms) => (ms === 0 ? "decided" : duration(ms / 1000)) }),
      ...(limit === null ? [] : limitMarks(place(limit), `limit ${count(minutes ?? 0)} min`, plot, size)),
      ...drills.flatMap((drill, i) => {
        const isLate = minutes !== null && drill.phases.undo + drill.phases.check > minutes * 60_000;
        const at = barAt[i] ?? 0;
        return [...wordsOf(drill, isLate, at, size), ...piecesOf(drill.phases, place, at, thick)];
      }),
    ],
  };
}

/** Upright lines at each place along each stretch, as one path: a page of very many drills would be twice as large otherwise. */
function upright(places: readonly number[], stretches: readonly (readonly [from: number, to: number])[]): string {
  return stretches.flatMap(([from, to]) => places.map((x) => `M${px(x)},${px(from)}L${px(x)},${px(to)}`)).join("");
}

function longestOf(drills: readonly TimedDrill[]): number {
  return Math.max(1, ...drills.map(({ phases: { undo, check } }) => undo + check));
}

/** Does what a bar is stand to its left, or above it for want of room? */
function isBeside({ name }: Size): boolean {
  return name !== "narrow";
}

/** Round times in milliseconds from 0 on: of a second, or of a minute where there are several. */
function ticksTo(end: number): number[] {
  const unit = end > 180_000 ? 60_000 : 1000;
  return scaleLinear([0, end / unit], [0, end])
    .ticks(4)
    .map((at) => at * unit);
}

/** What a bar is, and how long it took from the decision to the verified state, beside or above the bar at `bar`. */
function wordsOf({ one, which, phases }: TimedDrill, isLate: boolean, bar: number, size: Size): Mark[] {
  const { letters, width } = size;
  const beside = isBeside(size);
  const system = `${one.about}${one.load === null ? "" : `, ${count(one.load.asked)} others/s`}`;
  const label = `${DRILL_WORDS[one.drill]}: ${which}${which === "median" ? ` of ${count(one.n)}` : ""}`;
  const time = phases.held ? duration((phases.undo + phases.check) / 1000) : "did not hold";
  const room = beside ? LABELS : width - textWidth(time, letters, true) - letters;
  const lineAt = (by: number): Point => [0, bar + by * letters];
  const tone = phases.held && !isLate ? TONES.ink : TONES.demote;
  return [
    text({
      tone: TONES.ink,
      at: lineAt(beside ? 0.3 : -1.75),
      words: fitting(system, beside ? LABELS : width, letters, true),
      size: letters,
      bold: true,
    }),
    text({ tone: TONES.ink2, at: lineAt(beside ? 1.55 : -0.5), words: fitting(label, room, letters), size: letters }),
    text({ tone, at: [width, bar + (beside ? 1.1 : -0.5) * letters], words: time, size: letters, anchor: "end", bold: true }),
  ];
}

type Phase = "carry out" | "restart" | "undo" | "check every row";

/** Told apart without colour as well: what came before is hollow, a restart too, and the check is low. */
const PHASES: Readonly<Record<Phase, { readonly tone: Tone; readonly hollow: boolean; readonly low: boolean }>> = {
  "carry out": { tone: TONES.ink3, hollow: true, low: true },
  restart: { tone: TONES.hold, hollow: true, low: false },
  undo: { tone: TONES.agent, hollow: false, low: false },
  "check every row": { tone: TONES.ink2, hollow: false, low: true },
};

function piecesOf({ apply, undo, check, restarts }: Phases, place: (ms: number) => number, at: number, height: number): Mark[] {
  const waited = Math.min(restarts, undo);
  const pieces: [Phase, number, number][] = [
    ["carry out", -apply, 0],
    ["restart", 0, waited],
    ["undo", waited, undo],
    ["check every row", undo, undo + check],
  ];
  return pieces
    .filter(([, from, to]) => to > from)
    .map(([phase, from, to]) => piece(phase, [place(from), at], place(to) - place(from), height));
}

function piece(phase: Phase, [x, y]: Point, width: number, height: number): Mark {
  const { tone, hollow, low } = PHASES[phase];
  const [less, inset] = [low ? height / 4 : 0, hollow ? 0.75 : 0];
  return rect({
    tone,
    at: [x + inset, y + less + inset],
    width: Math.max(0.5, width - 2 * inset),
    height: height - 2 * (less + inset),
    hollow,
  });
}

/** What the pieces of a bar mean. */
function keysOf(drills: readonly TimedDrill[]): Key[] {
  const waits = drills.some(({ phases }) => phases.restarts > 0);
  return (Object.keys(PHASES) as Phase[])
    .filter((phase) => phase !== "restart" || waits)
    .map((phase) => ({ words: phase, swatch: (at, side) => piece(phase, at, side, side) }));
}

function limitMarks(x: number, limit: string, plot: Plot, size: Size): Mark[] {
  const { at, words, anchor } = within(x, limit, size, true);
  return [
    line({ tone: TONES.ink, from: [x, plot.top - 4], to: [x, plot.bottom], width: 1.5, dash: "5 4" }),
    text({ tone: TONES.ink, at: [at, plot.top - 8], words, size: size.letters, anchor, bold: true }),
  ];
}
