import { scaleLinear } from "d3-scale";
import type { Interval } from "earnest";
import { type Plot, ruleLine, shareLabel } from "./axes.ts";
import { drawings, type Figure, type Size } from "./figure.ts";
import { area, circle, line, type Mark, px, TONES, text } from "./marks.ts";
import { fitting, lettersIn, textWidth } from "./words.ts";

/** One night of one panel. */
export interface PanelNight extends Interval {
  readonly rate: number;
  /** Of the version under test; the others are drawn apart. */
  readonly counts: boolean;
  /** Does its whole range lie below the floor? */
  readonly below: boolean;
}

/** One action type over all nights; null where it was not proposed. */
export interface Panel {
  readonly title: string;
  readonly gate: number | null;
  readonly floor: number | null;
  readonly nights: readonly (PanelNight | null)[];
}

export interface Multiples {
  readonly panels: readonly Panel[];
  /** The first and the last night, as they stand below every panel. */
  readonly from: string;
  readonly to: string;
  /** Nights before which the version changed, and to which. */
  readonly changes: readonly { readonly at: number; readonly words: string }[];
}

const COLUMNS: Readonly<Record<Size["name"], number>> = { wide: 3, print: 2, narrow: 1 };
const GAP = 36;
/** Share of ranges that may reach below the axis, so that a night of three cases does not flatten all others. */
const CUT = 0.1;

/** One small panel for each action type, all on one axis of nights and one of rates: a dot and a range per night. */
export function smallMultiples(given: Multiples): Pick<Figure, "span" | "drawings"> {
  return drawings("full", (size) => drawing(given, size));
}

/** Where the axis of rates begins; ranges that reach lower are cut off there. */
export function multiplesStart(panels: readonly Panel[]): number {
  const lows = panels.flatMap(({ nights }) => nights.flatMap((night) => night?.low ?? [])).toSorted((a, b) => a - b);
  const lines = panels.flatMap(({ gate, floor }) => [gate, floor]).filter((share) => share !== null);
  const least = Math.min(0.95, ...lines, lows[Math.floor(lows.length * CUT)] ?? 1);
  return scaleLinear([least, 1], [0, 1]).nice(4).domain()[0] ?? 0;
}

function drawing({ panels, ...more }: Multiples, size: Size): { height: number; marks: Mark[] } {
  const { letters, width } = size;
  const columns = COLUMNS[size.name];
  const across = (width + GAP) / columns - GAP;
  const titles = panels.map(({ title }) => inLines(title, across, letters));
  const above = 1.2 * letters * Math.max(1, ...titles.map((lines) => lines.length));
  const tall = above + 11.3 * letters;
  const start = multiplesStart(panels);
  return {
    height: Math.ceil(panels.length / columns) * (tall + 1.6 * letters),
    marks: panels.flatMap((panel, i) => {
      const left = (i % columns) * (across + GAP);
      const top = Math.floor(i / columns) * (tall + 1.6 * letters);
      const plot: Plot = {
        left: left + 3.3 * letters,
        right: left + across - 6,
        top: top + above + 2.4 * letters,
        bottom: top + tall - 1.8 * letters,
      };
      return [...titleMarks(titles[i] ?? [], left, top, letters), ...panelMarks(panel, more, { plot, start, letters })];
    }),
  };
}

interface Place {
  readonly plot: Plot;
  readonly start: number;
  readonly letters: number;
}

function panelMarks(panel: Panel, { from, to, changes }: Omit<Multiples, "panels">, place: Place): Mark[] {
  const { plot, start, letters } = place;
  const up = scaleLinear([start, 1], [plot.bottom, plot.top]).clamp(true);
  const step = (plot.right - plot.left) / panel.nights.length;
  const x = (night: number) => plot.left + step * (night + 0.5);
  const under = plot.bottom + 1.25 * letters;
  return [
    ...up.ticks(3).flatMap((share) => [
      line({ tone: TONES.grid, from: [plot.left, up(share)], to: [plot.right, up(share)] }),
      text({
        tone: TONES.ink3,
        at: [plot.left - 6, up(share) + letters * 0.34],
        words: shareLabel(share),
        size: letters,
        anchor: "end",
      }),
    ]),
    text({ tone: TONES.ink3, at: [plot.left, under], words: from, size: letters }),
    ...(from === to ? [] : [text({ tone: TONES.ink3, at: [plot.right, under], words: to, size: letters, anchor: "end" })]),
    ...ruleMarks(panel, plot, up),
    ...changes.flatMap(({ at, words }) => changeMarks(plot.left + step * at, words, place)),
    ...panel.nights.flatMap((night, i) => (night === null ? [] : nightMarks(night, x(i), up, Math.min(4, 0.42 * step)))),
  ];
}

function ruleMarks({ gate, floor }: Panel, plot: Plot, up: (share: number) => number): Mark[] {
  return [
    ...(floor === null || floor === gate ? [] : [ruleLine("floor", plot, up(floor))]),
    ...(gate === null ? [] : [ruleLine("gate", plot, up(gate))]),
  ];
}

/** A new version, as a dashed line with its name above the plot. */
function changeMarks(x: number, words: string, { plot, letters }: Place): Mark[] {
  const room = plot.right - plot.left;
  const said = fitting(words, room, letters);
  const from = Math.max(plot.left, Math.min(x + 3, plot.right - textWidth(said, letters)));
  return [
    line({ tone: TONES.ink2, from: [x, plot.top - 1.5 * letters], to: [x, plot.bottom], dash: "6 3" }),
    text({ tone: TONES.ink2, at: [from, plot.top - 0.8 * letters], words: said, size: letters, halo: true }),
  ];
}

/** A dot; hollow for a version that counts for nothing, and a triangle with its tip down for a night below the floor. */
function nightMarks({ rate, low, high, counts, below }: PanelNight, x: number, up: (share: number) => number, r: number): Mark[] {
  const tone = !counts ? TONES.ink3 : below ? TONES.demote : TONES.agent;
  const range = line({ tone, from: [x, up(high)], to: [x, up(low)], width: counts ? 2 : 1, dash: counts ? "" : "2 2" });
  if (!below) return [range, circle({ tone, at: [x, up(rate)], r, hollow: !counts })];
  const [y, half] = [up(rate), Math.max(4, 1.5 * r)];
  return [range, area(tone, `M${px(x - half)},${px(y - half)}L${px(x + half)},${px(y - half)}L${px(x)},${px(y + half)}Z`)];
}

function titleMarks(lines: readonly string[], left: number, top: number, letters: number): Mark[] {
  return lines.map((words, i) =>
    text({ tone: TONES.ink, at: [left, top + letters * (1 + 1.2 * i)], words, size: letters, bold: true }),
  );
}

/** A title in one line or two, at a space where there is one. */
function inLines(title: string, room: number, letters: number): string[] {
  const fits = lettersIn(room, letters, true);
  if (title.length <= fits) return [title];
  const space = title.lastIndexOf(" ", fits);
  const first = space > fits / 3 ? title.slice(0, space) : fitting(title, room, letters, true);
  return space > fits / 3 ? [first, fitting(title.slice(space + 1), room, letters, true)] : [first];
}
