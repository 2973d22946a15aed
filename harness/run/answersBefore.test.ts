import { join } from "node:path";
import { expect, test } from "vitest";
import { agreementAtLeast, seriousAtMost } from "../criteria/index.ts";
import { type Desk, type DeskCase, deskSuite, runFolder, runInto } from "./deskRun.ts";
import { judge } from "./judge.ts";
import type { Judgement } from "./judgement.ts";

const actions: Desk["actions"] = {
  a: { at: "L3", ask: "L4", serious: ["overreach"], climb: [agreementAtLeast(0.9), seriousAtMost(0.5)] },
  b: {},
};
const alike = (from: number, n: number): DeskCase[] =>
  Array.from({ length: n }, (_, i) => ({ id: `${from + i}`, decided: ["a"], proposed: ["a"] }));
const other = (id: string, decided: readonly string[], proposed: readonly string[]): DeskCase => ({ id, decided, proposed });

/** Judges each of the nights with all before it. */
async function judgedNightly(nights: readonly (readonly DeskCase[])[], more: Partial<Desk> = {}): Promise<Judgement[]> {
  using dir = runFolder();
  const dirs = nights.map((_, i) => join(dir.path, `${i}`));
  for (const [i, cases] of nights.entries())
    await runInto(dirs[i] as string, deskSuite({ cases, actions, ...more }), { id: `run-${i}`, now: () => i * 86_400_000 });
  const suite = deskSuite({ cases: [], actions, ...more });
  return dirs.map((_, i) => judge(suite, dirs.slice(0, i + 1)).judgement);
}

const answersOf = ({ types }: Judgement) => types.map(({ type, decided: { verdict } }) => ({ type, verdict }));

test("one run has nothing before it", async () => {
  const [one] = await judgedNightly([alike(0, 20)]);
  expect(one?.before).toBeNull();
});

test.each([{}, { clusterCap: 1 }])("the answers before are those of the same runs without the newest, %j", async (more) => {
  const bad = Array.from({ length: 60 }, (_, i) => other(`${500 + i}`, ["none"], ["a"]));
  const [first, second, third] = await judgedNightly([alike(0, 40), alike(100, 200), bad], more);
  if (first === undefined || second === undefined || third === undefined) throw new Error("three nights");
  expect(second.before).toEqual({ run: "run-0", answers: answersOf(first) });
  expect(third.before).toEqual({ run: "run-1", answers: answersOf(second) });
  expect([first, second, third].map((one) => answersOf(one)[0]?.verdict)).toEqual(["promote", "promote", "insufficient"]);
});

test("ids of serious disagreements over all runs, and of those that the newest run brought", async () => {
  const early = [...alike(0, 5), other("early", [], ["a"]), other("gave-up", ["a"], ["escalate"])];
  const late = [...alike(10, 5), other("early", ["a"], ["a"]), other("late", ["b"], ["a"]), other("late-serious", [], ["a"])];
  const [first, both] = await judgedNightly([early, late]);
  expect(first?.worth).toEqual({ serious: { n: 1, ids: ["early"] }, newest: { n: 1, ids: ["early"] } });
  expect(both?.worth.serious).toEqual({ n: 2, ids: ["early", "late-serious"] });
  expect({ ...both?.worth.newest, ids: both?.worth.newest.ids.toSorted() }).toEqual({ n: 2, ids: ["late", "late-serious"] });
});

test("of many, the first fifty are named and all are counted", async () => {
  const many = Array.from({ length: 70 }, (_, i) => other(`x${i}`, [], ["a"]));
  const [one] = await judgedNightly([many]);
  expect(one?.worth.serious.n).toBe(70);
  expect(new Set(one?.worth.serious.ids).size).toBe(50);
});
