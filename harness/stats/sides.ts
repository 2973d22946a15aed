import { refuseUnlessInside } from "./refuse.ts";

/** Which ends an interval claims: both, or only one with the whole error on it (the other end is then 0 or 1). */
export type Sides = "two" | "lower" | "upper";

/** The error left outside each claimed end: (1 - confidence) / 2 for two sides, 1 - confidence for one. */
export function tailOf(confidence: number, sides: Sides): number {
  refuseUnlessInside("confidence", confidence);
  return sides === "two" ? (1 - confidence) / 2 : 1 - confidence;
}
