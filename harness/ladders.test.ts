import { expect, test } from "vitest";
import { EarnestError } from "./errors.ts";
import { evidenceLadder, rungIndex } from "./ladders.ts";

test("the ladder is climbed from L0 to L5, each rung with what the agent and what the person does", () => {
  expect(evidenceLadder.rungs.map(({ id }) => rungIndex(evidenceLadder, id))).toEqual([0, 1, 2, 3, 4, 5]);
  expect(evidenceLadder.rungs.map(({ id }) => id)).toEqual(["L0", "L1", "L2", "L3", "L4", "L5"]);
  for (const { name, agent, person } of evidenceLadder.rungs) expect([name, agent, person]).not.toContain("");
});

test("a rung that is not on it stops the suite", () => {
  expect(() => rungIndex(evidenceLadder, "l4")).toThrow(EarnestError);
});
