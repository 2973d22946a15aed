import type { ReadySuite } from "../suite.ts";
import type { Judgement } from "./judgement.ts";
import { namesOf } from "./namesOf.ts";

type Flow = Pick<Judgement["flow"], "filtered" | "beyondLimit" | "missing" | "saved" | "uncounted">;

/** Where envelopes limit over time and only a part of the cases counts, what the limits could not see; one sentence, or none. */
export function windowsSaid(
  { actions, policies, title }: Pick<ReadySuite, "actions" | "policies" | "title">,
  { filtered, beyondLimit, missing, saved, uncounted }: Flow,
): string[] {
  const windowed = Object.keys(actions).filter((type) => policies.under(type)?.windowed === true);
  if (windowed.length === 0 || filtered + beyondLimit + missing + saved + uncounted === 0) return [];
  return [
    `${namesOf(windowed.map((type) => ({ title: title(type) })))}: limits over time counted only the cases that were asked about, so more came through than would have with all of them, and hand-overs look rarer than they would be.`,
  ];
}
