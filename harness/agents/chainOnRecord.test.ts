import { expect, test } from "vitest";
import type { Proposal, Toolbox } from "../agent.ts";
import { defineDataset } from "../dataset/defineDataset.ts";
import { runFolder, runInto } from "../run/deskRun.ts";
import { openRun } from "../run/openRun.ts";
import { rows } from "../sources/rows.ts";
import { readySuite } from "../suite.ts";
import { inProcess } from "./inProcess.ts";

const WHO = "jane.roe@corp.example";

type Propose = (toolbox: Toolbox) => Proposal | undefined | Promise<Proposal | undefined>;

/** What the ledger holds of an agent that answers one case. */
async function onRecord(propose: Propose): Promise<unknown> {
  using dir = runFolder();
  const raw = { id: "a", input: null, decisions: [{ actions: [] }] };
  const suite = readySuite({
    name: "desk",
    dataset: defineDataset({ name: "desk", cases: rows("memory", [{ raw, where: { file: "memory", line: 1 } }]), redact: {} }),
    agent: inProcess({ name: "clerk", version: "1", propose: (_, toolbox) => propose(toolbox) }),
    actions: { tag: {} },
  });
  await runInto(dir.path, suite);
  const [row] = [...openRun(dir.path).rows].filter(({ kind }) => kind === "case");
  return row?.kind === "case" ? row.observations[0] : undefined;
}

test.each<[string, Propose]>([
  [
    "written",
    async (toolbox) => {
      await toolbox.write("tag", {}, { chain: ["planner", WHO] });
      return undefined;
    },
  ],
  [
    "called",
    async (toolbox) => {
      await toolbox.call("tag", { chain: ["planner", WHO] });
      return undefined;
    },
  ],
  ["returned", () => ({ kind: "act", actions: [{ type: "tag", params: {}, chain: ["planner", WHO] }] })],
])("the chain of an act that was %s is in the ledger, redacted like all an agent says", async (_, propose) => {
  expect(await onRecord(propose)).toMatchObject({
    proposal: { actions: [{ type: "tag", params: {}, chain: ["planner", expect.stringMatching(/^\[email:\w+\]$/)] }] },
  });
});

test.each<[string, readonly unknown[]]>([
  ["nobody", []],
  ["more than 20 names", Array(21).fill("a")],
  ["a name of more than 200 characters", ["a".repeat(201)]],
  ["an empty name", [""]],
  ["what is no name", [7]],
])("a chain of %s makes the attempt unusable, however it is given", async (_, given) => {
  const chain = given as readonly string[];
  for (const propose of [
    (toolbox: Toolbox) => void toolbox.write("tag", {}, { chain }),
    () => ({ kind: "act" as const, actions: [{ type: "tag", params: {}, chain }] }),
  ]) {
    const seen = await onRecord((toolbox) => propose(toolbox) ?? undefined);
    expect(seen).toMatchObject({ kind: "failed", code: "unusable", because: expect.stringContaining("actions.0.chain") });
  }
});
