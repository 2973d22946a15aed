import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDrills } from "../drill/drillLedger.ts";
import { root } from "./earnestProcess.ts";
import { DrillPlace, drillRecords, stillThere } from "./testing/drillProcess.ts";

// A real PostgreSQL server, killed while it is drilled on.
const PATIENCE = 60_000;

let place: DrillPlace;
beforeEach(() => {
  place = new DrillPlace();
});
afterEach(() => place[Symbol.dispose]());

/** The server itself, parent of all that serve one connection. */
function postmaster(): number | undefined {
  return [...place.processes().keys()].find((pid) => /postgres\0-D\0/.test(commandOf(pid)) && !commandOf(pid).startsWith("sh\0"));
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

test.each([
  ["drills are under way", 4],
  ["its fixtures start", 0],
])("a server that is killed when %s ends it in words, and nothing is left", { timeout: PATIENCE }, async (_, records) => {
  const dir = place.in("gone");
  const args = ["drill", place.suite, "--fault", "revertBatch", "--fault", "crashDuringRollback", "--times", "50"];
  const { child, ended } = place.start([...args, "--drill-dir", dir, "-q"], { LIBRARY_SLOW: "20" });
  await until(() => child.exitCode !== null || (postmaster() !== undefined && drillRecords(dir) >= records));
  const processes = place.processes();
  process.kill(postmaster() as number, "SIGKILL");
  const { code, stderr } = await ended;
  expect(stderr).toMatch(/^error .*PostgreSQL.*\n( .*\n)*next .*EARNEST_PG_URL/m);
  expect(stderr).not.toMatch(/uppressed|\n {4}at /);
  expect(code).toBe(2);
  expect(stillThere(processes)).toEqual([]);
  expect(place.places()).toEqual([]);
  if (records === 0) return;
  expect(stderr).toContain(dir);
  const { results, frame } = openDrills(join(root, dir));
  const n = [...results].length;
  expect(n).toBeGreaterThanOrEqual(records - 1);
  expect(frame.end).toMatchObject({ results: n, interrupted: true });
});
