import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Agent, atLeast, type Breach, type Isolation, isolationOf, type Wall, type World } from "../agent.ts";
import { EarnestError } from "../errors.ts";
import type { Redactor } from "../redact/redactor.ts";
import type { ReadySuite } from "../suite.ts";
import { BreachTally } from "../toolbox/tally.ts";

/** What a run needs to know to give an agent its world. */
export interface WorldOptions {
  readonly concurrency: number;
  readonly timeout?: number | undefined;
  readonly notice?: ((text: string) => void) | undefined;
  /** What has redacted the cases. */
  readonly redactor: Redactor | Promise<Redactor>;
}

/** A world that is taken away again, with the attempts out that belonged to no case. */
export interface RunWorld extends World, Disposable {
  breaches(redactor: Redactor): readonly Breach[];
}

const TIMEOUT = 60;

/** Makes the world of a run: its tools, a folder for the agent's files, and ears for what it tries outside of every case. */
export function makeWorld(suite: ReadySuite, options: WorldOptions): RunWorld {
  const scratch = mkdtempSync(join(tmpdir(), "earnest-agent-"));
  const found = new BreachTally();
  return {
    tools: suite.desk.tools,
    concurrency: options.concurrency,
    timeout: (options.timeout ?? suite.timeout ?? TIMEOUT) * 1000,
    scratch,
    redactor: options.redactor,
    breach: (kind, target, times) => found.add(kind, target, times),
    notice: (text) => options.notice?.(text),
    breaches: (redactor) => found.list().map((breach) => ({ ...breach, target: redactor.text(breach.target) })),
    [Symbol.dispose]: () => rmSync(scratch, { recursive: true, force: true }),
  };
}

/** Throws ISOLATION_WEAK where the wall is weaker than was asked for. */
export function refuseWeakWall(agent: Agent, wall: Wall | undefined, wanted: Exclude<Isolation, "imported"> | undefined): void {
  const isolation = isolationOf(agent, wall);
  if (wanted === undefined || atLeast(isolation, wanted)) return;
  throw new EarnestError(
    "ISOLATION_WEAK",
    `the run asks for isolation ${wanted}, and ${agent.name} would run behind ${isolation}${wall?.weaker == null ? "" : `: ${wall.weaker}`}`,
    {
      next: "earnest doctor says what is in the way; without --require-isolation the run starts, and the report says how weak the wall was",
    },
  );
}
