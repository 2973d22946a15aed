import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, expect, test } from "vitest";
import { heldPairs } from "../review/heldPairs.ts";
import { planReview } from "../review/planReview.ts";
import { shown } from "../review/shown.ts";
import { readRun } from "../run/readRun.ts";
import { earnest, root } from "./earnestProcess.ts";
import { loadSuite } from "./loadSuite.ts";

mkdirSync(join(root, ".earnest"), { recursive: true });
const dir = relative(root, mkdtempSync(join(root, ".earnest", "blind-")));
afterAll(() => rmSync(join(root, dir), { recursive: true }));

/**
 * What may tell is what was decided: an agent that quarantines more than people do can be known by it, and no masking helps. What may not
 * is everything else: handing over, who wrote it, why, and which case it is.
 */
test("pairs of a real run tell by what was decided alone", { timeout: 120_000 }, async () => {
  const run = join(dir, "run");
  const args = ["run", "suites/inbox-triage/suite.ts", "--limit", "400", "--run-dir", run, "-q"];
  expect((await earnest(args)).code).toBe(0);
  const { suite } = await loadSuite(join(root, "suites/inbox-triage/suite.ts"), undefined);
  const folder = join(root, run);
  const plan = planReview(suite, folder);
  const held = [...heldPairs(suite, folder, plan.items)].map(([id, one]) => ({ id, ...one }));
  expect(held).toHaveLength(plan.items.length);
  const handedBy = (who: string) => held.filter(({ pair }) => pair.handedBy === who).length;
  // Here the agent alone hands over, and often.
  expect(plan.disagreements).toBeGreaterThan(40);
  expect([handedBy("agent"), handedBy("person")]).toEqual([0, 0]);
  const reasons = new Map<string, string>();
  readRun(folder, {
    case({ case: one, observations: [first] }) {
      if (first?.kind === "proposed") reasons.set(one.id, String(first.proposal.because ?? ""));
    },
  });
  for (const [item, { id, pair, context }] of held.entries()) {
    const { boxes } = shown(item, pair, context, "a secret of at least 16", "R-01");
    const text = JSON.stringify(boxes);
    for (const word of [id, reasons.get(id) || id]) expect(text).not.toContain(word);
    // The same rows in the same order, each as long on the wire.
    const rows = boxes.map((box) => JSON.stringify(box.rows.map(({ act, field, differs }) => [act, field, differs])));
    expect(new Set(rows).size).toBe(1);
    expect(new Set(boxes.map((box) => Buffer.byteLength(JSON.stringify(box)))).size).toBe(1);
  }
});
