import { expect, test } from "vitest";
import { agreementAtLeast } from "../criteria/index.ts";
import type { ActionRow } from "../suite.ts";
import { deskSuite, runFolder, runInto } from "./deskRun.ts";
import { judge } from "./judge.ts";

/** What page 1 says of a ceiling that was not set. */
async function said(actions: Record<string, ActionRow>): Promise<string[]> {
  using dir = runFolder();
  const suite = deskSuite({ cases: [{ id: "a", decided: ["pay"], proposed: ["pay"] }], actions });
  await runInto(dir.path, suite);
  return judge(suite, dir.path).judgement.caveats.filter((sentence) => sentence.includes("no ceiling"));
}

const toL4: ActionRow = { title: "Pay", at: "L3", ask: "L4", climb: [agreementAtLeast(0.95)], owners: { business: "R. Ahmed" } };
const ONE = ["“Pay” asks to act alone and does not say what can go wrong: no ceiling was set."];

test.each<[string, ActionRow, string[]]>([
  ["that cannot be undone", { ...toL4, reversibility: "irreversible" }, ONE],
  ["of which nobody says whether it can be undone", toL4, ONE],
  ["that is consequential", { ...toL4, reversibility: "reversible", consequential: "it moves money" }, ONE],
  ["that can be undone and is not consequential", { ...toL4, reversibility: "reversible" }, []],
  ["that declares its risk", { ...toL4, reversibility: "irreversible", risk: { tier: "low" } }, []],
  ["that asks for a rung with an approval", { ...toL4, at: "L2", ask: "L3" }, []],
  ["that asks for nothing", { at: "L4" }, []],
])("a type %s", async (_, row, sentences) => {
  expect(await said({ pay: row })).toEqual(sentences);
});

test("several are named in one sentence", async () => {
  expect(await said({ pay: toL4, lend: { ...toL4, title: "Lend" } })).toEqual([
    "“Pay”, “Lend” ask to act alone and do not say what can go wrong: no ceiling was set.",
  ]);
});
