import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Proposal, SeenCase } from "../agent.ts";
import { inProcess } from "../agents/inProcess.ts";
import { defineDataset, type Mix } from "../dataset/defineDataset.ts";
import type { Waiver } from "../evidence/wallCount.ts";
import { rows } from "../sources/rows.ts";
import { type ActionRow, type ReadySuite, readySuite, type Suite } from "../suite.ts";
import type { Judgement } from "./judgement.ts";
import { type Observed, type ObserveOptions, observe } from "./observe.ts";

/** A case of a test: what the person did, and what the agent will say when it is asked. */
export interface DeskCase {
  readonly id: string;
  readonly cluster?: string;
  readonly decided: readonly string[];
  /** Who decided. */
  readonly by?: string;
  /** Types it proposes; null: it fails. */
  readonly proposed: readonly string[] | null;
  readonly weight?: number;
  readonly slices?: Readonly<Record<string, string>>;
}

export interface Desk extends Partial<Omit<Suite, "actions" | "agent" | "dataset" | "waiver">> {
  readonly cases: readonly DeskCase[];
  readonly actions: Readonly<Record<string, ActionRow>>;
  readonly version?: string;
  readonly mix?: Mix;
  readonly clusterCap?: number;
  /** Waits before it answers. */
  readonly pause?: (id: string) => Promise<void>;
  /** Default: the tests' own; null for none. */
  readonly waiver?: Waiver | null;
  /** Keep only these types' questions. */
  readonly only?: readonly string[];
}

/** What its agent does can be undone by ending the test. */
const WAIVER: Waiver = { by: "the authors of these tests", because: "the agent of a desk runs in the test itself" };

/** For tests: a suite over cases in memory, with an agent that says what each case tells it to. */
export function deskSuite(desk: Desk): ReadySuite {
  const { cases, actions, version = "1", mix, clusterCap, pause, only, waiver = WAIVER, ...more } = desk;
  const acts = (types: readonly string[]) => types.map((type) => ({ type, params: {} }));
  const given = cases.map(({ decided, by, proposed, ...one }, i) => ({
    raw: {
      ...one,
      input: { id: one.id, proposed },
      decisions: [{ actions: acts(decided), ...(by === undefined ? {} : { by }) }],
    },
    where: { file: "memory", line: i + 1 },
  }));
  const propose = async ({ input }: SeenCase): Promise<Proposal> => {
    const { id, proposed: types } = input as { id: string; proposed: readonly string[] | null };
    await pause?.(id);
    if (types === null) throw new Error("no idea");
    return types[0] === "escalate" ? { kind: "escalate" } : { kind: "act", actions: acts(types) };
  };
  const dataset = defineDataset({
    name: "desk",
    cases: rows("memory", given),
    ...(mix === undefined ? {} : { mix }),
    ...(clusterCap === undefined ? {} : { clusterCap }),
  });
  return readySuite(
    {
      name: "desk",
      timeout: 10,
      ...more,
      ...(waiver === null ? {} : { waiver }),
      dataset,
      agent: inProcess({ name: "clerk", version, propose }),
      actions,
    },
    only,
  );
}

/** For tests: a folder for a run, taken away again. */
export function runFolder(): Disposable & { readonly path: string } {
  return mkdtempDisposableSync(join(tmpdir(), "earnest-run-"));
}

/** For tests: how to observe into a folder, with the time standing still. */
export function optionsFor(dir: string, more: Partial<ObserveOptions> = {}): ObserveOptions {
  return {
    dir,
    id: "run-1",
    seed: 1,
    concurrency: 4,
    filter: {},
    suiteFile: "suite.ts",
    versions: { earnest: "0", node: "26" },
    now: () => 0,
    clock: () => 0,
    ...more,
  };
}

/** For tests: observes into a folder. */
export function runInto(dir: string, suite: ReadySuite, more: Partial<ObserveOptions> = {}): Promise<Observed> {
  return observe(suite, optionsFor(dir, more));
}

/** For tests: action types without what no two runs share, such as when they were made and how long answers took. */
export function withoutFacts({ types }: Judgement): object[] {
  return types.map(({ evidence: { facts: _, ...evidence }, ...type }) => ({ ...type, evidence }));
}
