import { type ChildProcess, fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Json } from "../../action.ts";
import type { StartedFixture } from "../../fixture.ts";
import type { Drill } from "../drill.ts";
import type { DrillResult } from "../drillRecord.ts";
import { HandPool } from "../handPool.ts";
import { type DrillRun, runDrill } from "../runDrill.ts";
import { shelf } from "./shelf.ts";

/** For tests: the shelf, started, with hands, in a folder that is taken away. */
export class ShelfRuns implements AsyncDisposable {
  readonly dir: string;
  readonly started: StartedFixture;
  readonly children: ChildProcess[] = [];
  readonly hands: HandPool;
  #drills = 0;

  private constructor(dir: string, started: StartedFixture) {
    this.dir = dir;
    this.started = started;
    this.hands = new HandPool({
      spawn: () => {
        const child = startHand();
        this.children.push(child);
        return child;
      },
    });
  }

  static async start(): Promise<ShelfRuns> {
    const dir = await mkdtemp(join(tmpdir(), "earnest-shelf-"));
    const started = await shelf.start("sqlite", { dir, name: "shelf", owns: async () => undefined });
    return new ShelfRuns(dir, started);
  }

  run(drill: Drill, acts: readonly unknown[], more: Partial<DrillRun> = {}): Promise<Omit<DrillResult, "n" | "kind">> {
    return runDrill({
      drill,
      type: "put",
      engine: "sqlite",
      which: "keeps promises",
      started: this.started,
      hands: this.hands,
      acts: acts as readonly Json[],
      seed: 1,
      clock: () => Number(process.hrtime.bigint()) / 1e6,
      at: "2026-01-01T00:00:00Z",
      load: 0,
      control: false,
      journalDir: join(this.dir, `journal-${++this.#drills}`),
      signal: new AbortController().signal,
      ...more,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.hands[Symbol.asyncDispose]();
    await this.started[Symbol.asyncDispose]();
    await rm(this.dir, { recursive: true });
  }
}

/** For tests: a process that serves as a hand. */
export function startHand(): ChildProcess {
  return fork(join(import.meta.dirname, "shelfHand.ts"), [], { stdio: ["ignore", "ignore", "ignore", "ipc"] });
}

/** For tests: acts on boxes of their own. */
export function puts(size: number): { box: string; grams: number }[] {
  return Array.from({ length: size }, (_, n) => ({ box: `B${n}`, grams: n + 1 }));
}
