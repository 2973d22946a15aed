import { readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { sameJson } from "../canonical.ts";
import { EarnestError, messageOf } from "../errors.ts";
import { headline } from "../run/headline.ts";
import type { Judgement, TypeJudgement } from "../run/judgement.ts";
import { headersOf } from "../run/nights.ts";
import type { ReadySuite } from "../suite.ts";
import { many } from "../words.ts";
import { suiteOf } from "./commands.ts";
import { type DrillDirFlags, judgeWithDrills } from "./drillDirs.ts";
import { shellWord } from "./say.ts";

/** Runs as their ledgers say, judged by their suite as it stands. */
export interface JudgedRuns {
  readonly suite: ReadySuite;
  readonly file: string;
  /** The folders of the runs in order of time, and of the last one. */
  readonly dirs: readonly string[];
  readonly dir: string;
  readonly judgement: Judgement;
}

/** Judges runs from their ledgers, for what is decided on them: a report in JSON stands for its folder and has to say the same. */
export async function judgedRuns(
  given: readonly string[],
  flags: DrillDirFlags & { readonly suite?: string; readonly data?: string },
): Promise<JudgedRuns> {
  const dirs = headersOf([...new Set(given.map((path) => (isReport(path) ? dirname(path) : path)))]).map(({ dir }) => dir);
  const dir = dirs.at(-1) as string;
  const { suite, file } = await suiteOf(dirs, flags);
  const { judgement } = judgeWithDrills(suite, dirs, flags);
  for (const path of given.filter(isReport)) refuseOtherwise(path, judgement, dir);
  return { suite, file, dirs, dir, judgement };
}

/** As a gate reads it: a run that was cut off promotes nothing. */
export function asGated(judgement: Judgement, dir: string): Judgement {
  const { missing } = judgement.flow;
  if (missing === 0) return judgement;
  const types = judgement.types.map((type) => (type.decided.verdict === "promote" ? cutOff(type, missing, dir) : type));
  return { ...judgement, types, headline: headline(types) };
}

function cutOff(type: TypeJudgement, missing: number, dir: string): TypeJudgement {
  return {
    ...type,
    decided: {
      ...type.decided,
      verdict: "insufficient",
      to: type.decided.at,
      why: `The run was cut off: ${many(missing, "case")} ${missing === 1 ? "is" : "are"} missing, and a gate opens on whole runs only.`,
      change: `the missing cases, by earnest run with --run-dir ${shellWord(dir) ?? "<run>"} --resume.`,
    },
  };
}

function isReport(path: string): boolean {
  // A folder may have any name.
  return path.toLowerCase().endsWith(".json") && statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true;
}

function refuseOtherwise(path: string, judgement: Judgement, dir: string): void {
  let said: unknown;
  try {
    said = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new EarnestError("USAGE", `the report cannot be read: ${messageOf(cause)}`, {
      where: { file: path },
      next: "Give the folder of the run instead",
      cause,
    });
  }
  if (sameJson(said, JSON.parse(JSON.stringify(judgement)))) return;
  throw new EarnestError("NOT_PROMOTED", "the report does not say what judging its run says", {
    where: { file: path },
    next: `Draw it again with earnest report ${shellWord(dir) ?? "<run>"} and read what changed, or give the folder of the run`,
  });
}
