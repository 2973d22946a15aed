import { expect, test } from "vitest";
import type { DriftFacts } from "../evidence/typeFacts.ts";
import { evidenceOf } from "./evidenceOf.ts";
import { noDriftAlarm } from "./noDriftAlarm.ts";

const judged = (drift: DriftFacts | null) => noDriftAlarm({ nights: 20 }).judge(evidenceOf({}, [], { drift }), "decisions");

test.each([null, "2026-06-01T00:00:00.000Z"])("alarm %s: the answer names how often an alarm rings for nothing", (alarm) => {
  const { verdict, because } = judged({ nights: 20, base: 0.95, alarm });
  expect(verdict).toBe(alarm === null ? "met" : "not-met");
  expect(because).toContain("If nothing changed, a false alarm comes on average no sooner than every 365 nights.");
  expect(because).not.toContain("no longer does");
});
