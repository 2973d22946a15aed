import { describe, expect, test } from "vitest";
import type { Comparison } from "../compare.ts";
import { DriftCount } from "./driftCount.ts";

const cell = (match: boolean, more: Partial<Comparison> = {}): Comparison => ({
  decided: "close",
  proposed: "close",
  outcome: match ? "match" : "params",
  decidedAction: 0,
  proposedAction: 0,
  ...more,
});

/** Nights of 40 cases, each with so many misses. */
function watched(misses: readonly number[], base = 0.9): DriftCount {
  const count = new DriftCount(new Map([["close", base]]));
  for (const [night, wrong] of misses.entries()) {
    count.begin(`2026-06-${String(night + 1).padStart(2, "0")}T00:00:00.000Z`);
    for (let i = 0; i < 40; i++) count.add(`${night}-${i}`, [cell(i >= wrong)]);
  }
  return count;
}

describe("the drift watch of a judgement", () => {
  test("stays silent while the rate holds, and names the night on which it rang", () => {
    expect(watched(Array(30).fill(3)).of("close")).toEqual({ nights: 30, base: 0.9, alarm: null });
    const dropped = watched([...Array(10).fill(3), ...Array(10).fill(16)]).of("close");
    expect(dropped).toMatchObject({ nights: 20, alarm: expect.stringMatching(/^2026-06-1[123]T/) });
  });

  test("says nothing of one night alone, nor where there is no rate to hold", () => {
    expect(watched([3]).of("close")).toBeNull();
    expect(watched([3, 3]).of("other")).toBeNull();
  });

  test("counts a cluster as one vote, and leaves out what the envelope kept back", () => {
    const count = new DriftCount(new Map([["close", 0.9]]));
    for (const night of ["2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z"]) {
      count.begin(night);
      for (let i = 0; i < 60; i++) count.add("one customer", [cell(false)]);
      for (let i = 0; i < 60; i++) count.add(`kept-${i}`, [cell(true, { would: "escalate", outcome: "escalated" })]);
    }
    // One miss a night rings no alarm; sixty would.
    expect(count.of("close")).toEqual({ nights: 2, base: 0.9, alarm: null });
    expect(watched([40, 40]).of("close")?.alarm).not.toBeNull();
  });
});
