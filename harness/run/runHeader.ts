import { isolationOf, type Wall } from "../agent.ts";
import { digestOf } from "../canonical.ts";
import type { LeakProbe } from "../dataset/leakProbe.ts";
import type { LoadedCases } from "../dataset/loadCases.ts";
import { recordFiles } from "../evidence/recordFiles.ts";
import { LEDGER_SCHEMA, type RunHeader } from "../ledger/record.ts";
import type { ReadySuite } from "../suite.ts";
import { cassetteGiven } from "./cassetteGiven.ts";
import type { ObserveOptions } from "./observe.ts";

const ATTEMPTS = 1;
const TIMEOUT = 60;

/** What makes the numbers of a run, all of it known before the agent is asked anything. */
export function runHeader(
  suite: ReadySuite,
  options: ObserveOptions,
  { cases, leaks, wall }: { readonly cases: LoadedCases; readonly leaks: LeakProbe | null; readonly wall: Wall | undefined },
): RunHeader {
  const limit = options.limit ?? null;
  const isolation = isolationOf(suite.agent, wall);
  const asked = Math.min(cases.order.length, limit ?? cases.order.length);
  return {
    schema: LEDGER_SCHEMA,
    id: options.id,
    startedAt: new Date(options.now()).toISOString(),
    earnest: options.versions.earnest,
    node: options.versions.node,
    suite: { name: suite.name, file: options.suiteFile, data: options.data ?? null, digest: suite.digest, rules: suite.rules },
    dataset: {
      name: suite.dataset.name,
      source: suite.dataset.cases.name,
      digest: cases.digest,
      orderDigest: cases.orderDigest(asked),
      cases: cases.count,
      excluded: cases.excluded,
      card: suite.dataset.card ?? null,
      weights: cases.weights,
      clusterCap: suite.dataset.clusterCap ?? null,
    },
    redaction: cases.redactor.facts(),
    leaks,
    agent: {
      name: suite.agent.name,
      version: suite.agent.version,
      seam: suite.agent.seam,
      isolation,
    },
    // What an agent tells of a wall that earnest did not arrange is its own word.
    wall: isolation === "I0" ? null : (wall ?? null),
    tools: digestOf(suite.desk.tools),
    models: (suite.agent.models ?? []).map(({ baseURL }) => baseURL),
    cassette: (suite.agent.models ?? []).length === 0 ? null : cassetteGiven(options.dir, options.cassette),
    prices: suite.prices ?? null,
    files: recordFiles(suite),
    seed: options.seed,
    attempts: options.attempts ?? suite.attempts ?? ATTEMPTS,
    timeout: options.timeout ?? suite.timeout ?? TIMEOUT,
    selection: {
      filter: options.filter,
      limit,
      onBadRow: options.onBadRow ?? suite.dataset.onBadRow ?? "refuse",
      ask: options.ask ?? null,
    },
    stopEarly: options.stopEarly ?? false,
    price: suite.price ?? null,
    asked: { cases: asked, selected: cases.order.length, largest: cases.clustersIn(cases.order.length).largest },
  };
}
