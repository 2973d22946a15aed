import { limitPercent } from "earnest";
import type { Size } from "./figure.ts";
import { line, type Mark, TONES, text } from "./marks.ts";
import { within } from "./words.ts";

/** Where a chart's data lie inside its drawing. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What an axis needs of a scale of d3-scale. */
interface Scale {
  (value: number): number;
  ticks(about: number): number[];
}

/** About how many ticks fit beside or beneath each other. */
const TICKS: Readonly<Record<Size["name"], number>> = { wide: 6, print: 6, narrow: 4 };

interface Axis {
  readonly plot: Plot;
  readonly scale: Scale;
  readonly size: Size;
  /** What stands at a tick; shares of 1 as percent, if nothing else is said. */
  readonly label?: (value: number) => string;
  readonly ticks?: readonly number[];
}

/** Lines across the plot with their values to the left of it. */
export function upAxis({ plot, scale, size, label = shareLabel, ticks = scale.ticks(TICKS[size.name]) }: Axis): Mark[] {
  return ticks.flatMap((value) => {
    const y = scale(value);
    return [
      line({ tone: TONES.grid, from: [plot.left, y], to: [plot.right, y] }),
      text({
        tone: TONES.ink3,
        at: [plot.left - 7, y + size.letters * 0.34],
        words: label(value),
        size: size.letters,
        anchor: "end",
      }),
    ];
  });
}

/** Short strokes below the plot with their values beneath: at every tick, or at every second, third and so on, so that none runs into the next. */
export function acrossAxis({ plot, scale, size, label = shareLabel, ticks = scale.ticks(TICKS[size.name]) }: Axis): Mark[] {
  const placed = ticks.map((value) => ({ x: scale(value), ...within(scale(value), label(value), size) }));
  const every = ticks.findIndex((_, step) => {
    const shown = placed.filter((_, i) => i % (step + 1) === 0);
    return shown.every(({ left }, i) => i === 0 || left > (shown[i - 1]?.right ?? 0) + size.letters / 2);
  });
  return placed.flatMap(({ x, at, words, anchor }, i) => [
    line({ tone: TONES.ink3, from: [x, plot.bottom], to: [x, plot.bottom + 5] }),
    ...(i % (every + 1) === 0
      ? [text({ tone: TONES.ink3, at: [at, plot.bottom + 7 + size.letters], words, size: size.letters, anchor })]
      : []),
  ]);
}

/** What an axis stands for, above the plot at its left. */
export function upTitle(words: string, plot: Plot, { letters }: Size): Mark {
  return text({ tone: TONES.ink2, at: [0, plot.top - letters], words, size: letters });
}

/** What an axis stands for, below the plot at its right. */
export function acrossTitle(words: string, plot: Plot, { letters }: Size): Mark {
  return text({ tone: TONES.ink2, at: [plot.right, plot.bottom + 3 * letters], words, size: letters, anchor: "end" });
}

/** The line of a gate across the plot, or the dotted one of a floor. */
export function ruleLine(kind: "gate" | "floor", plot: Plot, y: number): Mark {
  const look = kind === "gate" ? { width: 1.8 } : { width: 1.4, dash: "2 4" };
  return line({ tone: TONES.ink, from: [plot.left, y], to: [plot.right, y], ...look });
}

/** A share as a tick says it; what a scale adds to a round number is cut away. */
export function shareLabel(share: number): string {
  return limitPercent(Number(share.toFixed(6)));
}
