import { type Interval, limitPercent } from "earnest";

/** A place on the axis, in percent of its width, and what is written there. */
export interface Tick {
  readonly x: string;
  readonly label: string;
  readonly anchor: "start" | "middle" | "end";
}

/** The axis that all rows share, up to 100%; `gate` and `floor` only where every row has the same. */
export interface ForestAxis {
  readonly low: number;
  readonly ticks: readonly Tick[];
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

/** Room a label takes on a plot of usual width, in percent; a tick that would run into a gate's label is left out. */
const LABEL_ROOM = 13;

/** Chooses the axis from the data: it starts at a round number below everything that has to be shown. */
export function forestAxis(rows: readonly ForestGiven[]): ForestAxis {
  const shown = rows
    .flatMap(({ interval, n, gate, floor }) => [...(n > 0 ? [interval.low] : []), gate, floor])
    .filter((share) => share !== null);
  const least = Math.min(0.9, ...shown);
  const step = least >= 0.75 ? 0.05 : least >= 0.5 ? 0.1 : 0.2;
  const low = Math.floor(least / step + 1e-9) * step;
  const gate = common(rows.map((row) => row.gate));
  const floor = common(rows.map((row) => row.floor));
  const gateTick = gate === null ? null : tick(gate, low);
  const floorTick =
    floor === null || (gate !== null && Math.abs(at(gate, low) - at(floor, low)) < LABEL_ROOM) ? null : tick(floor, low);
  const named = [gateTick, floorTick].filter((one) => one !== null).map(({ x }) => Number(x));
  const ticks: Tick[] = [];
  for (let share = low; share < 1 + 1e-9; share += step) {
    const one = tick(Math.min(1, share), low);
    if (named.every((x) => Math.abs(Number(one.x) - x) >= LABEL_ROOM)) ticks.push(one);
  }
  return { low, ticks, gate: gateTick, floor: floorTick, starts: limitPercent(Number(low.toFixed(6))) };
}

/** Places one row on the axis. */
export function forestRow(axis: ForestAxis, { interval, n, rate, gate, floor }: ForestGiven): ForestRow {
  const place = (share: number) => at(share, axis.low).toFixed(1);
  return {
    gate: gate === null ? null : tick(gate, axis.low),
    floor: floor === null ? null : tick(floor, axis.low),
    bar: n === 0 ? null : { low: place(interval.low), high: place(interval.high), seen: place(rate) },
  };
}

function tick(share: number, low: number): Tick {
  const x = at(share, low);
  return { x: x.toFixed(1), label: limitPercent(Number(share.toFixed(6))), anchor: x < 6 ? "start" : x > 96 ? "end" : "middle" };
}

function at(share: number, low: number): number {
  return Math.max(0, Math.min(100, ((share - low) / (1 - low)) * 100));
}

function common(shares: readonly (number | null)[]): number | null {
  const [first] = shares;
  return first !== undefined && shares.every((share) => share === first) ? first : null;
}
