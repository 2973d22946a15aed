import { expect, test } from "vitest";
import { agreementAtLeast } from "../criteria/index.ts";
import { atMost, onlyWhen, type Rule } from "../policy.ts";
import { type DeskCase, deskSuite, runFolder, runInto } from "./deskRun.ts";
import { judge } from "./judge.ts";
import type { ObserveOptions } from "./observe.ts";

const cases = Array.from({ length: 20 }, (_, i): DeskCase & { readonly at: string } => ({
  id: `c${i}`,
  at: new Date(Date.UTC(2026, 2, 1, i)).toISOString(),
  slices: { desk: i % 2 === 0 ? "day" : "night" },
  decided: ["pay"],
  proposed: ["pay"],
}));

/** What page 1 says of limits over time, after a run over some of the cases. */
async function said(envelope: readonly Rule[], options: Partial<ObserveOptions>): Promise<string[]> {
  using dir = runFolder();
  const actions = { pay: { title: "Pay", at: "L3", ask: "L4", climb: [agreementAtLeast(0.95)], envelope } };
  const suite = deskSuite({ cases, actions });
  await runInto(dir.path, suite, options);
  return judge(suite, dir.path).judgement.caveats.filter((sentence) => sentence.includes("over time"));
}

const FEWER = [
  "“Pay”: limits over time counted only the cases that were asked about, so more came through than would have with all of them, and hand-overs look rarer than they would be.",
];

test.each<[string, Partial<ObserveOptions>, string[]]>([
  ["all of the cases", {}, []],
  ["a part of them", { limit: 5 }, FEWER],
  ["those of one slice", { filter: { desk: "day" } }, FEWER],
])("limits over time, and a run over %s", async (_, options, sentences) => {
  expect(await said([atMost(2, "per day")], options)).toEqual(sentences);
});

test("a limit on each act alone sees all there is to see", async () => {
  expect(await said([onlyWhen("true", { says: "Anything.", control: "gateway" })], { limit: 5 })).toEqual([]);
});
