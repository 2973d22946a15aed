import type { Json } from "../action.ts";
import { isRecord } from "./equal.ts";

/** A model judge as it stands in a comparator's stamp. */
export interface JudgeStamp {
  readonly name: string;
  readonly version: string;
  /** sha-256 of its rulings. */
  readonly digest: string;
  /** Pairs it has ruled on, and rulings in the file of other judges or versions. */
  readonly ruled: number;
  readonly ignored: number;
}

/** Every model judge that a stamped comparator asks, however deep; none for a comparator that asks nobody. */
export function judgesIn(stamped: Json): readonly JudgeStamp[] {
  if (Array.isArray(stamped)) return distinct(stamped.flatMap(judgesIn));
  if (!isRecord(stamped)) return [];
  const { name, params } = stamped;
  if (name === "judged" && isRecord(params) && isRecord(params["judge"]) && isRecord(params["rulings"])) {
    const [{ name: judge, version }, { digest, ruled, ignored }] = [params["judge"], params["rulings"]];
    return [
      { name: String(judge), version: String(version), digest: String(digest), ruled: Number(ruled), ignored: Number(ignored) },
    ];
  }
  return distinct(Object.values(stamped as Readonly<Record<string, Json>>).flatMap(judgesIn));
}

function distinct(judges: readonly JudgeStamp[]): JudgeStamp[] {
  return [...new Map(judges.map((judge) => [JSON.stringify([judge.name, judge.version, judge.digest]), judge])).values()];
}
