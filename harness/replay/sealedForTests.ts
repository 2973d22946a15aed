import { mkdirSync, mkdtempDisposableSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Agent, Wall, World } from "../agent.ts";
import { bareDesk, worldFor } from "../agents/forTests.ts";
import { type SealedOptions, sealed } from "../agents/sealed.ts";
import { parseCase } from "../case.ts";
import { type Observation, replay } from "../replay.ts";
import type { Exchanges, ToolDesk } from "../toolbox.ts";

/** For tests: an agent in a folder of its own, started, with what it was refused and what was said of it. */
export interface Running extends AsyncDisposable {
  readonly agent: Agent;
  readonly wall: Wall;
  readonly notices: readonly string[];
  /** Attempted side effects that belong to no attempt. */
  readonly strays: readonly string[];
  readonly folder: string;
  see(input: unknown, more?: See): Promise<Observation>;
}

interface See {
  readonly id?: string;
  readonly reads?: readonly object[];
  readonly desk?: ToolDesk;
  readonly exchanges?: Exchanges;
  readonly halt?: AbortSignal;
}

const PACKAGES = join(import.meta.dirname, "..", "..", "node_modules");

/** For tests: writes the files, starts an agent whose module is `agent.ts` among them, and takes all of it away again. */
export async function running(
  files: Readonly<Record<string, string>>,
  options: Partial<SealedOptions> = {},
  world: Partial<World> = {},
): Promise<Running> {
  const dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const code = join(dir.path, "code");
  const scratch = join(dir.path, "scratch");
  mkdirSync(code);
  mkdirSync(scratch);
  symlinkSync(PACKAGES, join(code, "node_modules"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(code, name), text);
  const agent = sealed({ name: "clerk", version: "1", module: join(code, "agent.ts"), processes: 2, ...options });
  const notices: string[] = [];
  const strays: string[] = [];
  const given = worldFor(scratch, {
    notice: (text) => void notices.push(text),
    breach: (kind, target) => void strays.push(`${kind} ${target}`),
    ...world,
  });
  try {
    const wall = (await agent.start?.(given)) as Wall;
    const see = async (input: unknown, { id = "a", reads = [], desk = bareDesk, exchanges, halt }: See = {}) => {
      const parsed = parseCase({ id, input, reads, decisions: [{ actions: [] }] });
      if ("faults" in parsed) throw new Error(JSON.stringify(parsed.faults));
      const clock = () => 0;
      const how = { attempts: 1, timeout: given.timeout, clock, desk, exchanges, halt, isolation: wall.isolation };
      const [observation] = (await replay(agent, parsed.case, how)) ?? [];
      if (observation === undefined) throw new Error("it was halted");
      return observation;
    };
    const close = async () => {
      await agent.stop?.();
      dir.remove();
    };
    return { agent, wall, notices, strays, folder: dir.path, see, [Symbol.asyncDispose]: close };
  } catch (error) {
    await agent.stop?.();
    dir.remove();
    throw error;
  }
}
