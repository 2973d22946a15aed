import { expect, test } from "vitest";
import type { Comparison } from "../compare.ts";
import { EDetector } from "../stats/eDetector.ts";
import { DriftCount } from "./driftCount.ts";

const cell = (match: boolean): Comparison => ({
  decided: "close",
  proposed: "close",
  outcome: match ? "match" : "params",
  decidedAction: 0,
  proposedAction: 0,
});
const night = (i: number) => new Date(Date.UTC(2026, 0, 1 + i)).toISOString();
const BASE = 0.9;

/** Nights of clusters, each with the cases of it that match and those that do not. */
function watched(nights: readonly (readonly (readonly boolean[])[])[]): DriftCount {
  const count = new DriftCount(new Map([["close", BASE]]));
  for (const [i, clusters] of nights.entries()) {
    count.begin(night(i));
    for (const [c, cases] of clusters.entries()) for (const match of cases) count.add(`${i}-${c}`, [cell(match)]);
  }
  return count;
}

test("a cluster votes with the share of its cases that match, not for all of them with any one", () => {
  const [whole, half] = [Array(14).fill([true, true]), Array(6).fill([true, false])];
  const nights = Array.from({ length: 60 }, () => [...whole, ...half]);
  const firstOf = (matches: number, shares: number) => {
    const detector = new EDetector({ share: BASE, nights: 365 });
    for (const _ of nights) detector.add({ matches, misses: 0, shares: Array<number>(shares).fill(0.5) });
    return detector.alarmNight;
  };
  const at = firstOf(14, 6) ?? expect.fail("it never rang");
  expect(watched(nights).of("close")?.alarm).toBe(night(at - 1));
  for (const others of [firstOf(20, 0), firstOf(20, 6)]) expect(others).not.toBe(at);
});

test("the watch rings at one false alarm in 365 nights: the night it names is that of such a detector", () => {
  // A drop so small that the number of nights decides when it is noticed.
  const nights = Array.from({ length: 40 }, () => Array.from({ length: 20 }, (_, i) => [i >= 4]));
  const rung = new EDetector({ share: BASE, nights: 365 });
  const firstOf = (detector: EDetector) => {
    for (const _ of nights) detector.add({ matches: 16, misses: 4 });
    return detector.alarmNight;
  };
  const at = firstOf(rung) ?? expect.fail("it never rang");
  expect(watched(nights).of("close")?.alarm).toBe(night(at - 1));
  // Others would ring on another night, so that the night tells them apart.
  for (const others of [100, 36_500]) expect(firstOf(new EDetector({ share: BASE, nights: others }))).not.toBe(at);
});
