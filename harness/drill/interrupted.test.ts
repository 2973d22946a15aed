import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { DrillDesk } from "./drill.ts";
import { HandPool } from "./handPool.ts";
import { shelfDrill } from "./testing/shelfDrill.ts";
import { puts, ShelfRuns, startHand } from "./testing/shelfRuns.ts";

const WHICH = "keeps promises";
let runs: ShelfRuns;
beforeAll(async () => {
  runs = await ShelfRuns.start();
});
afterAll(() => runs[Symbol.asyncDispose]());

/** Gone, or ended and only waiting for somebody to notice. */
function isGone(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  try {
    return /^[ZX]$/.test(readFileSync(stat, "utf8").split(") ").at(-1)?.slice(0, 1) ?? "");
  } catch {
    return !existsSync(stat);
  }
}

describe("an interrupted drill", () => {
  let tried = 0;
  let journalDir = "";
  /** The journal says that the hand has begun. */
  const begun = (phase: string) =>
    vi.waitFor(() => expect(readFileSync(join(journalDir, "000001.jsonl"), "utf8")).toContain(`"phase":"${phase}"`), {
      timeout: 20_000,
    });
  const hanging = puts(3).map((params) => ({ ...params, undoing: "hang" }));
  const interrupted: [string, (desk: DrillDesk, interrupt: () => void) => Promise<void>][] = [
    [
      "before it acts",
      async (desk, interrupt) => {
        interrupt();
        await desk.apply();
      },
    ],
    [
      "while it acts",
      async (desk, interrupt) => {
        const applying = desk.apply();
        await begun("apply");
        interrupt();
        await applying;
      },
    ],
    [
      "while it looks",
      async (desk, interrupt) => {
        await desk.apply();
        const looking = desk.look();
        interrupt();
        await looking;
      },
    ],
    [
      "while an undo hangs, under load",
      async (desk, interrupt) => {
        await desk.apply();
        const undoing = desk.undo();
        await begun("undo");
        interrupt();
        await undoing;
      },
    ],
    [
      "while another process starts",
      async (desk, interrupt) => {
        const killed = desk.apply({ faults: [{ phase: "apply", index: 0, kind: "kill", point: "before" }] });
        await once(
          runs.children.find(
            ({ exitCode, signalCode, connected }) => connected && exitCode === null && signalCode === null,
          ) as NodeJS.EventEmitter,
          "exit",
        );
        interrupt();
        await killed;
      },
    ],
    ["when all is undone", async (_, interrupt) => interrupt()],
  ];

  test.each(interrupted)("%s throws the reason and leaves nothing behind", async (_, steps) => {
    const stop = new AbortController();
    const reason = new Error("Ctrl-C");
    const drill = shelfDrill(WHICH, (desk) => steps(desk, () => stop.abort(reason)));
    journalDir = join(runs.dir, `interrupted-${++tried}`);
    const run = runs.run(drill, hanging, { signal: stop.signal, callMs: 600_000, load: 20, journalDir });
    await expect(run).rejects.toBe(reason);
    const [folder = ""] = (await readdir(runs.dir)).filter((name) => name.startsWith("sqlite-"));
    expect((await readdir(join(runs.dir, folder))).filter((name) => !name.startsWith("template"))).toEqual([]);
    // What is left are hands that wait for the next drill, and no more than were asked for.
    expect(
      runs.children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null).length,
    ).toBeLessThanOrEqual(2);
    expect(
      await runs.run(
        shelfDrill(WHICH, async (desk) => {
          await desk.apply();
          await desk.undo();
        }),
        puts(2),
      ),
    ).toMatchObject({ held: true });
  });

  test("does not begin where it was interrupted before", async () => {
    const run = runs.run(
      shelfDrill(WHICH, async () => undefined),
      puts(1),
      { signal: AbortSignal.abort(new Error("before")) },
    );
    await expect(run).rejects.toThrow("before");
  });
});

test("hands are gone when who asked them is killed, though a handler hangs", async () => {
  const parent = fork(join(import.meta.dirname, "testing", "shelfOrphan.ts"), [], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const [{ dir, pids }] = (await once(parent, "message")) as [{ dir: string; pids: number[] }];
  expect(pids.length).toBeGreaterThan(0);
  expect(pids.some(isGone)).toBe(false);
  parent.kill("SIGKILL");
  await vi.waitFor(() => expect(pids.filter((pid) => !isGone(pid))).toEqual([]), { timeout: 20_000 });
  await rm(dir, { recursive: true });
});

describe("hands", () => {
  test("are kept between drills, with one to spare, and ended with the pool", async () => {
    const children: ReturnType<typeof startHand>[] = [];
    const never = new AbortController().signal;
    {
      await using pool = new HandPool({
        spawn: () => {
          const child = startHand();
          children.push(child);
          return child;
        },
      });
      const first = await pool.take(never);
      pool.give(first);
      expect(await pool.take(never)).toBe(first);
      expect(children).toHaveLength(2);
      await pool.end(first, "it is not needed any more");
      await pool.take(never);
      expect(children).toHaveLength(3);
    }
    expect(children.map(({ signalCode }) => signalCode)).toEqual(["SIGKILL", "SIGKILL", "SIGKILL"]);
  });

  test("that cannot be started are an error that says why", async () => {
    await using pool = new HandPool({
      spawn: () => fork(join(import.meta.dirname, "testing", "nobody.ts"), [], { stdio: ["ignore", "ignore", "ignore", "ipc"] }),
    });
    const run = runs.run(
      shelfDrill(WHICH, async () => undefined),
      puts(1),
      { hands: pool },
    );
    await expect(run).rejects.toMatchObject({ code: "DRILL_BROKEN", message: expect.stringContaining("exit code 1") });
  });
});
