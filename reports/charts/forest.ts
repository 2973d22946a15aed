import { type ScaleLinear, scaleLinear } from "d3-scale";
import type { Interval } from "earnest";
import { shareLabel } from "./axes.ts";
import { px } from "./marks.ts";

/** A place on the axis, in percent of its width, and what is written there. */
export interface Tick {
  readonly x: string;
  readonly label: string;
  readonly anchor: "start" | "middle" | "end";
}

/** The axis that all rows share, up to 100%; `gate` and `floor` only where every row has the same. */
export interface ForestAxis {
  /** The share at its left end. */
  readonly low: number;
  /** `screenOnly`: on paper its label has no room. */
  readonly ticks: readonly (Tick & { readonly screenOnly: boolean })[];
  readonly gate: Tick | null;
  readonly floor: Tick | null;
  readonly starts: string;
}

/** One row: the range as a bar, what was seen as a mark, the gate as a line and the floor as a dotted one. */
export interface ForestRow {
  readonly gate: Tick | null;
  readonly floor: Tick | null;
  readonly bar: { readonly low: string; readonly high: string; readonly seen: string } | null;
}

/** What a row shows, as shares. */
export interface ForestGiven {
  readonly interval: Interval;
  readonly n: number;
  /** The share seen, by weight. */
  readonly rate: number;
  readonly gate: number | null;
  readonly floor: number | null;
}

/** Room a label takes, in percent of the plot's width: on a screen, and on paper, where the plot is narrower. */
const LABEL_ROOM = { screen: 16, paper: 23 };
/** The same for the shorter labels of gate and floor, which stay on paper. */
const BESIDE = 18;
/** At most about so many ticks, and none finer than five points. */
const TICKS = 4;
const FINEST = 0.05;
/** An axis that began any higher would show a hair's breadth as large. */
const STARTS_AT_MOST = 0.9;

/** Chooses the axis from the data: it starts at a round number below everything that has to be shown. */
export function forestAxis(rows: readonly ForestGiven[]): ForestAxis {
  const shown = rows
    .flatMap(({ interval, n, gate, floor }) => [...(n > 0 ? [interval.low] : []), gate, floor])
    .filter((share) => share !== null);
  const [low = 0] = scaleLinear([Math.min(STARTS_AT_MOST, ...shown), 1], [0, 100])
    .nice(TICKS)
    .domain();
  const scale = placesFrom(low);
  const gate = common(rows.map((row) => row.gate));
  const floor = common(rows.map((row) => row.floor));
  const gateTick = gate === null ? null : tick(gate, low);
  const floorTick = floor === null || (gate !== null && Math.abs(scale(gate) - scale(floor)) < BESIDE) ? null : tick(floor, low);
  const named = [gateTick, floorTick].filter((one) => one !== null);
  const all = scale.ticks(Math.min(TICKS, Math.round((1 - low) / FINEST))).map((share) => tick(share, low));
  const ticks = apart(named, all, LABEL_ROOM.screen);
  const onPaper = apart(named, ticks, LABEL_ROOM.paper);
  return {
    low,
    ticks: ticks.map((one) => ({ ...one, screenOnly: !onPaper.includes(one) })),
    gate: gateTick,
    floor: floorTick,
    starts: shareLabel(low),
  };
}

/** The ticks, in order, whose labels stand clear of those named and of each other. */
function apart(named: readonly Tick[], ticks: readonly Tick[], room: number): Tick[] {
  const taken = named.map((one) => spanOf(one, room));
  return ticks.filter((one) => {
    const [from, to] = spanOf(one, room);
    if (taken.some(([begin, end]) => from < end && to > begin)) return false;
    taken.push([from, to]);
    return true;
  });
}

/** Where a label begins and ends, in percent of the plot's width. */
function spanOf({ x, anchor }: Tick, room: number): readonly [number, number] {
  const from = Number(x) - { start: 0, middle: room / 2, end: room }[anchor];
  return [from, from + room];
}

/** Places one row on the axis. */
export function forestRow(axis: ForestAxis, { interval, n, rate, gate, floor }: ForestGiven): ForestRow {
  const scale = placesFrom(axis.low);
  const place = (share: number) => px(scale(share));
  return {
    gate: gate === null ? null : tick(gate, axis.low),
    floor: floor === null ? null : tick(floor, axis.low),
    bar: n === 0 ? null : { low: place(interval.low), high: place(interval.high), seen: place(rate) },
  };
}

/** The end of the axis is named beyond it, where no gate is, however close that lies. */
function tick(share: number, low: number): Tick {
  const x = placesFrom(low)(share);
  return { x: px(x), label: shareLabel(share), anchor: x < 9 || share === 1 ? "start" : x > 91 ? "end" : "middle" };
}

/** Shares as percent of the plot's width, so that a row stretches with the page and needs one drawing only. */
function placesFrom(low: number): ScaleLinear<number, number> {
  return scaleLinear([low, 1], [0, 100]).clamp(true);
}

function common(shares: readonly (number | null)[]): number | null {
  const [first] = shares;
  return first !== undefined && shares.every((share) => share === first) ? first : null;
}
