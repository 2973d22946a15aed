import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { drillFolder, madeUpDrill, madeUpFailure, madeUpHeader } from "../evidence/madeUpDrills.ts";
import { deskSuite, runFolder, runInto } from "../run/deskRun.ts";
import { DRILLS, judgeWithDrills } from "./drillDirs.ts";

const suite = deskSuite({
  cases: [{ id: "c1", decided: ["pay"], proposed: ["pay"] }],
  actions: { pay: { at: "L3", ask: "L4" } },
});
const HEADER = { suite: { name: suite.name, file: "suite.ts", digest: "sha256:0" }, agent: suite.agent };
const before = process.cwd();
let place: ReturnType<typeof runFolder>;

beforeEach(() => {
  place = runFolder();
  process.chdir(join(place.path, ".."));
});
afterEach(() => {
  process.chdir(before);
  place[Symbol.dispose]();
});

test("a ledger whose drills did not hold does not go away by naming another one, or none", async () => {
  await runInto(place.path, suite);
  process.chdir(place.path);
  mkdirSync(DRILLS, { recursive: true });
  using good = await drillFolder(madeUpHeader(["revertBatch"], { ...HEADER, id: "good" }), [madeUpDrill("revertBatch")]);
  using bad = await drillFolder(madeUpHeader(["revertBatch"], { ...HEADER, id: "bad" }), [madeUpFailure("revertBatch")]);
  using other = await drillFolder(
    madeUpHeader(["revertBatch"], { ...HEADER, suite: { ...HEADER.suite, name: "another" }, id: "other" }),
    [],
  );
  for (const [name, { path }] of Object.entries({ good, bad, other })) cpSync(path, join(DRILLS, name), { recursive: true });
  const judged = (...drills: string[]) => judgeWithDrills(suite, [place.path], drills.length === 0 ? {} : { drills }).judgement;
  expect(judged()).toMatchObject({ loosened: [], drillsLeftOut: [] });
  const said = /^All action types: 1 ledger of this suite’s drills was left out \(bad\), with 1 drill; 1 did not hold/;
  for (const named of [good.path, join(DRILLS, "good"), "none"])
    expect(judged(named).loosened).toEqual([{ type: null, says: expect.stringMatching(said) }]);
  expect(judged("none").caveats).toContain(
    "1 ledger of this suite’s drills was left out (good): what it holds does not count here.",
  );
});
