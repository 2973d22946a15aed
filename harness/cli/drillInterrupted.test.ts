import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDrills } from "../drill/drillLedger.ts";
import { root } from "./earnestProcess.ts";
import { DrillPlace, drillRecords, stillThere } from "./testing/drillProcess.ts";

// Real processes, a real PostgreSQL server, real signals: nothing may be left behind, by whatever way it ends.
const SOME = ["--fault", "revertBatch", "--fault", "crashDuringRollback"];
const SLOW = { LIBRARY_SLOW: "20" };
const PATIENCE = 60_000;

let place: DrillPlace;
beforeEach(() => {
  place = new DrillPlace();
});
afterEach(() => place[Symbol.dispose]());

/** Starts many drills on both engines, and waits until they are so far. */
async function drillingUntil(dir: string, reached: () => boolean) {
  const drilling = place.start(["drill", place.suite, ...SOME, "--times", "50", "--drill-dir", dir, "-q"], SLOW);
  while (!reached() && drilling.child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(drilling.child.exitCode).toBeNull();
  const processes = place.processes();
  expect(processes.size).toBeGreaterThan(0);
  return { ...drilling, processes };
}

async function allGone(processes: ReadonlyMap<number, string>): Promise<void> {
  // A hand ends by itself once the process that asks is gone, which takes it a moment.
  for (let tries = 0; tries < 200 && stillThere(processes).length > 0; tries++)
    await new Promise((resolve) => setTimeout(resolve, 25));
  expect(stillThere(processes)).toEqual([]);
}

/** Records of the ledger by which it is: its header, then its results. */
const moments: readonly (readonly [string, (dir: string) => boolean])[] = [
  ["its fixtures start", () => place.places().length > 1],
  ["the first hands start", (dir) => drillRecords(dir) >= 1],
  ["drills are under way on both engines", (dir) => drillRecords(dir) >= 6],
];

const stops: readonly (readonly [NodeJS.Signals, ...(typeof moments)[number]])[] = [
  ...moments.map((moment) => ["SIGINT", ...moment] as const),
  // A terminal that is closed.
  ["SIGHUP", "drills are under way", (dir) => drillRecords(dir) >= 6],
];

test.each(stops)(
  "%s when %s: everything is taken away, and what was done stays on record",
  { timeout: PATIENCE },
  async (signal, when, reached) => {
    const dir = place.in("stopped");
    const { child, ended, processes } = await drillingUntil(dir, () => reached(dir));
    child.kill(signal);
    const { code, stderr } = await ended;
    expect({ when, code }).toEqual({ when, code: 130 });
    expect(stderr).toContain("Stopping: what is done stays on record");
    expect(stillThere(processes)).toEqual([]);
    expect(place.places()).toEqual([]);
    const { results, frame } = openDrills(join(root, dir));
    const n = [...results].length;
    expect(frame.end).toMatchObject({ results: n, interrupted: true });
    expect(existsSync(join(root, dir, "lock-1"))).toBe(false);
  },
);

test.each(moments)("kill -9 when %s: the next start takes away what is left", { timeout: PATIENCE }, async (_, reached) => {
  const dir = place.in("killed");
  const { child, ended, processes } = await drillingUntil(dir, () => reached(dir));
  child.kill("SIGKILL");
  await ended;
  const next = await place.run([
    "drill",
    place.suite,
    "--fixture",
    "sqlite",
    "--fault",
    "timed",
    "--drill-dir",
    place.in("next"),
  ]);
  expect(next.code).toBe(0);
  await allGone(processes);
  expect(place.places()).toEqual([]);
  if (drillRecords(dir) === 0) return;
  const { results, frame } = openDrills(join(root, dir));
  expect([...results].length).toBe(drillRecords(dir) - 1);
  expect(frame.end).toBeNull();
});

test("Ctrl-C twice ends it at once, and the next start takes away what is left", { timeout: PATIENCE }, async () => {
  const dir = place.in("twice");
  const { child, ended, processes, stderr } = await drillingUntil(dir, () => drillRecords(dir) >= 6);
  child.kill("SIGINT");
  // Two that come at once are one.
  while (!stderr().includes("Stopping") && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 1));
  child.kill("SIGINT");
  expect((await ended).code).toBe(130);
  await place.run(["drill", place.suite, "--fixture", "sqlite", "--fault", "timed", "--drill-dir", place.in("next")]);
  await allGone(processes);
  expect(place.places()).toEqual([]);
});
