import type { RunHeader } from "../ledger/record.ts";
import type { GatheredRun } from "./gathering.ts";
import type { RunCounted } from "./judgement.ts";
import type { NightSeen } from "./nightTally.ts";

/** All runs in order of time: what counts of them, what they showed, and what had changed. `apart` holds what runs of other versions came to. */
export function runsCounted(
  headers: readonly RunHeader[],
  reads: readonly GatheredRun[],
  apart: ReadonlyMap<string, NightSeen>,
): RunCounted[] {
  return headers.map((header, at) => {
    const read = reads.find(({ run }) => run.id === header.id);
    const counted = read === undefined ? 0 : read.counted - read.repeated;
    const before = headers[at - 1];
    return {
      id: header.id,
      startedAt: header.startedAt,
      agent: agentOf(header),
      dataset: header.dataset.digest,
      cassette: header.cassette ?? null,
      counted,
      repeated: read?.repeated ?? 0,
      head: read?.end.head ?? null,
      otherVersion: read === undefined,
      seen: read === undefined ? (apart.get(header.id) ?? NOTHING) : { cases: counted, types: read.types },
      rules: header.suite.digest,
      earnest: header.earnest,
      changed: before === undefined ? [] : changedSince(before, header),
    };
  });
}

const NOTHING: NightSeen = { cases: 0, types: [] };

function agentOf({ agent }: RunHeader): string {
  return `${agent.name} ${agent.version}`;
}

function changedSince(before: RunHeader, now: RunHeader): RunCounted["changed"] {
  const same = {
    agent: agentOf(before) === agentOf(now),
    rules: before.suite.digest === now.suite.digest,
    dataset: before.dataset.digest === now.dataset.digest,
    earnest: before.earnest === now.earnest,
  };
  return (["agent", "rules", "dataset", "earnest"] as const).filter((one) => !same[one]);
}
