import { existsSync } from "node:fs";
import { changedRecords } from "../evidence/recordFiles.ts";
import { type Loosened, loosened, type RulesKept } from "../gate/loosened.ts";
import type { RecordFile, RunHeader } from "../ledger/record.ts";
import type { ReadySuite } from "../suite.ts";
import { many, shorten } from "../words.ts";
import type { RunCheck } from "./verifyRun.ts";

/** A verdict as a report gives it. */
export interface Given {
  readonly type: string;
  readonly verdict: string;
}

const LISTED = 20;

/**
 * Are the gates at least as hard as those the runs began with, and the records they rest on only added to? Where not, each change is named, from and to, and each verdict that came
 * out otherwise: `before` as a report gives it that was drawn by the rules of then, `now` by the suite as it stands.
 */
export function gateCheck(
  suite: Pick<ReadySuite, "digest" | "rules" | "title" | "drills" | "adjudications">,
  headers: readonly Pick<RunHeader, "suite" | "files">[],
  before: readonly Given[] | undefined,
  now: () => readonly Given[],
): RunCheck {
  const what = "gate";
  const changed = headers.filter((header) => header.suite.digest !== suite.digest);
  const records = changedRecords(
    suite,
    headers.map(({ files = [] }) => files.filter(({ name }) => !isGone(suite, name))),
  );
  if (changed.length === 0 && records.length === 0)
    return { what, state: "holds", says: "the rules of the suite are those that the run began with" };
  const found = changed.flatMap((header) => loosened(header.suite.rules as RulesKept, suite.rules as RulesKept, suite.title));
  const looser = [...new Set([...records, ...found.map(({ says }: Loosened) => says)])];
  if (looser.length === 0)
    return { what, state: "absent", says: "the rules of the suite changed since the run began, and no gate is looser for it" };
  const moved = before === undefined ? [] : verdictsMoved(before, now(), suite.title);
  return {
    what,
    state: "broken",
    says: `the gate was loosened after the run began, in ${many(looser.length, "way")}`,
    details: [...moved, ...looser].slice(0, LISTED),
  };
}

/** A file that is named and not there may lie elsewhere: that nothing can be drawn again without it, the pages say. */
function isGone(suite: Pick<ReadySuite, "drills" | "adjudications">, name: RecordFile["name"]): boolean {
  const file = name === "limits" ? undefined : suite[name];
  return file !== undefined && !existsSync(file);
}

function verdictsMoved(before: readonly Given[], now: readonly Given[], title: (type: string) => string): string[] {
  return before.flatMap(({ type, verdict }) => {
    const is = now.find((one) => one.type === type)?.verdict;
    if (is === undefined || is === verdict) return [];
    return [`“${shorten(title(type), 60)}”: ${verdict} by the rules of the run, and ${is} by the suite now.`];
  });
}
