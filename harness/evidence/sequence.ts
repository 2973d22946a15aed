import type { Interval } from "../stats/clopperPearson.ts";

/** The match rate as it stood after `n` cases, of which `k` matched; `rate` is by weight, all are shares. */
export interface SequencePoint extends Interval {
  readonly n: number;
  readonly k: number;
  readonly rate: number;
}

/** The range of a match rate as evidence came in, in sampling order: a confidence sequence, whose last point is what the gate looked at. */
export interface Sequence {
  /** The rates for climbing and for staying; null where the gate asks for none. */
  readonly gate: number | null;
  readonly floor: number | null;
  /** Some of the looks, about evenly spaced in the square root of n; the first, the last and those of `clear` and `below` are among them. */
  readonly points: readonly SequencePoint[];
  /** From how many cases on the whole range lay on one side of the gate, and stayed there; null while the gate lies inside it. */
  readonly clear: { readonly n: number; readonly side: "above" | "below" } | null;
  /** From how many cases on the whole range lay below the floor, and stayed there; null where it does not. */
  readonly below: number | null;
}

/** Points that show a path as well as all of its looks do. */
const POINTS = 48;

/** Thins a path of looks and says from where on it was clear; null for a path without looks. */
export function sequenceOf(
  looks: readonly SequencePoint[],
  { gate, floor }: { readonly gate: number | null; readonly floor: number | null },
): Sequence | null {
  if (looks.length === 0) return null;
  const above = gate === null ? null : since(looks, ({ low }) => low >= gate);
  const under = gate === null ? null : since(looks, ({ high }) => high < gate);
  const below = floor === null ? null : since(looks, ({ high }) => high < floor);
  const clear =
    above !== null ? { n: above, side: "above" as const } : under !== null ? { n: under, side: "below" as const } : null;
  return { gate, floor, points: thinned(looks, [clear?.n, below]), clear, below };
}

/** The cases at the first look from which on it holds at every one. */
function since(looks: readonly SequencePoint[], holds: (look: SequencePoint) => boolean): number | null {
  const broken = looks.findLastIndex((look) => !holds(look));
  return looks[broken + 1]?.n ?? null;
}

function thinned(looks: readonly SequencePoint[], kept: readonly (number | null | undefined)[]): SequencePoint[] {
  const [first, last] = [looks[0], looks.at(-1)].map((look) => Math.sqrt(look?.n ?? 0)) as [number, number];
  const step = (last - first) / (POINTS - 1);
  let next = first;
  return looks.filter(({ n }, at) => {
    const due = Math.sqrt(n) >= next - 1e-9;
    // The grid stays where it is, however far a look overshoots it.
    while (due && step > 0 && next <= Math.sqrt(n) + 1e-9) next += step;
    return due || at === looks.length - 1 || kept.includes(n);
  });
}
