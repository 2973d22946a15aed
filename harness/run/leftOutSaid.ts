import { inWords, lowered, shorten } from "../words.ts";
import type { Judgement } from "./judgement.ts";

const DEMANDS = 3;
const TYPES = 3;

/** Which types are asked by the suite's own criteria, and what their ladder demands besides; one sentence, where any leave something out. */
export function leftOutSaid({ types, ladder, run }: Pick<Judgement, "types" | "ladder" | "run">): string[] {
  const own = types.filter(
    ({ type, leftOut }) =>
      leftOut !== null && leftOut.length > 0 && (run.selection.ask == null || run.selection.ask.includes(type)),
  );
  if (own.length === 0) return [];
  const titles = own.slice(0, TYPES).map(({ title }) => `“${shorten(title, 40)}”`);
  const who =
    own.length > TYPES ? `${inWords(own.length, true)} action types` : titles.join(" and ").replaceAll(/ and (?=.* and )/g, ", ");
  const demands = [...new Set(own.flatMap(({ leftOut }) => leftOut ?? []))];
  const some = demands.slice(0, DEMANDS).map((demand) => lowered(demand));
  const more = demands.length > DEMANDS ? `; and ${inWords(demands.length - DEMANDS)} more` : "";
  return [
    `${who} ${own.length === 1 ? "is" : "are"} judged by the suite’s own criteria. The ladder “${shorten(ladder.name, 40)}” demands besides: ${some.join("; ")}${more}.`,
  ];
}
