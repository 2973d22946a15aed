import type { Judgement, TypeJudgement } from "earnest";
import { rungName } from "./rung.ts";

/** What the risk of an action type allows at most, way of weighing by way of weighing; null where its risk is not declared. */
export function ceilingView({ ladder }: Judgement, { ceiling, decided }: TypeJudgement) {
  if (ceiling === null) return null;
  const { bounds, highest, bars } = ceiling;
  return {
    says: `${highest === null ? "Its risk allows no rung of this ladder" : `Its risk allows at most ${rungName(ladder, highest)}`}, whatever the evidence.`,
    stands: bars.at
      ? `It stands at ${decided.at}, which is above that.`
      : bars.ask
        ? `It asks for ${decided.ask ?? "more"}, which is above that.`
        : decided.ask === null
          ? ""
          : `It asks for ${decided.ask}, which is within that.`,
    bounds: bounds.map(({ from, rung, because }) => ({ from, rung, because, lowest: rung === bounds[0]?.rung })),
  };
}

/** Which bound decided, where it was not the evidence; empty where it was. */
export function boundSaid({ verdict, bound }: TypeJudgement["decided"]): string {
  if (bound !== "ceiling") return "";
  return verdict === "demote" ? "Moved down by its risk, not by the evidence" : "Held by its risk, not by the evidence";
}
