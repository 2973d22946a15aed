import { count, limitPercent, many, percent, percentDown, percentUp } from "earnest";
import { type Figure, twin } from "../charts/figure.ts";
import { type Sequence, sequenceChart, sequenceStart } from "../charts/sequence.ts";
import { AS_COUNTED, isPlain } from "./rate.ts";
import type { TypeView } from "./typeView.ts";

type Point = Sequence["points"][number];

/** How the range of an action type's match rate came about; null where the judgement does not tell. */
export function sequenceFigure({ judged: { sequence }, anchor, title }: TypeView): Figure | null {
  const last = sequence?.points.at(-1);
  if (sequence === null || last === undefined) return null;
  const start = sequenceStart(sequence);
  const cut = sequence.points.some(({ low }) => low < start) ? ` What reaches below ${limitPercent(start)} is cut off.` : "";
  const { clear } = sequence;
  const plain = sequence.points.every(({ k, n, rate }) => isPlain({ rate, matches: k, n }));
  return {
    id: `${anchor}-cs`,
    headline: headlineOf(sequence, last),
    how: `How to read it: the line is the match rate${plain ? "" : `, ${AS_COUNTED},`} as the cases came in, the band its 95% range, which holds at every look together; it clears the gate once all of it lies above the solid line.${cut}`,
    desc: `${title}. At the end ${ofCases(last)} the same, range ${rangeOf(last)}.${clear === null ? "" : ` The whole range lay ${clear.side} the gate from ${many(clear.n, "case")} on.`}`,
    ...sequenceChart(sequence),
    twin: twin({
      summary: "The range as evidence came in, as a table",
      label: `Range as evidence came in: ${title}`,
      columns: [
        { label: "After so many cases", n: true },
        plain ? "Same decision" : "Same decision, by plain count",
        plain ? "Match rate" : `Match rate, ${AS_COUNTED}`,
        plain ? "Range" : "Range of that rate",
      ],
      rows: tabled(sequence).map((point) => [count(point.n), ofCases(point), percent(point.rate), rangeOf(point)]),
    }),
  };
}

/** Every third point tells the same; where it became clear and where it ended are never left out. */
function tabled({ points, clear, below }: Sequence): Point[] {
  return points.filter(({ n }, at) => at % 3 === 0 || at === points.length - 1 || n === clear?.n || n === below);
}

function headlineOf({ gate, floor, clear, below }: Sequence, last: Point): string {
  if (below !== null && floor !== null) return settled(below, last.n, "below", "floor", floor);
  if (clear !== null && gate !== null) return settled(clear.n, last.n, clear.side, "gate", gate);
  const all = last.n === 1 ? "After one case" : `After all ${many(last.n, "case")}`;
  if (gate !== null) return `${all} the range still straddles the gate, ${limitPercent(gate)}.`;
  const floorSaid = floor === null ? "" : `; staying takes ${limitPercent(floor)}`;
  return `${all} the range reaches from ${percentDown(last.low)} to ${percentUp(last.high)}${floorSaid}.`;
}

function settled(n: number, of: number, side: "above" | "below", name: string, at: number): string {
  const line = `the ${name}, ${limitPercent(at)}`;
  if (n === of) return `Only at the end, after ${many(of, "case")}, the whole range lies ${side} ${line}.`;
  return side === "above"
    ? `After ${count(n)} of ${many(of, "case")} the match rate had cleared ${line}, and it stayed clear.`
    : `After ${count(n)} of ${many(of, "case")} the whole range lay below ${line}, and it stayed there.`;
}

function ofCases({ k, n }: Point): string {
  return `${count(k)} of ${count(n)}`;
}

function rangeOf({ low, high }: Point): string {
  return `${percentDown(low)} to ${percentUp(high)}`;
}
