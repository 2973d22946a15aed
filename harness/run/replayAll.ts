import { setImmediate } from "node:timers/promises";
import type { Broker } from "../broker/broker.ts";
import type { Case } from "../case.ts";
import type { LoadedCases } from "../dataset/loadCases.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { LedgerRow, RunHeader } from "../ledger/record.ts";
import { pool } from "../pool.ts";
import { replay } from "../replay.ts";
import type { ReadySuite } from "../suite.ts";
import { askedAgain, takenBefore } from "./askedAgain.ts";
import { weightingOf } from "./countFor.ts";
import { type Halt, timeLimit } from "./halt.ts";
import { ModelStreak } from "./modelStreak.ts";
import type { ObserveOptions } from "./observe.ts";
import type { Past } from "./past.ts";
import { redactedObservation } from "./redactedObservation.ts";
import type { StopEarly } from "./stopEarly.ts";

/** What came of replaying. */
export interface Seen {
  /** Cases that are done, those on record, and whether every answer is settled. */
  readonly done: number;
  readonly onRecord: number;
  readonly settled: boolean;
}

const TURN = 128;

/** What stands around the replaying of a run's cases. */
export interface Around {
  readonly past: Past | undefined;
  readonly stop: StopEarly | undefined;
  readonly halt: Halt;
  readonly models: Broker | undefined;
}

/** Replays what is left to ask about, and puts each case on record as it is done. */
export async function replayAll(
  suite: ReadySuite,
  cases: LoadedCases,
  ledger: Ledger,
  header: RunHeader,
  options: ObserveOptions,
  { past, stop, halt, models }: Around,
): Promise<Seen> {
  const { agent } = suite;
  const total = header.asked.cases;
  const { most } = weightingOf(header);
  const settled = new AbortController();
  const settle = (at: number) => {
    ledger.put(JSON.stringify({ kind: "stop", at } satisfies LedgerRow));
    settled.abort();
  };
  if (past?.settled === true) settled.abort();
  else if (stop !== undefined && stop.at !== null) settle(stop.at);
  const halts = [settled.signal, halt.signal, ...(options.signal === undefined ? [] : [options.signal])];
  const how = {
    attempts: header.attempts,
    timeout: header.timeout * 1000,
    clock: options.clock,
    desk: suite.desk,
    isolation: header.agent.isolation,
    exchanges: models?.exchanges,
    halt: halt.signal,
  };
  using _ = timeLimit(halt, options.limits?.time, (text) => options.notice?.(text));
  const streak = new ModelStreak((error) => halt.end(error));
  const before = past?.done ?? 0;
  let { done, failed, onRecord } = past ?? { done: 0, failed: 0, onRecord: 0 };
  await pool(upTo(total, halts, past), options.concurrency, async (seq) => {
    const text = cases.shelf.take(cases.order[seq] as number);
    const one = JSON.parse(text) as Case;
    const earlier = past?.again.get(seq);
    const seen = await replay(
      agent,
      one,
      earlier === undefined ? how : { ...how, only: earlier.attempts, counted: takenBefore(earlier.observations) },
    );
    if (seen === undefined) return;
    const made = seen.map((observation) => redactedObservation(observation, cases.redactor));
    // What is on record can be revealed, even if the run is killed.
    cases.redactor.flush();
    const observations = earlier === undefined ? made : askedAgain(earlier, made);
    await streak.take(observations, async () => {
      // The case goes on record as the very text it was read from, whatever the agent did to its copy.
      const written = ledger.appendText(
        `{"kind":"case","seq":${seq},${earlier === undefined ? "" : '"again":true,'}"case":${text},"observations":${JSON.stringify(observations)}}`,
      );
      const at = settled.signal.aborted ? null : (stop?.take(seq, JSON.parse(text) as Case, observations) ?? null);
      if (at !== null) settle(at);
      await written;
      done++;
      if (earlier === undefined) onRecord++;
      if (observations.some((observation) => observation.kind === "failed")) failed++;
      options.onProgress?.({ done, total, failed, before, seq, most, case: one, observations });
    });
    // Agents that answer at once would otherwise never let the disk, a timer or a Ctrl-C have their turn.
    if (done % TURN === 0) await setImmediate();
  });
  if (!halt.signal.aborted) await streak.finish(done > 0);
  await ledger.flush();
  return { done, onRecord, settled: settled.signal.aborted };
}

function* upTo(total: number, halts: readonly AbortSignal[], past: Past | undefined): Generator<number> {
  for (let seq = 0; seq < total && !halts.some((signal) => signal.aborted); seq++) if (past?.kept[seq] !== 1) yield seq;
}
