import type { Judgement } from "earnest";
import { expect, test } from "vitest";
import { leaksSay } from "./hygiene.ts";

type Run = Judgement["run"];

const probe = (clusters: number) => ({ leaks: { cases: 40, clusters, fields: 12, unlooked: 0, found: [] } }) as unknown as Run;

test("that nothing was found is said only where there was enough to find it in", () => {
  expect(leaksSay(probe(30))).toBe("none found; 12 fields of 40 cases looked at");
  expect(leaksSay(probe(29))).toBe(
    "too few cases to tell (29 clusters, and it takes 30), and none found in them; 12 fields of 40 cases looked at",
  );
});
