import { judgesIn } from "../comparators/judgesIn.ts";
import { stamp } from "../comparators/stamp.ts";
import { compare } from "../compare.ts";
import { UnruledPairs } from "../evidence/unruledPairs.ts";
import { openRun } from "../run/openRun.ts";
import { many } from "../words.ts";
import { suiteOf } from "./commands.ts";
import { EXIT } from "./exitCode.ts";
import { say, tell } from "./say.ts";

/** earnest unruled: every pair of a run that its model judge has not ruled on yet, once, as JSON lines in the sampling order. */
export async function unruledCommand(dir: string, flags: { readonly suite?: string; readonly quiet?: boolean }): Promise<number> {
  const { suite } = await suiteOf([dir], flags);
  const pairs = new UnruledPairs(suite.compared);
  const found = new Map<string, { readonly seq: number; readonly line: string }>();
  for (const row of openRun(dir).rows) {
    if (row.kind !== "case") continue;
    for (const observation of row.observations) compare(row.case.decisions[0], observation, pairs.types);
    for (const { judge, version, pair, decided, proposed, type } of pairs.take()) {
      const key = JSON.stringify([judge, version, pair]);
      // Cases land as they finish; the first in the sampling order names the pair, so that the output is always the same.
      if ((found.get(key)?.seq ?? Number.POSITIVE_INFINITY) <= row.seq) continue;
      found.set(key, {
        seq: row.seq,
        line: shown(JSON.stringify({ judge, version, pair, case: row.case.id, type, decided, proposed })),
      });
    }
  }
  const asked = [...suite.compared.values()].some((row) => judgesIn(stamp(row.compare)).length > 0);
  for (const { line } of [...found.values()].sort((a, b) => a.seq - b.seq)) say(line);
  if (flags.quiet === true) return EXIT.done;
  tell(
    asked || found.size > 0
      ? `  ${many(found.size, "pair")} without a ruling`
      : "  No comparator of this suite asks a model judge",
  );
  return EXIT.done;
}

/** Still the same JSON, without characters that would turn or break a line of a terminal. */
function shown(json: string): string {
  return json.replaceAll(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
