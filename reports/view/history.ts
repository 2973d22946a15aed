import { count, type Judgement, limitPercent, many, percent, percentDown, percentUp, type RunCounted } from "earnest";
import { type Figure, twin } from "../charts/figure.ts";
import { multiplesStart, smallMultiples } from "../charts/smallMultiples.ts";
import { type HistoryPanel, historyFinding, isSeries, type NightOfPanel } from "./historyFinding.ts";
import { linesOf } from "./linesOf.ts";
import { AS_COUNTED, isPlain } from "./rate.ts";
import { MANY_TYPES, type TypeView } from "./typeView.ts";
import { moment } from "./words.ts";

/** Nights that are drawn, the latest; and action types, the worst answers first. */
const NIGHTS = 30;
const PANELS = 12;
/** The level of the ranges of a night. */
const RANGES_AT = 0.95;

/** Worst first, then the most proposed. */
const URGENCY = ["demote", "hold", "insufficient", "promote", "not_requested"];

const CHANGES: Record<RunCounted["changed"][number], (run: RunCounted) => string> = {
  agent: ({ agent }) => `the agent, to ${agent}`,
  rules: () => "the gates, or how decisions are compared",
  dataset: () => "the dataset",
  earnest: ({ earnest }) => `earnest, to ${earnest}`,
};

/** Night by night: what the new cases of each run came to, and what had changed. */
export function historyView(judgement: Judgement, types: readonly TypeView[]) {
  const nights = judgement.runs.slice(-NIGHTS);
  const order = types
    .filter(({ judged }) => nights.some((night) => seenOf(night, judged.type) !== undefined))
    .toSorted((a, b) => urgency(a) - urgency(b) || b.judged.evidence.proposed.n - a.judged.evidence.proposed.n);
  const shown = order.slice(0, PANELS);
  const panels = shown.map((type) => panelOf(type, nights));
  const [several, series] = [nights.length > 1, isSeries(nights)];
  return {
    find: historyFinding(nights, panels),
    changed: several ? changedSaid(nights.at(-1)) : null,
    notes: several ? notesOf(judgement.runs, order.length - shown.length, series) : [],
    figure: series && panels.length > 0 ? figureOf(nights, panels) : null,
    one: series
      ? null
      : shown.flatMap(({ title, anchor, judged }) =>
          nights.flatMap((night) => oneRow({ title, anchor }, seenOf(night, judged.type))),
        ),
    fold: shown.length > MANY_TYPES ? `That night, by ${many(shown.length, "action type")}` : null,
    more: several || shown.length === order.length ? null : restSaid(order.length - shown.length),
    several,
  };
}

function urgency({ judged }: TypeView): number {
  return URGENCY.indexOf(judged.decided.verdict);
}

function seenOf({ seen }: RunCounted, type: string) {
  return seen.types.find((one) => one.type === type);
}

function panelOf({ title, judged }: TypeView, nights: readonly RunCounted[]): HistoryPanel {
  const { gate, floor } = linesOf(judged.decided);
  return {
    title,
    gate,
    floor,
    nights: nights.map((night) => {
      const seen = seenOf(night, judged.type);
      if (seen === undefined) return null;
      const { n, matches, rate, low, high } = seen;
      return { n, matches, rate, low, high, counts: !night.otherVersion, below: floor !== null && high < floor };
    }),
  };
}

function figureOf(nights: readonly RunCounted[], panels: readonly HistoryPanel[]): Figure {
  const start = multiplesStart(panels);
  const cut = panels.some((panel) => panel.nights.some((night) => night !== null && night.low < start));
  const changes = nights.flatMap((night, at) => (at > 0 && night.changed.includes("agent") ? [{ at, words: night.agent }] : []));
  const others = nights.some(({ otherVersion }) => otherVersion);
  const plain = panels.every(({ nights: seen }) => seen.every((night) => night === null || isPlain(night)));
  return {
    id: "nights",
    headline: headlineOf(panels),
    how: `How to read it: a dot is the match rate of one night’s new cases${plain ? "" : `, ${AS_COUNTED}`}, the upright line the ${limitPercent(RANGES_AT)} range of that night alone; the solid line is the gate, the dotted one the floor, and a triangle is a night whose whole range lies below its floor.${others ? " Hollow dots are of other versions of the agent." : ""}${changes.length > 0 ? " At a dashed line a new version came." : ""}${cut ? ` What reaches below ${limitPercent(start)} is cut off.` : ""}`,
    desc: panels.map(spokenOf).join(" "),
    ...smallMultiples({ panels, changes, from: dayOf(nights[0]), to: dayOf(nights.at(-1)) }),
    twin: twin({
      summary: "Every night as a table",
      label: "Nights, with how often the decision was the same",
      columns: [
        "Night",
        "Agent",
        { label: "New cases", n: true },
        "Changed since the night before",
        ...panels.map(({ title }) => ({ label: title, n: true })),
      ],
      rows: nights.map((night, at) => [
        moment(night.startedAt),
        `${night.agent}${night.otherVersion ? " (does not count)" : ""}`,
        count(night.seen.cases),
        changesOf(night) || "nothing",
        ...panels.map((panel) => drawnSaid(panel.nights[at])),
      ]),
    }),
  };
}

function headlineOf(panels: readonly HistoryPanel[]): string {
  const counted = panels.flatMap(({ floor, nights }) => nights.filter((night) => floor !== null && night?.counts === true));
  const bad = counted.filter((night) => night?.below === true).length;
  if (counted.length === 0) return "How often the decision was the same, night by night.";
  if (bad === 0) return "No range of a single night lies wholly below its floor.";
  return `${count(bad)} of ${many(counted.length, "range")} of single nights ${bad === 1 ? "lies" : "lie"} wholly below the floor.`;
}

/** A panel for who hears the page; all its nights are in the table. */
function spokenOf({ title, nights }: HistoryPanel): string {
  const seen = nights.filter((night) => night !== null);
  const sum = (of: (night: NightOfPanel) => number) => seen.reduce((total, night) => total + of(night), 0);
  return `${title}: ${count(sum(({ matches }) => matches))} of ${count(sum(({ n }) => n))} the same over ${many(seen.length, "night")}, ${count(seen.filter(({ below }) => below).length)} below the floor.`;
}

/** One night, where there is nothing to draw; its range is that of the answer, and stands in its chapter. */
function oneRow({ title, anchor }: Pick<TypeView, "title" | "anchor">, seen: ReturnType<typeof seenOf>) {
  return seen === undefined ? [] : [{ title, anchor, same: ofCases(seen) }];
}

/** What the drawing shows of a night: the counts, the rate of its dot, and the range of its line. */
function drawnSaid(night: NightOfPanel | null | undefined): string {
  if (night === null || night === undefined) return "none";
  return `${ofCases(night)}; ${percent(night.rate)}, ${percentDown(night.low)} to ${percentUp(night.high)}`;
}

function ofCases(seen: Pick<NightOfPanel, "n" | "matches"> | null | undefined): string {
  return seen === null || seen === undefined ? "none" : `${count(seen.matches)} of ${count(seen.n)}`;
}

function changesOf(run: RunCounted): string {
  return run.changed.map((one) => CHANGES[one](run)).join("; ");
}

function changedSaid(last: RunCounted | undefined): string {
  if (last === undefined || last.changed.length === 0)
    return "Nothing changed since the night before: the same agent, the same dataset, gates and way of comparing, the same earnest.";
  return `Changed since the night before: ${changesOf(last)}.`;
}

/** What the drawing leaves out, and what counts for nothing. */
function notesOf(runs: readonly RunCounted[], rest: number, series: boolean): string[] {
  const others = runs.filter(({ otherVersion }) => otherVersion).length;
  const again = runs.filter(({ otherVersion, counted }) => !otherVersion && counted === 0).length;
  return [
    runs.length > NIGHTS && `The latest ${NIGHTS} of ${count(runs.length)} nights are shown.`,
    rest > 0 && restSaid(rest),
    others > 0 &&
      `${many(others, "night")} ${others === 1 ? "is of another version" : "are of other versions"} of the agent: shown beside the others, and nothing of ${others === 1 ? "it" : "them"} counts.`,
    again > 0 && `${many(again, "night")} showed no case that was new: the same cases again count once.`,
    series &&
      "No gate rests on the range of one night. It is for one look, and each of its ends misses in about 1 in 40 such nights: of many nights a few miss by chance. The answer rests on all cases of this version together, by a range that holds however often it is looked at.",
  ].filter((note) => note !== false);
}

function restSaid(rest: number): string {
  return `${many(rest, "more action type")}, with no worse an answer, ${rest === 1 ? "is" : "are"} not shown here.`;
}

function dayOf(run: RunCounted | undefined): string {
  return run === undefined ? "" : run.startedAt.slice(0, 10);
}
