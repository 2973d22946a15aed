import { latencyLimits } from "../criteria/latencyAtMost.ts";
import { drilledBy } from "../evidence/drilledBy.ts";
import { drillRecordOf } from "../evidence/drillLedgers.ts";
import type { NightFacts, TypeFacts } from "../evidence/typeFacts.ts";
import type { UsageSeen } from "../evidence/usageCount.ts";
import type { WallSeen } from "../evidence/wallCount.ts";
import type { ReadySuite } from "../suite.ts";
import type { GatheredRun, Gathering } from "./gathering.ts";
import type { Judgement } from "./judgement.ts";

const DAY = 86_400_000;

/** What is known of a whole judgement that every action type's facts share. */
interface Whole {
  readonly gathering: Gathering;
  /** Of the runs that count, in order of time. */
  readonly reads: readonly GatheredRun[];
  readonly flow: Judgement["flow"];
  readonly wall: WallSeen;
  readonly usage: UsageSeen | null;
}

/** Puts together what is known of each action type besides its shares. */
export function typeFactsOf(suite: ReadySuite, whole: Whole): (type: string) => TypeFacts {
  const { gathering, reads, flow, wall, usage } = whole;
  const last = (reads.at(-1) as GatheredRun).run;
  const imported = wall.isolation === "imported";
  // What stands behind a gap or a stop does not count as evidence, and was replayed all the same.
  const seen = flow.observed + flow.uncounted + flow.saved;
  const shared = {
    replay: {
      records: flow.asked + flow.excluded,
      replayed: imported ? 0 : seen - gathering.facts.unrecorded,
      missing: flow.missing,
      excluded: flow.excluded,
      unrecorded: gathering.facts.unrecorded,
      imported,
    },
    nights: nightsOf(reads),
    // Simulated histories lie ahead of the day on which they are replayed.
    asOf: new Date(Math.max(Date.parse(last.startedAt), gathering.facts.newest)).toISOString(),
    version: last.agent.version,
    wall,
    cost: usage?.cost == null ? null : { perCase: usage.cost.perCase, atLeast: usage.cost.atLeast },
  };
  return (type) => {
    const envelope = suite.policies.of(type);
    const gate = suite.gates.get(type);
    const policy = gathering.policy.seen(type);
    return {
      ...shared,
      ...gathering.facts.of(type, gate === undefined ? [] : latencyLimits([...gate.climb, ...(gate.hold ?? []), ...gate.stay])),
      drift: gathering.drift?.of(type) ?? null,
      drills: [...(gathering.drills?.of(type) ?? []), ...drillsOnRecord(gathering, type)].sort(
        (a, b) => Date.parse(b.at) - Date.parse(a.at),
      ),
      drilled: drilledBy(suite.actions[type]?.drills),
      baseline: suite.actions[type]?.baseline ?? null,
      policy:
        envelope === undefined
          ? null
          : {
              rules: envelope.rules.length,
              withoutControl: envelope.rules.filter(({ control }) => control === null).map(({ says }) => says),
              digest: envelope.digest,
              keptBack: policy === null ? 0 : policy.escalated + policy.refused,
            },
    };
  };
}

function drillsOnRecord({ drilled }: Gathering, type: string) {
  return drilled.drills.filter((drill) => drill.type === type).map(drillRecordOf);
}

/** Asking about nothing but known cases once more replays nothing. */
function nightsOf(reads: readonly GatheredRun[]): NightFacts {
  const fresh = reads.filter(({ counted, repeated }) => counted > repeated);
  const starts = (fresh.length > 0 ? fresh : reads.slice(0, 1)).map(({ run }) => run.startedAt);
  const moments = starts.map((start) => Date.parse(start));
  const pauses = moments.slice(1).map((moment, i) => moment - (moments[i] as number));
  const [first, last] = [starts[0], starts.at(-1)] as [string, string];
  return {
    runs: starts.length,
    first,
    last,
    days: ((moments.at(-1) as number) - (moments[0] as number)) / DAY,
    longestPause: Math.max(0, ...pauses) / DAY,
  };
}
