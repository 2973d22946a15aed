import { setImmediate } from "node:timers/promises";
import { type Agent, type FailureCode, isolationOf } from "../agent.ts";
import { pool } from "../pool.ts";
import type { Redactor } from "../redact/redactor.ts";
import { type Observation, type ReplayOptions, replay } from "../replay.ts";
import type { CaseRow } from "../run/openRun.ts";
import { redactedObservation } from "../run/redactedObservation.ts";
import { compareObservation } from "./compareObservation.ts";
import { type Coverage, CoverageCount, type Unplayed } from "./coverage.ts";
import { type KeptExchanges, keptExchanges } from "./keptExchanges.ts";

export interface PlayOptions extends Omit<ReplayOptions, "attempts" | "only" | "isolation"> {
  readonly concurrency: number;
  /** The digest of the answer that the cassette keeps under a key. */
  readonly kept: (key: string) => string | undefined;
  /** What redacts an observation before it goes on record. */
  readonly redactor: Redactor;
  readonly onProgress?: ((cases: number) => void) | undefined;
}

/** What happened to the clock or the network happens only once. */
const BY_CHANCE = ["timed-out", "model-error"] as const;
type ByChance = (typeof BY_CHANCE)[number];
const TURN = 128;

/** Puts every case on record through the agent again, attempt by attempt, and compares what comes with what is on record. */
export async function playAgain(agent: Agent, rows: Iterable<CaseRow>, options: PlayOptions): Promise<Coverage> {
  const count = new CoverageCount();
  let done = 0;
  await pool(until(rows, options.halt), options.concurrency, async (row) => {
    const kept = row.observations.map(({ trace }) => keptExchanges(trace.steps, options.kept));
    const unplayed = row.observations.map((observation, i) => whyUnplayed(agent, observation, kept[i] as KeptExchanges));
    const only = row.observations.flatMap(({ attempt }, i) => (unplayed[i] === undefined ? [attempt] : []));
    const attempts = Math.max(0, ...only);
    const now = await replay(agent, row.case, { ...options, attempts, only, isolation: isolationOf(agent) });
    if (now === undefined) return;
    for (const [i, observation] of row.observations.entries()) {
      const at = { seq: row.seq, case: row.case.id, attempt: observation.attempt };
      count.attempt(at, kept[i] as KeptExchanges);
      const why = unplayed[i];
      const again = now.find(({ attempt }) => attempt === observation.attempt);
      if (why !== undefined) count.unplayed(why);
      else count.played(at, compareObservation(observation, redactedObservation(again as Observation, options.redactor)));
    }
    count.case();
    options.onProgress?.(++done);
    // Agents that answer at once would otherwise never let a timer or a Ctrl-C have their turn.
    if (done % TURN === 0) await setImmediate();
  });
  return count.coverage();
}

function* until(rows: Iterable<CaseRow>, halt: AbortSignal | undefined): Generator<CaseRow> {
  for (const row of rows) {
    if (halt?.aborted === true) return;
    yield row;
  }
}

function whyUnplayed(agent: Agent, observation: Observation, { faults }: KeptExchanges): Unplayed | undefined {
  if (agent.elsewhere === true) return "elsewhere";
  if (observation.kind === "failed" && isByChance(observation.code)) return observation.code;
  return faults.length > 0 ? "incomplete" : undefined;
}

function isByChance(code: FailureCode): code is ByChance {
  return BY_CHANCE.some((known) => known === code);
}
