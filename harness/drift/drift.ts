import { canonicalJson } from "../canonical.ts";
import { IdSet } from "../dataset/idSet.ts";
import { EarnestError } from "../errors.ts";
import type { RunHeader } from "../ledger/record.ts";
import { agentGround } from "../run/alike.ts";
import { driftDelay } from "../stats/driftDelay.ts";
import type { ReadySuite } from "../suite.ts";
import { limitPercent } from "../words.ts";
import { driftBase, type Watched } from "./driftBase.ts";
import type { DriftNights } from "./driftNights.ts";
import { nightVotes, SeenCases } from "./nightVotes.ts";
import { TypeWatch, type WatchedNight, type WatchedVersion } from "./typeWatch.ts";

export interface DriftOptions {
  /** The match rate that must hold, for every type; default: each type's floor in the suite. */
  readonly base?: number | undefined;
  /** The average number of nights to a false alarm, at least: of each type by itself, or overall of any of them. */
  readonly every: number;
  readonly overall: boolean;
  /** Also draw a chart tuned to a drop to this match rate. */
  readonly dropTo?: number | undefined;
}

/** One run, as a night: nights count from 1, in order of time. */
export interface DriftNight {
  readonly night: number;
  readonly run: string;
  readonly dir: string;
  /** When the run began, ISO 8601. */
  readonly at: string;
  readonly agent: RunHeader["agent"]["name"];
  readonly version: RunHeader["agent"]["version"];
  /** Does another agent version begin here, or the same one by name with other code, tools, models or time? Then every M starts at 0. */
  readonly begins: boolean;
  /** Cases on record; those seen on an earlier night of the same version, and new ones without a usable answer. */
  readonly cases: number;
  readonly repeats: number;
  readonly unanswered: number;
  /** Cases asked about that are not on record, and records that were never asked about because they were left out. */
  readonly missing: number;
  readonly excluded: number;
  /** Did the suite's rules change since? All nights are judged by the suite as it stands now. */
  readonly rulesChanged: boolean;
}

/** A night of one action type, with its date and version. */
export interface TypeNight extends WatchedNight {
  readonly at: string;
  readonly version: string;
  readonly begins: boolean;
}

/** How the match rate of one action type went. */
export interface TypeDrift extends Watched {
  readonly series: readonly TypeNight[];
  /** The agent version of the last night: what its alarm, if any, still stands for. */
  readonly now: WatchedVersion;
  /** Alarms of earlier versions, which ended with them. */
  readonly past: readonly { readonly night: number; readonly version: string }[];
  /** The votes of a night with new cases, on average, and by which night a drop would have rung half of the time (null: not in 100). */
  readonly perNight: number | null;
  readonly delays: readonly { readonly to: number; readonly nights: number | null }[];
  /** Why the chart that was asked for is not drawn. */
  readonly noChart: string | null;
}

/** The drift of a suite's match rates over nights. Plain data. */
export interface Drift {
  readonly schema: "earnest/drift/1";
  readonly suite: { readonly name: string; readonly digest: string };
  /** M rings at `alarm`; one false alarm of any type comes on average no sooner than every `overall` nights. */
  readonly guarantee: { readonly alarm: number; readonly perType: number; readonly overall: number };
  readonly nights: readonly DriftNight[];
  readonly types: readonly TypeDrift[];
  /** Action types without a base rate, and in how many new cases they were proposed. */
  readonly unwatched: readonly { readonly type: string; readonly title: string; readonly n: number; readonly because: string }[];
  readonly leftOut: DriftNights["leftOut"];
}

/** An agent that was changed under the name of its version is another one. */
function agentKey(header: RunHeader): string {
  return canonicalJson(Object.values(agentGround(header)));
}

/** Sizes of drop, in share, whose delays are told. */
const DROPS = [0.02, 0.05, 0.1];

/**
 * Reads the nights of a suite in order of time and watches the match rate of each action type. Pure right of the ledgers: the same runs
 * and suite give the same answer, in whatever order they were named. Throws USAGE when there is nothing to watch against.
 */
export function drift(suite: ReadySuite, { runs, leftOut }: DriftNights, options: DriftOptions): Drift {
  const { watched, without } = driftBase(suite, options.base);
  if (watched.length === 0) {
    throw new EarnestError("USAGE", "no action type of the suite has a base rate to be watched against", {
      details: without.map(({ type, because }) => `${type}: ${because}`),
      next: "Set agreementAtLeast in stay or climb, or name a rate with --base 0.95",
    });
  }
  const alarm = options.every * (options.overall ? watched.length : 1);
  const watches = new Map(
    watched.map(({ type, base }) => [type, new TypeWatch({ share: base.share, alarm, dropTo: options.dropTo })]),
  );
  const versions = new Map<string, Seen>();
  const others = new Map<string, number>();
  const nights: DriftNight[] = [];
  for (const [i, run] of runs.entries()) {
    const night = i + 1;
    const { agent } = run.header;
    const key = agentKey(run.header);
    const previous = runs[i - 1]?.header;
    const begins = previous === undefined || agentKey(previous) !== key;
    const seen = versions.get(key) ?? newSeen(watches.keys());
    versions.set(key, seen);
    const votes = nightVotes(suite, run, night, seen.cases);
    for (const [type, watch] of watches) {
      if (begins) watch.begin(night, seen.clusters.get(type) as IdSet);
      watch.take(night, votes.types.get(type));
    }
    for (const [type, clusters] of votes.types) {
      if (watches.has(type)) continue;
      others.set(
        type,
        [...clusters.values()].reduce((n, { size }) => n + size, others.get(type) ?? 0),
      );
    }
    nights.push({
      night,
      run: run.header.id,
      dir: run.dir,
      at: run.header.startedAt,
      agent: agent.name,
      version: agent.version,
      begins,
      cases: votes.cases,
      repeats: votes.repeats,
      unanswered: votes.unanswered,
      missing: votes.stopped ? 0 : run.header.asked.cases - votes.cases,
      excluded: run.header.dataset.excluded,
      rulesChanged: run.header.suite.digest !== suite.digest,
    });
  }
  const undeclared = [...others.keys()].filter((type) => !suite.gates.has(type)).sort();
  return {
    schema: "earnest/drift/1",
    suite: { name: suite.name, digest: suite.digest },
    guarantee: { alarm, perType: alarm, overall: alarm / watched.length },
    nights,
    types: watched.map((one) => typeDrift(one, watches.get(one.type) as TypeWatch, nights, alarm, options.dropTo)),
    unwatched: [...without, ...undeclared.map((type) => ({ type, title: type, because: "the suite has no row for it" }))].map(
      (one) => ({ ...one, n: others.get(one.type) ?? 0 }),
    ),
    leftOut,
  };
}

/** What an agent version was seen with: a case counts once per version. */
interface Seen {
  readonly cases: SeenCases;
  readonly clusters: ReadonlyMap<string, IdSet>;
}

function newSeen(types: Iterable<string>): Seen {
  return { cases: new SeenCases(), clusters: new Map([...types].map((type) => [type, new IdSet()])) };
}

function typeDrift(
  one: Watched,
  watch: TypeWatch,
  nights: readonly DriftNight[],
  alarm: number,
  dropTo: number | undefined,
): TypeDrift {
  const { share } = one.base;
  const of = (night: number) => nights[night - 1] as DriftNight;
  const now = watch.latest();
  const perNight = now.nights === 0 ? null : Math.max(1, Math.round(now.votes / now.nights));
  const drops = new Set([...DROPS.map((drop) => Number((share - drop).toFixed(9))), ...(dropTo === undefined ? [] : [dropTo])]);
  const rates = [...drops].filter((rate) => rate > 0 && rate < share).sort((a, b) => b - a);
  return {
    ...one,
    series: watch.series.map((night) => {
      const { at, version, begins } = of(night.night);
      return { ...night, at, version, begins };
    }),
    now,
    past: watch.versions.flatMap(({ alarmNight, chart }) => {
      const night = alarmNight ?? chart?.alarmNight ?? null;
      return night === null ? [] : [{ night, version: of(night).version }];
    }),
    perNight,
    delays:
      perNight === null ? [] : rates.map((rate) => ({ to: rate, nights: driftDelay({ share, nights: alarm, perNight, rate }) })),
    noChart: dropTo === undefined || now.chart !== null ? null : whyNoChart(share, dropTo, now.nights),
  };
}

function whyNoChart(share: number, dropTo: number, nights: number): string {
  if (dropTo >= share) return `${limitPercent(dropTo)} is no drop from ${limitPercent(share)}`;
  if (nights === 0) return "there are no cases by which to set its alarm";
  return `at ${limitPercent(share)} a miss weighs no more than a match, and the chart has no whole steps`;
}
