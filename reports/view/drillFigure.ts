import { duration, type TypeJudgement } from "earnest";
import { DRILL_WORDS } from "earnest/drill";
import { drillTimeline, isLimitNear, type TimedDrill, timedDrills } from "../charts/drillTimeline.ts";
import { type Figure, twin } from "../charts/figure.ts";
import { loadSaid, undoneByDrills, undoneLimit, undoneLine } from "./undoneLines.ts";

type DrillsSeen = TypeJudgement["drills"];

/** How long undoing a whole batch took, of the kinds of drills given; null without any. */
export function drillFigure(drills: DrillsSeen, whole: DrillsSeen["stats"], id: string, title: string): Figure | null {
  const timed = timedDrills(whole);
  if (timed.length === 0) return null;
  const { minutes } = drills;
  const undone = undoneByDrills(drills);
  return {
    id,
    headline: undoneLimit(undone, minutes, isLimitNear(timed, minutes)) ?? longestSaid(timed),
    how: "How to read it: a bar is one drill; it carries out a batch up to the line “decided”, then undoes it and checks every row.",
    desc: `${title}. ${undone.map((one) => undoneLine(one, drills.stats)).join(" ")}`,
    ...drillTimeline(timed, minutes),
    twin: twin({
      summary: "The same in numbers",
      label: `Phases of drills: ${title}`,
      columns: [
        "Drill",
        ...["Carry out", "Restart", "Undo, restart included", "Check", "Decided to verified"].map((label) => ({
          label,
          n: true,
        })),
      ],
      rows: timed.map(rowOf),
    }),
  };
}

function longestSaid(timed: readonly TimedDrill[]): string {
  if (timed.some(({ phases }) => !phases.held))
    return "Not every drill that undoes a whole batch held; the gate gives it no limit of time.";
  const most = Math.max(...timed.map(({ phases: { undo, check } }) => undo + check));
  return `The longest took ${duration(most / 1000)} from the decision until all was checked; the gate gives it no limit of time.`;
}

function rowOf({ one, which, phases: { apply, restarts, undo, check, held } }: TimedDrill): string[] {
  const ms = (value: number) => duration(value / 1000);
  return [
    `${one.about}${loadSaid(one.load?.asked ?? 0)}; ${DRILL_WORDS[one.drill]}: ${which}`,
    ms(apply),
    restarts === 0 ? "none" : ms(restarts),
    ms(undo),
    ms(check),
    held ? ms(undo + check) : "did not hold",
  ];
}
