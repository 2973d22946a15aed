import { renameSync, rmSync, writeFileSync } from "node:fs";
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

test("a page from which drills that did not hold were struck is not confirmed; one that names them is", {
  timeout: 60_000,
}, async () => {
  const run = ".earnest/runs/two";
  // The drills of the test before are on record by now.
  expect((await place.runWithin(["run", "suite.mjs", "--run-dir", run, "--drills", "none", "-q"])).code).toBe(0);
  const named = await place.runWithin(["verify", run]);
  expect([named.code, named.stdout]).toEqual([0, expect.not.stringContaining("drawn without the drills")]);
  for (const name of ["report.json", "report.html", "summary.md", "autonomy.html"])
    rmSync(join(root, place.in(run), name), { force: true });
  const kept = join(root, place.in(".earnest/drills"));
  renameSync(kept, `${kept}-away`);
  await place.runWithin(["report", run]);
  renameSync(`${kept}-away`, kept);
  const struck = await place.runWithin(["verify", run]);
  expect(struck.code).toBe(3);
  expect(struck.stdout.replaceAll(/\s+/g, " ")).toMatch(
    /\? the drills \S+ were on record before the run, and the page neither reads nor names them/,
  );
});
