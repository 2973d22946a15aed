import { sameJson } from "../canonical.ts";
import { many, shorten } from "../words.ts";
import { type CriterionKept, criteriaChanges } from "./criteriaChanges.ts";

/** What of a ladder decides. */
export interface LadderKept {
  /** Days between one promotion and the next; null where it asks for none. */
  readonly pace: number | null;
  readonly rungs: readonly RungKept[];
}

interface RungKept {
  readonly id: string;
  readonly climb: readonly CriterionKept[];
  readonly stay: readonly CriterionKept[];
  readonly hold: readonly CriterionKept[];
  /** What it stands for, whether the agent acts alone there, and whatever comes to it. */
  readonly [more: string]: unknown;
}

/** A ladder that is climbed sooner, or whose rungs are not what they were; one that only asks for more is stricter. */
export function ladderChanges(was: LadderKept, is: LadderKept): string[] {
  const ids = [...new Set([...was.rungs, ...is.rungs].map(({ id }) => id))];
  const other = ids.filter((id) => {
    const [before, now] = [was, is].map(({ rungs }) => rungs.findIndex((rung) => rung.id === id)) as [number, number];
    return before !== now || isOther(was.rungs[before] as RungKept, is.rungs[now] as RungKept);
  });
  return [
    ...(was.pace !== null && (is.pace === null || is.pace < was.pace)
      ? [
          `the ladder asked for ${many(was.pace, "day")} between one promotion and the next, and asks for ${is.pace === null ? "none" : many(is.pace, "day")} now`,
        ]
      : []),
    ...(other.length === 0 ? [] : [`the ladder is not what it was: ${shorten(other.join(", "), 100)}`]),
  ];
}

function isOther(was: RungKept, is: RungKept): boolean {
  const rest = ({ climb, stay, hold, ...more }: RungKept) => more;
  const asksLess = (["climb", "stay", "hold"] as const).some((list) => criteriaChanges("", was[list], is[list]).length > 0);
  return asksLess || !sameJson(rest(was), rest(is));
}
