import { type Diff, diff } from "../diff/diff.ts";
import { EarnestError } from "../errors.ts";
import { headerOf } from "../run/nights.ts";
import { count } from "../words.ts";
import { type CommonOptions, suiteOf } from "./commands.ts";
import { sayDiff } from "./diffAnswers.ts";
import { EXIT } from "./exitCode.ts";
import { EARNEST, say, sayJson, shellWord } from "./say.ts";

export interface DiffFlags extends CommonOptions {
  readonly suite?: string;
  readonly data?: string;
}

/** earnest diff: two runs on the same cases, before and after, by the rules of the later one's suite. */
export async function diffCommand(before: string, after: string, flags: DiffFlags): Promise<number> {
  headerOf(before);
  const { suite } = await suiteOf([after], flags);
  const found = diff(suite, { before, after });
  if (found.pairs === 0) throw disjoint(found);
  const worse = found.types.some(({ verdict }) => verdict === "worse");
  if (flags.json === true) sayJson("diff", found, !worse);
  else {
    sayDiff(found);
    say(`\n  Next: ${nextOf(found)}`);
  }
  return worse ? EXIT.worse : EXIT.done;
}

/** Nothing compared must not look like nothing worse. */
function disjoint({ leftOut }: Diff): EarnestError {
  const { onlyBefore, onlyAfter, recordedOtherwise } = leftOut;
  return new EarnestError(
    "RUNS_DISJOINT",
    `no case stands in both runs as it was: ${count(onlyBefore.n)} only before, ${count(onlyAfter.n)} only after, ${count(recordedOtherwise.n)} recorded otherwise`,
    { next: "Compare two runs on the same cases; case ids are as in the dataset" },
  );
}

/** Ids are untrusted, and this line is made to be pasted into a shell. */
function nextOf({ after, changes }: Diff): string {
  const dir = shellWord(after.dir) ?? "<run>";
  const worth = [...changes.worse.listed, ...changes.better.listed].map(({ id }) => shellWord(id));
  const typed = worth.find((id) => id !== undefined);
  return typed === undefined ? `${EARNEST} report ${dir}` : `${EARNEST} case ${dir} ${typed}`;
}
