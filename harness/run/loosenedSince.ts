import { type DrillsLeftOut, drillsLeftOutSaid } from "../evidence/drillsLeftOut.ts";
import { changedRecords } from "../evidence/recordFiles.ts";
import { type Loosened, loosened, type RulesKept } from "../gate/loosened.ts";
import type { RunHeader } from "../ledger/record.ts";
import type { ReadySuite } from "../suite.ts";
import type { GatheredRun } from "./gathering.ts";

/** How the gates are easier to pass than when any of the runs began: by the rules, by drills that are not read, by records that were changed. */
export function loosenedSince(suite: ReadySuite, reads: readonly GatheredRun[], leftOut: readonly DrillsLeftOut[]): Loosened[] {
  const { run } = reads.at(-1) as GatheredRun;
  return [
    ...byRules(suite, reads),
    ...brokenLeftOut(leftOut, run),
    ...changedRecords(
      suite,
      reads.map(({ run: { files = [] } }) => files),
    ).map((says) => ({ type: null, says })),
  ];
}

function byRules(suite: ReadySuite, reads: readonly GatheredRun[]): Loosened[] {
  const changed = reads.filter(({ run }) => run.suite.digest !== suite.digest);
  const all = changed.flatMap(({ run }) => loosened(run.suite.rules as RulesKept, suite.rules as RulesKept, suite.title));
  // Several runs may have begun with the same gates.
  return [...new Map(all.map((one) => [`${one.type} ${one.says}`, one])).values()];
}

/** Drills that did not hold make a gate easier where they are not read. */
function brokenLeftOut(leftOut: readonly DrillsLeftOut[], { agent }: RunHeader): Loosened[] {
  const { broken } = drillsLeftOutSaid(leftOut, agent);
  return broken === null ? [] : [{ type: null, says: `All action types: ${broken}.` }];
}
