import { fork } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../../action.ts";
import { folderForTests, whyNoServer } from "../../fixture/pg/pgForTests.ts";
import { openPlace } from "../../fixture/place.ts";
import type { StartedFixture } from "../../fixture.ts";
import type { DrillName } from "../drill.ts";
import { HandPool } from "../handPool.ts";
import { runDrill } from "../runDrill.ts";
import { type RackFault, rackDrill, racks } from "../testing/racks.ts";

// What only goes wrong in the midst of a call: between two statements, for whoever is killed, loses the line, or meets a person there.
describe.each(["sqlite", "pg"])("on %s", (engine) => {
  const why = engine === "pg" ? whyNoServer() : null;
  const clean = new AsyncDisposableStack();
  let dir: string;
  let started: StartedFixture;
  let hands: HandPool;
  let count = 0;
  beforeAll(async () => {
    if (why !== null) return;
    dir = folderForTests();
    clean.defer(() => rm(dir, { recursive: true }));
    const place = clean.use(await openPlace({ id: `midst-${process.pid}`, tmp: dir }));
    started = clean.use(await racks.start(engine, place));
    const hand = join(import.meta.dirname, "../testing/rackHand.ts");
    hands = clean.use(new HandPool({ spawn: () => fork(hand, [], { stdio: ["ignore", "ignore", "ignore", "ipc"] }) }));
  }, 60_000);
  afterAll(() => clean.disposeAsync());

  function drilled(name: DrillName, fault: RackFault | null, seed = 1) {
    const which = { drill: name, fault } as Json;
    const drill = rackDrill(which);
    return runDrill({
      ...{ drill, engine, which, started, hands, seed },
      type: "take",
      acts: Array.from({ length: drill.size }, (_, nth) => drill.handler.example(nth) as Json),
      clock: () => Number(process.hrtime.bigint()) / 1e6,
      at: "2026-01-01T00:00:00Z",
      load: 0,
      control: false,
      journalDir: join(dir, `journal-${++count}`),
      signal: new AbortController().signal,
    });
  }

  const NAMES = ["partialFailure", "crashBeforeReceipt", "crashDuringRollback"] as const;
  test.skipIf(why !== null).each(NAMES)("%s finds nothing where effect and key are one", { timeout: 30_000 }, async (name) => {
    for (const seed of [1, 3]) expect((await drilled(name, null, seed)).violations).toEqual([]);
  });

  test.skipIf(why !== null).each([
    ["partialFailure", "key-first"],
    ["crashBeforeReceipt", "key-first"],
    ["crashDuringRollback", "key-first"],
    ["partialFailure", "swallows"],
  ] as const)("%s finds %s", { timeout: 30_000 }, async (name, fault) => {
    // Of two seeds one has the kill come in the midst.
    const found = [await drilled(name, fault, 1), await drilled(name, fault, 3)];
    expect(found.map(({ held }) => held)).toContain(false);
  });

  test.skipIf(why !== null)("humanEdit keeps what a person puts in amid an undo", { timeout: 30_000 }, async () => {
    const { violations, seen } = await drilled("humanEdit", null);
    expect(violations).toEqual([]);
    const decided = seen.history.findIndex(({ e }) => e === "decided");
    expect(seen.history.slice(decided).filter(({ e }) => e === "edited")).toHaveLength(2);
    expect(seen.edits.map(({ kept }) => kept)).toEqual(Array(4).fill(true));
  });

  test.skipIf(why !== null || engine === "sqlite")("humanEdit finds looks-then-writes", { timeout: 30_000 }, async () => {
    const { violations } = await drilled("humanEdit", "looks-then-writes");
    expect(violations.map(({ check }) => check)).toContain("human-edit-lost");
  });

  test.skipIf(why !== null)("poison finds takes-any: what it presumes is there", { timeout: 30_000 }, async () => {
    expect((await drilled("poison", null)).violations).toEqual([]);
    const { violations } = await drilled("poison", "takes-any");
    expect(violations.map(({ check }) => check)).toContain("poison-accepted");
  });
});
