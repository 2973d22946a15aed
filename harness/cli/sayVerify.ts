import type { Coverage, Unplayed } from "../verify/coverage.ts";
import type { Played } from "../verify/verifyReplay.ts";
import type { RunCheck } from "../verify/verifyRun.ts";
import { count, many, shorten, visibleLine } from "../words.ts";
import { wrap } from "./answers.ts";
import { EARNEST, say, shellWord, styled } from "./say.ts";

const STATES = {
  holds: ["ok", "green"],
  broken: ["FAIL", ["red", "bold"]],
  absent: ["none", "dim"],
  unknown: ["?", "yellow"],
} as const;
const WIDTH = 72;

/** What was checked without asking the agent, a line each. */
export function sayChecks(checks: readonly RunCheck[]): void {
  for (const { state, says, details = [] } of checks) {
    const [word, style] = STATES[state];
    hanging(styled(style as Parameters<typeof styled>[0], word.padEnd(4)), says);
    for (const detail of details) hanging("    ", detail);
  }
}

const WHY: Readonly<Record<Unplayed, string>> = {
  "timed-out": "ran out of time, which happens once",
  "model-error": "ended because the model could not be reached, which happens once",
  incomplete: "cannot be played: the cassette does not hold what it was told",
  elsewhere: "cannot be played: the agent runs elsewhere, and would be asked live",
};
const LABEL = 14;

/** What came of playing a run again. */
export function sayCoverage({ coverage, changed }: Played, dir: string, interrupted: boolean): void {
  const { cases, attempts, exchanges, complete, reproduced, reordered, earlier, diverged, unplayed, divergences } = coverage;
  say(
    `\n  ${styled("bold", "Replay coverage")}: ${many(cases, "case")}, ${many(attempts, "attempt")}${interrupted ? ", interrupted before the rest" : ""}`,
  );
  row(
    "complete",
    complete,
    coverage,
    exchanges.n === 0 ? "no model was called" : "every answer of a model is in the cassette, unchanged",
  );
  row(
    "reproduced",
    reproduced,
    coverage,
    `same steps, same answer${reordered === 0 ? "" : `; in ${count(reordered)}, answers of calls made at once came in another order`}${earlier === 0 ? "" : `; in ${count(earlier)}, the answer holds what an earlier try had asked for, as the trace shows`}`,
  );
  row("diverged", diverged, coverage, "another step, or another answer");
  for (const [why, n] of Object.entries(unplayed)) if (n > 0) row("not replayed", n, coverage, WHY[why as Unplayed]);
  for (const line of changed) hanging("!   ", `Since the run: ${line}`);
  for (const { case: id, attempt, step, recorded, now } of divergences) {
    say();
    hanging(
      "    ",
      `Case ${shorten(id, 100)}, attempt ${attempt}: ${step === null ? "the answer differs" : `step ${step} differs`}`,
    );
    hanging("    ", `on record: ${recorded}`);
    hanging("    ", `now:       ${now}`);
  }
  if (diverged > divergences.length)
    say(`        and ${many(diverged - divergences.length, "more attempt")}; --json lists the same ones`);
  const typed = divergences[0] === undefined ? undefined : shellWord(divergences[0].case);
  if (typed !== undefined) say(`\n  Next: ${EARNEST} case ${shellWord(dir) ?? "<run>"} ${typed}`);
}

function row(label: string, n: number, { attempts }: Coverage, says: string): void {
  const all = count(attempts);
  const head = `${label.padEnd(LABEL)}${count(n).padStart(all.length)} of ${all}   `;
  for (const [i, line] of wrap(says, WIDTH - head.length + 4).entries())
    say(`    ${i === 0 ? head : " ".repeat(head.length)}${line}`);
}

function hanging(mark: string, text: string): void {
  for (const [i, line] of wrap(visibleLine(text), WIDTH).entries()) say(`  ${i === 0 ? mark : "    "}  ${line}`);
}
