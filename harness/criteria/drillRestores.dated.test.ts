import { expect, test } from "vitest";
import type { DrillRecord } from "../evidence/drills.ts";
import { evidenceOf, NO_FACTS } from "./evidenceOf.ts";
import { drillRestores } from "./index.ts";

const DAY = 86_400_000;
const asked = drillRestores({ size: 50, minutes: 15, days: 90 });

/** A drill so many days after the last moment that the evidence speaks of. */
const drill = (after: number, more: Partial<DrillRecord> = {}): DrillRecord => ({
  type: "a",
  at: new Date(Date.parse(NO_FACTS.asOf) + after * DAY).toISOString(),
  agent: NO_FACTS.version,
  by: "Kim Lee",
  system: "a copy",
  actions: 50,
  restored: 50,
  seconds: 600,
  ...more,
});
const found = (...drills: readonly DrillRecord[]) => asked.judge(evidenceOf({}, [], { drills }), "changes");

test.each([
  [-90, "met", "90 days before the last case or run"],
  [-91, "insufficient", "91 days before the last case or run"],
  [0, "met", "no longer ago than the last case or run"],
  [90, "met", "90 days after the last case or run"],
  [91, "insufficient", "and is dated 91 days ahead of the evidence"],
  [26_000, "insufficient", "ahead of the evidence"],
])("a drill %d days after the evidence is %s", (after, verdict, said) => {
  expect(found(drill(after))).toMatchObject({ verdict, because: expect.stringContaining(said) });
});

test("a date that is far ahead hides no drill that counts, and outlives none that failed", () => {
  expect(found(drill(26_000), drill(-10))).toMatchObject({ verdict: "met", because: expect.stringContaining("10 days before") });
  expect(found(drill(26_000), drill(-5, { restored: 49 }), drill(-10)).verdict).toBe("insufficient");
});
