import type { LeakFinding, LeakProbe } from "../dataset/leakProbe.ts";
import { count, many, percent, shorten, visibleLine } from "../words.ts";

/** Fewer clusters than this cannot show that no field of the input holds the answer. */
export const CLUSTERS_TO_TELL = 30;

/** So many are said one by one. */
const SAID = 3;
const CHECK = "it may hold the answer, and somebody who knows the data has to check when it was written";

/** What the first screen says of fields that may hold the answer; what the dataset declares as known, and short params that can be copied, are no warning. */
export function leaksSaid(probe: LeakProbe | null | undefined): string[] {
  const found = (probe?.found ?? []).filter(({ kind, known }) => kind !== "copies" && known === null);
  const more = found.length - SAID;
  return [
    ...found.slice(0, SAID).map(leakSaid),
    ...(more > 0 ? [`${many(more, "more field")} of the input may hold the answer; the header of the run lists them.`] : []),
  ];
}

/** One finding in one sentence. */
export function leakSaid({ field, kind, of, rate, n, beside, among, example }: LeakFinding): string {
  const name = `“${visibleLine(shorten(field, 60))}”`;
  const inCases = `${percent(rate)} of ${many(n, "case")}${among === "all" ? "" : " that have it"}`;
  if (kind === "tells") {
    const what = of === "value" ? `The field ${name} alone` : `${READ[of] ?? "What stands in"} the field ${name} alone`;
    return `${what} tells what people decided in ${inCases}, where always guessing the commonest decision is right in ${percent(beside ?? 0)}: ${CHECK}.`;
  }
  if (kind === "later") {
    return `The field ${name} holds a moment after the ${of} in ${inCases}, such as ${example}: unless it was planned beforehand, ${CHECK}.`;
  }
  if (kind === "copies") {
    return `“${visibleLine(shorten(of, 40))}” can be copied from the field ${name} in ${inCases}: an agent that copies it has shown nothing more.`;
  }
  return `What people wrote as “${visibleLine(shorten(of, 40))}” stands word for word in the field ${name} in ${inCases} (${count(Math.round(rate * n))}): ${CHECK}.`;
}

const READ: Readonly<Record<string, string>> = {
  presence: "The mere presence of",
  mention: "The action type named in",
  "first word": "The first word in",
  range: "The size of",
  length: "The length of",
};
