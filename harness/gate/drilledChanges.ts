import { DRILL_WORDS } from "../drill/drillWords.ts";
import type { Drilled } from "../evidence/drilledBy.ts";
import { count } from "../words.ts";

/**
 * How a row drills less than when the run began, or something else: a drill that is gone, a smaller batch, an engine less, another version
 * of what is drilled. Rules from before drills were kept say nothing, and a drill more makes nothing easier.
 */
export function drilledChanges(was: readonly Drilled[] = [], is: readonly Drilled[] = []): string[] {
  const said = was.flatMap((one) => {
    const word = `its drill “${DRILL_WORDS[one.drill] ?? one.drill}”`;
    const same = is.filter(({ drill }) => drill === one.drill);
    const [first] = same;
    if (first === undefined) return [`${word} is gone`];
    const lacks = same.map((other) => lackOf(one, other));
    const lack = lacks.find((why) => why !== null);
    return lack === undefined || lacks.includes(null) ? [] : [`${word} was ${lack}`];
  });
  return said.length <= 1 ? said : [said.join("; ")];
}

/** What one drill has less than the other, or otherwise; null where it asks for as much. */
function lackOf(was: Drilled, is: Drilled): string | null {
  for (const what of ["handler", "fixture"] as const) {
    const [before, now] = [was, is].map((one) => `${one[what].name} ${one[what].version}`);
    if (before !== now) return `of ${what} ${before}, and is of ${now} now`;
  }
  if (was.version !== is.version) return `version ${was.version}, and is version ${is.version} now`;
  if (is.size < was.size) return `of batches of ${count(was.size)}, and is of ${count(is.size)} now`;
  const fewer = was.engines.filter((engine) => !is.engines.includes(engine));
  return fewer.length === 0 ? null : `on ${was.engines.join(" and ")}, and is not on ${fewer.join(" and ")} now`;
}
