import { EarnestError, type ErrorCode } from "../errors.ts";
import type { Verdict } from "../gate.ts";

/** What a script may rely on; the only place that knows. */
export const EXIT = {
  done: 0,
  unexpected: 1,
  usage: 2,
  /** `diff`: an action type is shown to have got worse. */
  worse: 3,
  /** `gate`: an action type that was asked about may not move up; `promote`: nor by hand. */
  notPassed: 3,
  unsafe: 4,
  /** `drift`: an alarm stands. `gate`: an action type has to move down. */
  demotion: 5,
  /** A limit of cost, tokens or time was reached, or the model could not be reached any more: `--resume` goes on. */
  limited: 6,
  interrupted: 130,
} as const;

/** Codes that are not the user's to mend by calling differently. */
const OTHERS: Partial<Record<ErrorCode, number>> = {
  LEDGER_CORRUPT: EXIT.unsafe,
  LEDGER_WRITE: EXIT.unexpected,
  CASSETTE_WRITE: EXIT.unexpected,
  CASSETTE_CORRUPT: EXIT.unsafe,
  SIGNOFF_BROKEN: EXIT.unsafe,
  ISOLATION_WEAK: EXIT.unsafe,
  WALL_BROKEN: EXIT.unsafe,
  PERSONAL_DATA: EXIT.unsafe,
  LIMIT_REACHED: EXIT.limited,
  NOT_PROMOTED: EXIT.notPassed,
};

export function exitCodeOf(error: unknown): number {
  return error instanceof EarnestError ? (OTHERS[error.code] ?? EXIT.usage) : EXIT.unexpected;
}

/** What a gate ends with, the worst first; `closed` where the register stands against it. Where nothing was asked, nothing has passed. */
export function gateExit(verdicts: readonly Verdict[], closed: boolean): number {
  const asked = verdicts.filter((verdict) => verdict !== "not_requested");
  if (asked.includes("demote")) return EXIT.demotion;
  const passed = asked.length > 0 && asked.every((verdict) => verdict === "promote");
  return passed && !closed ? EXIT.done : EXIT.notPassed;
}
