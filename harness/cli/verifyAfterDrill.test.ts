import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { root } from "./earnestProcess.ts";
import { DrillPlace } from "./testing/drillProcess.ts";

const place = new DrillPlace();
afterAll(() => place[Symbol.dispose]());
const decisions = [{ actions: [{ type: "lend", params: { book: "p-0", copies: 1 } }] }];
writeFileSync(
  join(root, place.in("cases.jsonl")),
  `${JSON.stringify({ id: "case-0", input: { n: 0, copies: 1 }, decisions })}\n`,
);

test("drills that came after the report are named, and its pages are not called changed", { timeout: 60_000 }, async () => {
  const run = place.in(".earnest/runs/one");
  // Where drills are kept that were given no folder of their own.
  expect((await place.runWithin(["run", "suite.mjs", "--run-dir", ".earnest/runs/one", "-q"])).code).toBe(0);
  await place.runWithin(["drill", "suite.mjs", "--fixture", "sqlite", "--fault", "timed", "-q"]);
  const said = async () => {
    const { code, stdout } = await place.runWithin(["verify", ".earnest/runs/one"]);
    return { code, stdout: stdout.replaceAll(/\s+/g, " ") };
  };
  const after = await said();
  expect(after.code).toBe(0);
  expect(after.stdout).toMatch(/none the report was drawn without the drills \S+, which are there now/);
  for (const name of ["report.json", "report.html"]) rmSync(join(root, run, name));
  const unsaid = await said();
  expect(unsaid.code).toBe(3);
  expect(unsaid.stdout).toMatch(/\? report.json is not there, which says with which drills/);
  expect(unsaid.stdout).not.toContain("FAIL");
});
