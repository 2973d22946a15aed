import { setAt } from "../register/setAt.ts";
import { visibleLine } from "../words.ts";
import { wrap } from "./answers.ts";
import { EARNEST, say, shellWord, styled } from "./say.ts";

/** A move that was written into the register. */
export interface Moved {
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly by: string;
  readonly run: string | null;
  readonly expires: string | null;
  readonly file: string;
  /** Its number in the history, from 1. */
  readonly entry: number;
  /** The file of its suite; null where no run was given. */
  readonly suite: string | null;
  /** The moment it is dated at, where that is not now: the history's last, by a clock that ran ahead. */
  readonly dated: string | null;
}

/** Says how a move is dated that could not be dated now. */
export function datedSaid(moment: string): string {
  return `It is dated ${moment}, as the last entry is: this clock is behind the register's.`;
}

/** Says what changed, and what is left for a person to do: the suite says where an action type stands, and nobody else writes there. */
export function sayMoved(what: "promoted" | "demoted", moved: Moved, rungs: readonly string[], begun: boolean): void {
  const { type, from, to, by, run, expires, file, entry, suite, dated } = moved;
  const [sign, style] = what === "promoted" ? (["▲", "cyan"] as const) : (["▼", "red"] as const);
  say(`  ${styled([style, "bold"], `${sign} ${visibleLine(type)} is ${what} from ${from} to ${to}`)}, by ${visibleLine(by)}`);
  const ground = run === null ? "" : ` on the run ${visibleLine(run)}`;
  const until = what === "promoted" && expires !== null ? `, until ${expires.slice(0, 10)}` : "";
  for (const line of wrap(
    `${begun ? "Begun and written" : "Written"} to ${visibleLine(file)}, entry ${entry} of its history${ground}${until}.${dated === null ? "" : ` ${datedSaid(dated)}`}`,
    76,
  ))
    say(`  ${line}`);
  const where = suite === null ? "the suite" : visibleLine(suite);
  for (const line of wrap(`Now ${setAt(rungs, to, true, where)}; until then earnest gate says that the two differ.`, 76))
    say(`  ${line}`);
  say(`\n  Next: ${EARNEST} run ${suite === null ? "<suite>" : (shellWord(suite) ?? "<suite>")}`);
}
