import { fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../../action.ts";
import type { StartedFixture } from "../../fixture.ts";
import { controlCaught } from "../controlCaught.ts";
import { DRILLS } from "../drill.ts";
import type { DrillResult } from "../drillRecord.ts";
import { HandPool } from "../handPool.ts";
import { runDrill } from "../runDrill.ts";
import { jarDrill } from "../testing/jarDrills.ts";
import { JAR_FAULTS, type JarFault } from "../testing/jarHandlers.ts";
import { jars } from "../testing/jars.ts";

type Result = Omit<DrillResult, "n" | "kind">;

let dir: string;
let started: StartedFixture;
let hands: HandPool;
let count = 0;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "earnest-jars-"));
  started = await jars({ blind: false }).start("sqlite", { dir, name: "jars", owns: async () => undefined });
  const hand = join(import.meta.dirname, "../testing/jarHand.ts");
  hands = new HandPool({ spawn: () => fork(hand, [], { stdio: ["ignore", "ignore", "ignore", "ipc"] }) });
}, 60_000);

afterAll(async () => {
  await hands[Symbol.asyncDispose]();
  await started[Symbol.asyncDispose]();
  await rm(dir, { recursive: true });
});

/** One drill of the test's handlers, with real processes; kills are real as well. */
function drilled(name: string, fault: JarFault | null, { control = false, seed = 3 } = {}): Promise<Result> {
  const which = { drill: name, fault } as Json;
  const drill = jarDrill(which);
  return runDrill({
    drill,
    type: "pour",
    engine: "sqlite",
    which,
    started,
    hands,
    acts: Array.from({ length: drill.size }, (_, nth) => drill.handler.example(nth) as Json),
    seed,
    clock: () => Number(process.hrtime.bigint()) / 1e6,
    at: "2026-01-01T00:00:00Z",
    load: 0,
    control,
    journalDir: join(dir, `journal-${++count}`),
    signal: new AbortController().signal,
  });
}

const NAMES = DRILLS.filter((name) => name !== "randomFaults");

describe("a handler that keeps its promises", () => {
  test.each(NAMES)("is held by %s, and its negative control is caught", { timeout: 30_000 }, async (name) => {
    const result = await drilled(name, null);
    expect(result.violations).toEqual([]);
    expect(result.held).toBe(true);
    const control = await drilled(name, null, { control: true });
    expect(controlCaught(control.seen, control.violations)).toBe(true);
  });
});

/** Each promise that is broken: the drill that finds it, the promise that is broken, and the name of the violation that finds it. */
const PLANTED: readonly (readonly [drill: string, fault: JarFault, check: string, says: RegExp])[] = [
  [
    "revertBatch",
    "colour-stays",
    "not-restored",
    /^Act 1 was undone, and jars\/J0 is not as before: colour is mixed, was clear\.$/,
  ],
  ["partialFailure", "probe-lies", "false-claim", /was found not to have happened, and/],
  ["crashBeforeReceipt", "remembers-acts-itself", "false-claim", /was found not to have happened, and/],
  ["crashDuringRollback", "remembers-undos-itself", "not-restored", /ml is -/],
  ["duplicateDelivery", "any-params", "key-reused", /other params were accepted too/],
  ["outOfOrder", "no-bar", "late-apply", /carried out after it was undone/],
  ["humanEdit", "overwrites", "human-edit-lost", /A person had changed jars/],
  ["irreversible", "corrects-again", "correction", /1 correction was due there, and letters has 2/],
  ["poison", "traces-of-refusal", "poison-trace", /left a trace/],
  ["dependent", "forgets-labels", "not-restored", /labels\/J0-back of jars\/J0 is gone/],
  ["blastRadius", "writes-elsewhere", "undeclared-table", /^The acts wrote to trail, which no handler declares/],
  ["timed", "undoes-later", "not-restored", /was undone, and/],
  ["duplicateDelivery", "says-again", "applied-twice", /^Act 1 was asked for once more under its key, and that wrote: letters/],
  ["duplicateDelivery", "says-again", "applied-twice", /^Act 6 shows in letters 2 times, and others once/],
  ["outOfOrder", "corrects-unsaid", "false-claim", /was never carried out, and its undo, .* wrote more than a key/],
  ["humanEdit", "conflict-damages", "conflict-wrote", /it wrote all the same: labels\/J\d-back of jars\/J\d is gone/],
  ["revertBatch", "does-nothing", "no-effect", /nothing that it touches has changed/],
  ["crashBeforeReceipt", "probe-blind", "probe-blind", /^1 answer was lost, and the probe could not tell/],
  ["partialFailure", "probe-blind", "probe-blind", /^6 answers were lost/],
  ["revertBatch", "refuses-most", "mostly-refused", /^Of 6 acts that had to be carried out, 5 were refused or failed, such as: /],
];

describe("planted faults are found", () => {
  test.each(PLANTED)("%s finds %s", { timeout: 30_000 }, async (drill, fault, check, says) => {
    // Which of its two places the kill strikes is drawn by the seed.
    const result = await drilled(drill, fault, { seed: drill === "crashBeforeReceipt" ? 1 : 3 });
    expect(result.held).toBe(false);
    const found = result.violations.filter((violation) => violation.check === check);
    expect(found.map((violation) => violation.says).join("\n")).toMatch(new RegExp(says, "m"));
  });

  test("the negative control finds blind-fixture: it is missed, so that nothing this fixture says counts", {
    timeout: 30_000,
  }, async () => {
    const held = await drilled("revertBatch", "blind-fixture");
    expect(held.held).toBe(true);
    const control = await drilled("revertBatch", "blind-fixture", { control: true });
    expect(controlCaught(control.seen, control.violations)).toBe(false);
  });

  test("and there is none that nobody looks for", () => {
    expect(new Set([...PLANTED.map(([, fault]) => fault), "blind-fixture"])).toEqual(new Set(JAR_FAULTS));
  });
});
