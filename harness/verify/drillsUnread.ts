import { shorten } from "../words.ts";
import type { RunCheck } from "./verifyRun.ts";

/** A ledger of drills that a report neither reads nor names as left out. */
export interface DrillsUnread {
  readonly id: string;
  /** Did it begin before the run that the report was drawn from? */
  readonly beforeRun: boolean;
}

/** Drills that came later are only told of; a report that is silent about earlier ones may have been made so. */
export function drillsUnread(ledgers: readonly DrillsUnread[]): RunCheck[] {
  const what = "report";
  const idsOf = (beforeRun: boolean) =>
    shorten(
      ledgers
        .filter((one) => one.beforeRun === beforeRun)
        .map(({ id }) => id)
        .join(", "),
      100,
    );
  const [before, since] = [idsOf(true), idsOf(false)];
  return [
    ...(before === ""
      ? []
      : [
          {
            what,
            state: "unknown",
            says: `the drills ${before} were on record before the run, and the page neither reads nor names them`,
          } as const,
        ]),
    ...(since === ""
      ? []
      : [
          {
            what,
            state: "absent",
            says: `the report was drawn without the drills ${since}, which are there now: a new report counts them`,
          } as const,
        ]),
  ];
}
