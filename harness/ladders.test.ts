import { expect, test } from "vitest";
import type { Criterion } from "./criteria/criterion.ts";
import { NO_FACTS } from "./criteria/evidenceOf.ts";
import { EarnestError } from "./errors.ts";
import type { DriftFacts } from "./evidence/typeFacts.ts";
import { decide, stayCriteria } from "./gate.ts";
import { evidenceFrom, justEnough } from "./ladders/justEnough.ts";
import { evidenceLadder, fourLevels, phased, rungIndex, sixStages, supervisedFour } from "./ladders.ts";
import { gateOf } from "./suite/gateOf.ts";

test("the ladder is climbed from L0 to L5, each rung with what the agent and what the person does", () => {
  expect(evidenceLadder.rungs.map(({ id }) => rungIndex(evidenceLadder, id))).toEqual([0, 1, 2, 3, 4, 5]);
  expect(evidenceLadder.rungs.map(({ id }) => id)).toEqual(["L0", "L1", "L2", "L3", "L4", "L5"]);
  for (const { name, agent, person } of evidenceLadder.rungs) expect([name, agent, person]).not.toContain("");
});

test("a rung that is not on it stops the suite", () => {
  expect(() => rungIndex(evidenceLadder, "l4")).toThrow(EarnestError);
});

test("a drift alarm rings now and then where nothing changed: on every ladder it holds back, and takes no rung", () => {
  const rungs = [evidenceLadder, fourLevels, phased, sixStages, supervisedFour].flatMap((ladder) => ladder.rungs);
  const watched = (criteria: readonly Criterion[] = []) => criteria.some(({ name }) => name === "noDriftAlarm");
  expect(rungs.filter(({ stay }) => watched(stay)).map(({ name }) => name)).toEqual([]);
  expect(rungs.filter(({ hold }) => watched(hold)).map(({ name }) => name)).toContain("autonomous");
  const alarm = { nights: 30, base: 0.95, alarm: "2026-05-01T00:00:00.000Z" };
  const stands = { at: "L4", ask: "L5", baseline: { failures: 60, n: 1000, margin: 0.02 } };
  const gate = { ...gateOf("a", stands, evidenceLadder), hold: evidenceLadder.rungs.at(-1)?.hold ?? [] };
  const { shown, facts } = justEnough([...gate.climb, ...gate.hold, ...gate.stay]);
  const criteria = [...gate.climb, ...gate.hold, ...stayCriteria(gate)];
  const answer = (drift: DriftFacts) =>
    decide(gate, evidenceFrom({ shown, facts: { ...facts, drift } }, criteria), "decisions", NO_FACTS.wall).verdict;
  expect([answer({ ...alarm, alarm: null }), answer(alarm)]).toEqual(["promote", "hold"]);
});
