import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Json } from "../action.ts";
import { type Agent, type ModelHost, vouched, type Wall, type World } from "../agent.ts";
import { EarnestError, messageOf } from "../errors.ts";
import { copyCode } from "../wall/code/copyCode.ts";
import { type FileGiven, filesGiven } from "../wall/code/filesGiven.ts";
import { moduleGraph } from "../wall/code/moduleGraph.ts";
import { nodeWall } from "../wall/nodeWall.ts";
import { sandboxAvailable } from "../wall/sandbox.ts";
import { callsTo, LATE_CALL, once } from "./ownModels.ts";
import { Crew } from "./sealed/crew.ts";

/** What a sealed agent is made of. */
export interface SealedOptions {
  readonly name: string;
  readonly version: string;
  /**
   * A TypeScript or JavaScript file: its default export is `(seen, toolbox, signal) => proposal`, or an object with such a
   * `propose` and, if need be, a `start(given)`. It, what it imports of its own package (the nearest package.json, or else its
   * folder) and the packages it stands on are all it can see.
   */
  readonly module: string | URL;
  /** What `start` is given: data, or a function that makes it when a run starts, outside the wall. */
  readonly given?: Json | (() => Json | Promise<Json>);
  /** Files and folders it may read, as `files/<name>` in its working folder. */
  readonly files?: readonly (string | FileGiven)[];
  /** The models it may call, with fetch or any client that uses it. */
  readonly models?: readonly ModelHost[];
  /** Processes it runs in at once. Default: as many as there are processors, at most 4. */
  readonly processes?: number;
  /**
   * Whether attempts share processes: "run" (default), each process holds several and stays, which is fast; "case", a new process for each
   * attempt, gone after it, so that hostile code that has one case in hand cannot answer for another.
   */
  readonly isolate?: "run" | "case";
  /** Megabytes of memory for the data of each process. Default: what Node takes. */
  readonly memory?: number;
  /** Do without the kernel's sandbox, where there is one; the isolation is I2 then. Default: use it. */
  readonly kernel?: boolean;
}

const MOST_PROCESSES = 4;

/**
 * An agent whose code never runs in the harness's process: it runs in processes of its own, in a kernel sandbox where there
 * is one (isolation I3), else behind Node's permission model alone (I2, and said aloud). Its only way out is the toolbox.
 */
export function sealed(options: SealedOptions): Agent {
  const { name, version, models = [], processes = Math.min(MOST_PROCESSES, availableParallelism()) } = options;
  if (!Number.isInteger(processes) || processes < 1)
    throw new EarnestError("SUITE_BROKEN", `the agent ${name} is to run in ${processes} processes, and it needs one at least`);
  if (options.isolate !== undefined && !["run", "case"].includes(options.isolate))
    throw new EarnestError("SUITE_BROKEN", `the agent ${name}: isolate is "run" or "case"`);
  let crew: Crew | undefined;
  let folder: string | undefined;
  const stop = async () => {
    await crew?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    crew = undefined;
    folder = undefined;
  };
  return vouched({
    name,
    version,
    seam: "tools",
    isolation: "I1",
    ownTime: true,
    models,
    async start(world: World): Promise<Wall> {
      await stop();
      folder = mkdtempSync(join(world.scratch, "sealed-"));
      const { wall, launch } = await raise(options, folder, world);
      const own = callsTo(models);
      const late = once((text) => world.notice(text), LATE_CALL);
      const started = new Crew({
        launch,
        processes,
        timeout: world.timeout,
        apart: options.isolate === "case",
        breach: (kind, target, times) => (kind === "network" && own(target) ? late() : world.breach(kind, target, times)),
      });
      crew = started;
      await started.start().catch(async (error: unknown) => {
        await stop();
        throw new EarnestError("AGENT_START", `the agent ${name} did not start: ${messageOf(error)}`, {
          next: `Look at ${String(options.module)}`,
        });
      });
      return wall;
    },
    propose(seen, toolbox, signal) {
      if (crew === undefined) throw new Error("asked before it was started");
      return crew.ask(seen, toolbox, signal);
    },
    stop,
  });
}

/** Copies the code, builds the wall around it and tries the wall. */
async function raise(options: SealedOptions, folder: string, world: World): ReturnType<typeof nodeWall> {
  const { given, models = [], memory, kernel = true } = options;
  const available = kernel ? sandboxAvailable() : undefined;
  const why = available === undefined ? "the suite asks for no kernel sandbox" : available.why;
  const files = filesGiven(options.files ?? []);
  const data = typeof given === "function" ? await given() : given;
  const copy = copyCode(moduleGraph(options.module), { folder, given: data, files, linked: why !== null });
  writeFileSync(join(folder, "child", "tools.json"), JSON.stringify(world.tools));
  const built = await nodeWall({ copy, models, memory, why, scratch: world.scratch });
  if (built.wall.weaker !== null) world.notice(`${options.name} runs behind ${built.wall.isolation} only: ${built.wall.weaker}`);
  return built;
}
