import { expect, test } from "vitest";
import { ConfidenceCount } from "../evidence/confidence.ts";
import type { ConfidenceUse } from "../evidence/confidenceUse.ts";
import { confidenceLine } from "./confidenceLine.ts";

test("one sentence on one line, and a title cannot move the cursor", () => {
  const count = new ConfidenceCount();
  for (let i = 0; i < 1000; i++) {
    const cell = { decided: "x", proposed: "x", outcome: "match", proposedAction: 0, confidence: i < 710 ? 0.91 : 0.1 } as const;
    count.add({ id: `${i}`, cluster: `${i}`, attempts: [[i < 710 ? cell : { ...cell, outcome: "params" }]] });
  }
  const line = confidenceLine("Pay\nback\u001b[2J", count.of("x") as ConfidenceUse);
  expect(line).toBe(
    "Pay backU+001B[2J: act alone from a confidence of 0.2 on: at most 2% differ from the person’s decision (95% confidence); that keeps 71.0% of the cases in which it proposed this (710 of 1,000).",
  );
});
