import type { Criterion } from "../criteria/criterion.ts";
import { evidenceOf, NO_FACTS, type ShownShares } from "../criteria/evidenceOf.ts";
import type { DrillRecord } from "../evidence/drills.ts";
import type { TypeFacts } from "../evidence/typeFacts.ts";
import type { ShareName, TypeEvidence } from "../evidence.ts";
import { smallestWhole } from "../stats/bisect.ts";

/** For tests: what a type shows, as plain counts and facts. */
export interface Seen {
  readonly shown: ShownShares;
  readonly facts: TypeFacts;
}

/** Cases of a share that no criterion asks a number of: enough for every limit of the ladders, without a miss. */
const CASES = 1200;
const DAY = 86_400_000;

/** For tests: the least evidence that meets every one of these criteria, each share and each fact at its own limit, found by search. */
export function justEnough(criteria: readonly Criterion[]): Seen {
  const column = Math.max(1, ...settings(criteria, "casesAtLeast", "n"), ...settings(criteria, "noSerious", "cases"));
  const shares = new Set<ShareName>(["agreement", ...criteria.flatMap(({ asks }) => (asks === undefined ? [] : [asks.share]))]);
  const shown = Object.fromEntries(
    [...shares].map((name) => {
      const n = name === "agreement" && column > 1 ? column : CASES;
      return [name, [fewestHits(criteria, name, n), n]];
    }),
  ) as ShownShares;
  const [matches, n] = shown.agreement ?? [0, 0];
  const differ = Math.max(1, n - matches);
  const most = (name: string, key: string) => Math.max(0, ...settings(criteria, name, key));
  return {
    shown,
    facts: {
      ...NO_FACTS,
      replay: { ...NO_FACTS.replay, records: 1000, replayed: 1000 },
      span: { ...NO_FACTS.span, middle: most("spanAtLeast", "days"), dated: n },
      nights: {
        ...NO_FACTS.nights,
        runs: 30,
        days: most("replayedContinuously", "days"),
        longestPause: Math.min(99, ...settings(criteria, "replayedContinuously", "pause")),
      },
      drift: { nights: Math.max(1, most("noDriftAlarm", "nights")), base: 5, alarm: null },
      drills: criteria.filter(({ name }) => name === "drillRestores").map(({ params }) => drillAt(params)),
      disagreements: { n: differ, explained: differ, unknown: 0, causes: [{ cause: "a rule it was not told", n: differ }] },
      policy: { rules: 1, withoutControl: [], digest: "0", keptBack: 0 },
    },
  };
}

/** For tests: the evidence of it, counted as a run counts it. */
export function evidenceFrom({ shown, facts }: Seen, criteria: readonly Criterion[]): TypeEvidence {
  const evidence = evidenceOf({}, [], facts);
  const [matches, n] = shown.agreement ?? [0, 0];
  const [harmless, among] = shown.harmless ?? [n, n];
  const names = Object.keys({ harmless, ...shown }) as ShareName[];
  return {
    ...evidence,
    proposed: { ...evidence.proposed, n, matches },
    serious: among - harmless,
    shares: {
      ...evidence.shares,
      ...Object.fromEntries(names.map((name) => [name, shareOf(name, shown[name] ?? [n, n], criteria)])),
    },
  };
}

/** Counting a thousand cases at every line takes a while, and tests come back to the same counts. */
const counted = new Map<string, TypeEvidence["shares"][ShareName]>();

function shareOf(name: ShareName, shown: readonly [k: number, n: number], criteria: readonly Criterion[]) {
  const asking = criteria.filter(({ asks }) => asks?.share === name);
  const key = JSON.stringify([name, shown, asking.map(({ asks }) => asks)]);
  const found = counted.get(key) ?? evidenceOf({ [name]: shown }, asking).shares[name];
  counted.set(key, found);
  return found;
}

/** The fewest hits of `n` with which every criterion about the share is met. */
function fewestHits(criteria: readonly Criterion[], name: ShareName, n: number): number {
  // It allows none of them, and asks for no share.
  if (name === "harmless" && criteria.some((one) => one.name === "noSerious")) return n;
  const asking = criteria.filter(({ asks }) => asks?.share === name);
  const met = (k: number) => {
    const evidence = evidenceFrom({ shown: { [name]: [k, n] }, facts: NO_FACTS }, asking);
    return asking.every((one) => one.judge(evidence, "decisions").verdict === "met");
  };
  return asking.length === 0 ? n : (smallestWhole(met, 0, n) ?? n);
}

function settings(criteria: readonly Criterion[], name: string, key: string): number[] {
  return criteria.filter((one) => one.name === name).map(({ params }) => Number(params[key]));
}

function drillAt({ size, minutes, days, load }: Criterion["params"]): DrillRecord {
  return {
    type: "a",
    at: new Date(Date.parse(NO_FACTS.asOf) - Number(days) * DAY).toISOString(),
    agent: NO_FACTS.version,
    by: "the night shift",
    system: "a copy",
    actions: Number(size),
    restored: Number(size),
    seconds: Number(minutes) * 60,
    ...(load === undefined ? {} : { load: Number(load) }),
  };
}
