import { count, duration, type Finding, inWords, many, type TypeJudgement } from "earnest";
import type { TypeView } from "./typeView.ts";
import { type Badge, stateOf } from "./verdict.ts";
import { moment } from "./words.ts";

/** What a gate may ask of drills. */
const ASKED = ["drillRestores", "undoneWithin", "drillsHold"];

/** Drills that people wrote into the suite's own file, of types for which earnest ran none; null where there are none. */
export function writtenDrills(types: readonly TypeView[]) {
  const written = types.filter(({ judged }) => judged.drills.recorded.n > 0);
  if (written.length === 0) return null;
  return {
    find: findingOf(written),
    rows: written.map(({ title, anchor, judged }) => ({
      title,
      anchor,
      ...newestOf(judged.drills),
      checks: asked(judged).map(({ limit, verdict, because }): { limit: string; state: Badge; because: string } => ({
        limit,
        state: stateOf(verdict),
        because,
      })),
    })),
  };
}

function findingOf(written: readonly TypeView[]): string {
  const gated = written.filter(({ judged }) => asked(judged).length > 0);
  const failing = gated.filter(({ judged }) => asked(judged).some(({ verdict }) => verdict === "not-met"));
  const met = gated.filter(({ judged }) => asked(judged).every(({ verdict }) => verdict === "met")).length;
  const names = failing.slice(0, 5).map(({ title }) => `“${title}”`);
  const states = [
    met > 0 && `${inWords(met)} ${met === 1 ? "meets" : "meet"} what the gate asks of drills`,
    failing.length > 0 &&
      `${inWords(failing.length)} ${failing.length === 1 ? "does" : "do"} not (${names.join(", ")}${failing.length > names.length ? " and more" : ""})`,
    gated.length > met + failing.length && `${inWords(gated.length - met - failing.length)} cannot be decided yet`,
    written.length > gated.length && `${inWords(written.length - gated.length)} is not asked for any`,
  ].filter((part) => part !== false);
  return `The undo drills of ${many(written.length, "action type")} were not run by earnest: they are from the suite’s own file. Of these types, ${states.join(", ")}.`;
}

/** What its gate asks of drills, each demand once: for moving up, else for going on, else for staying. */
function asked({ decided: { climb, hold, stay } }: TypeJudgement): Finding[] {
  const found = [...climb, ...hold, ...stay].filter(({ criterion }) => ASKED.includes(criterion.name));
  return [...new Map(found.toReversed().map((one) => [one.criterion.name, one])).values()];
}

function newestOf({ recorded: { newest, n } }: TypeJudgement["drills"]): { readonly newest: string; readonly of: string } {
  if (newest === null) return { newest: "", of: "" };
  const { actions, restored, seconds, at, system, agent } = newest;
  return {
    newest: `${count(restored)} of ${count(actions)} restored in ${duration(seconds)}`,
    of: `${n === 1 ? "" : `the newest of ${count(n)}: `}${moment(at)}, in ${system}, with version ${agent}`,
  };
}
