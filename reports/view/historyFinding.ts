import { inWords, many, type RunCounted } from "earnest";
import type { Panel, PanelNight } from "../charts/smallMultiples.ts";
import { moment } from "./words.ts";

/** One night of an action type, in cases. */
export interface NightOfPanel extends PanelNight {
  readonly n: number;
  readonly matches: number;
}

/** An action type over the nights that are shown; the worst answer comes first. */
export interface HistoryPanel extends Panel {
  readonly nights: readonly (NightOfPanel | null)[];
}

/** Two nights below the floor are no single bad night. */
const STAYED = 2;

/** What the nights show, in a sentence: who stayed below the floor and since when, or on how many nights, or that nobody was. */
export function historyFinding(nights: readonly RunCounted[], panels: readonly HistoryPanel[]): string {
  if (!isSeries(nights)) return oneNight(nights);
  if (panels.length === 0) return `None of the ${many(nights.length, "night")} showed a new case of any action type.`;
  const stayed = panels.filter((panel) => stretch(panel) >= STAYED);
  const [first, ...more] = stayed;
  if (first !== undefined) return `${stayedSaid(first, nights)}${alsoSaid(more.length, "stayed below theirs as well")}`;
  const dipped = panels.filter((panel) => counted(panel).some(({ below }) => below));
  const [worst, ...others] = dipped.toSorted((a, b) => dips(b) - dips(a));
  if (worst !== undefined)
    return `On ${nightsSaid(worst)} the whole range of “${worst.title}” lay below its floor.${alsoSaid(others.length, "had such a night")}`;
  if (panels.every(({ floor }) => floor === null))
    return "No floor is set for these action types: their nights are drawn as they were.";
  return `On none of the ${many(nights.length, "night")} did the whole range of an action type lie below its floor.`;
}

/** Are there nights to compare? A night that showed the cases of an earlier one again shows nothing new. */
export function isSeries(nights: readonly RunCounted[]): boolean {
  return nights.filter(({ seen }) => seen.cases > 0).length > 1;
}

function oneNight(nights: readonly RunCounted[]): string {
  const shown = nights.find(({ seen }) => seen.cases > 0);
  const only = nights.length === 1 ? nights[0] : undefined;
  if (shown === undefined)
    return only === undefined
      ? `None of the ${many(nights.length, "night")} showed a new case of any action type.`
      : `One night was read, ${moment(only.startedAt)}, and it showed no case that counts.`;
  const said = `${moment(shown.startedAt)}, ${many(shown.seen.cases, "case")}`;
  if (only !== undefined) return `One night was read: ${said}.`;
  const other = shown.otherVersion ? " It was of another version of the agent, and does not count." : "";
  return `Of ${many(nights.length, "night")} that were read, one showed new cases: ${said}.${other}`;
}

function counted({ nights }: HistoryPanel): NightOfPanel[] {
  return nights.filter((night): night is NightOfPanel => night?.counts === true);
}

function dips(panel: HistoryPanel): number {
  return counted(panel).filter(({ below }) => below).length;
}

/** How many of its latest nights lie below the floor. */
function stretch(panel: HistoryPanel): number {
  const all = counted(panel);
  return all.length - 1 - all.findLastIndex(({ below }) => !below);
}

function nightsSaid(panel: HistoryPanel): string {
  const all = counted(panel).length;
  return all === 1 ? "its only night" : `${inWords(dips(panel))} of ${many(all, "night")}`;
}

function stayedSaid(panel: HistoryPanel, nights: readonly RunCounted[]): string {
  const n = stretch(panel);
  const first = panel.nights.findIndex((night) => night?.counts === true);
  const came = n === counted(panel).length && nights[first]?.changed.includes("agent") === true;
  const since = came ? `since the night ${nights[first]?.agent} came` : `on each of its latest ${inWords(n)} nights`;
  return `“${panel.title}” has stayed below its floor ${since}.`;
}

function alsoSaid(n: number, what: string): string {
  return n === 0 ? "" : ` ${inWords(n, true)} more ${n === 1 ? "action type" : "action types"} ${what}.`;
}
