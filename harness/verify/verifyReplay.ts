import { join } from "node:path";
import type { Agent, Wall } from "../agent.ts";
import { type Broker, openBroker } from "../broker/broker.ts";
import { digestOf } from "../canonical.ts";
import type { EarnestError } from "../errors.ts";
import type { RunHeader } from "../ledger/record.ts";
import { makeRedactor } from "../redact/redactor.ts";
import { makeWorld } from "../run/makeWorld.ts";
import { type CaseRow, openRun } from "../run/openRun.ts";
import type { ReadySuite } from "../suite.ts";
import type { Coverage } from "./coverage.ts";
import { keptAnswers } from "./keptAnswers.ts";
import { playAgain } from "./playAgain.ts";

export interface VerifyReplayOptions {
  readonly concurrency: number;
  /** Milliseconds since some fixed moment. */
  readonly clock: () => number;
  /** Stops, and gives up what is in hand. */
  readonly signal?: AbortSignal | undefined;
  readonly notice?: ((text: string) => void) | undefined;
  readonly onProgress?: ((done: number, cases: number) => void) | undefined;
}

/** What came of playing a run again. */
export interface Played {
  readonly coverage: Coverage;
  /** What was not as when the run was made, a line each: another agent explains another answer. */
  readonly changed: readonly string[];
}

/** Milliseconds; an answer from a cassette takes none. */
const CALL_TIMEOUT = 60_000;

/**
 * Puts every case on record through the suite's agent again, with the run's own cassette for a model: nothing is called live.
 * Throws CASSETTE_CORRUPT with file and line, and what `openRun` and the agent's start throw.
 */
export async function verifyReplay(suite: ReadySuite, dir: string, options: VerifyReplayOptions): Promise<Played> {
  const { frame, rows } = openRun(dir);
  const { header } = frame;
  const { agent, desk } = suite;
  const { concurrency, clock, signal, notice } = options;
  const fatal = new AbortController();
  const halt = signal === undefined ? fatal.signal : AbortSignal.any([fatal.signal, signal]);
  await using answers = keptAnswers(dir);
  using redactor = await makeRedactor(suite.dataset.name, suite.dataset.redact);
  using world = makeWorld(suite, { concurrency, timeout: header.timeout, notice, redactor });
  let broker: Broker | undefined;
  try {
    const wall = (await agent.start?.(world)) ?? undefined;
    broker = await playing(agent, answers.cassette, world.scratch, options, (error) => fatal.abort(error));
    const coverage = await playAgain(agent, casesIn(rows), {
      concurrency,
      timeout: header.timeout * 1000,
      clock,
      desk,
      exchanges: broker?.exchanges,
      halt,
      kept: answers.digestOf,
      redactor,
      onProgress: (done) => options.onProgress?.(done, header.asked.cases),
    });
    if (fatal.signal.aborted) throw fatal.signal.reason;
    return { coverage, changed: changedSince(header, suite, wall) };
  } finally {
    await agent.stop?.();
    await broker?.close();
  }
}

function* casesIn(rows: ReturnType<typeof openRun>["rows"]): Generator<CaseRow> {
  for (const row of rows) if (row.kind === "case") yield row;
}

/** The broker in its strictest mode: it plays the run's own cassette or refuses, needs no key, and calls nothing. */
async function playing(
  { models = [] }: Agent,
  cassette: string | null,
  scratch: string,
  { concurrency, clock, notice }: VerifyReplayOptions,
  halt: (error: EarnestError) => void,
): Promise<Broker | undefined> {
  // A run without a cassette was made without a broker.
  if (cassette === null) return undefined;
  return openBroker({
    hosts: models,
    dir: join(scratch, "played"),
    cassette: { path: cassette, replay: "strict" },
    limits: {},
    prices: null,
    concurrency,
    callTimeout: CALL_TIMEOUT,
    key: () => undefined,
    clock,
    notice: (text) => notice?.(text),
    halt,
    // What the cassette does not hold is what this looks for: the attempt that asked for it ends, the others go on.
    onMiss: () => undefined,
  });
}

function changedSince({ agent, tools, wall: before }: RunHeader, suite: ReadySuite, wall: Wall | undefined): string[] {
  const { name, version } = suite.agent;
  const code = wall?.code ?? null;
  const same = agent.name === name && agent.version === version;
  return [
    ...(same ? [] : [`the agent was ${agent.name} ${agent.version}, and is ${name} ${version} now`]),
    ...(tools === undefined || tools === digestOf(suite.desk.tools) ? [] : ["its tools are not the ones it had"]),
    ...(before?.code == null || code === null || before.code === code ? [] : ["its code is not the code that ran"]),
  ];
}
