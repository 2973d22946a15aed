/** Where the plot lies in a chart: across in percent of the chart's width, down in pixels. */
const PLOT = { left: 12, width: 84, top: 38, height: 200 };

/** A line of the grid and what is written beside it. */
export interface GridLine {
  readonly at: string;
  readonly label: string;
}

/** A share of the plot's width as a place in percent of the chart's. */
export function across(share: number): string {
  return (PLOT.left + PLOT.width * within(share)).toFixed(2);
}

/** A share of the plot's height, from its foot, as a place in pixels. */
export function down(share: number): string {
  return (PLOT.top + PLOT.height * (1 - within(share))).toFixed(1);
}

/** Up to six round shares from `low` to `high`, in which both ends may move outwards. */
export function roundShares(low: number, high: number): number[] {
  const step = STEPS.find((one) => (high - low) / one <= 5) ?? 0.25;
  const first = Math.min(Math.round(1 / step) - 1, Math.max(0, Math.floor(low / step + SLACK)));
  const last = Math.min(Math.round(1 / step), Math.max(first + 1, Math.ceil(high / step - SLACK)));
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toFixed(6)));
}

const STEPS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25];
/** Floats that were meant to be a round number are taken for it. */
const SLACK = 1e-9;

function within(share: number): number {
  return Math.max(0, Math.min(1, share));
}
