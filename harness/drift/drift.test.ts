import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Proposal } from "../agent.ts";
import { inProcess } from "../agents/inProcess.ts";
import { agreementAtLeast, seriousAtMost } from "../criteria/index.ts";
import { EarnestError } from "../errors.ts";
import { newJournalEnd } from "../journal/readJournal.ts";
import { Ledger } from "../ledger/ledger.ts";
import { readLedger } from "../ledger/readLedger.ts";
import type { LedgerRow } from "../ledger/record.ts";
import { journalOf, observe } from "../run/observe.ts";
import { rows } from "../sources/rows.ts";
import { EDetector } from "../stats/eDetector.ts";
import { type ActionRow, type ReadySuite, readySuite } from "../suite.ts";
import { type DriftOptions, drift } from "./drift.ts";
import { driftNights } from "./driftNights.ts";

const root = mkdtempSync(join(tmpdir(), "earnest-drift-"));
afterAll(() => rmSync(root, { recursive: true }));

/** A case as somebody proposes `type`, and whether the person did the same; without a type the agent hands over. */
interface Given {
  readonly id: string;
  readonly type?: string;
  readonly match?: boolean;
  readonly cluster?: string;
}

interface Night {
  readonly at: string;
  readonly cases: readonly Given[];
  readonly version?: string;
  readonly name?: string;
  readonly timeout?: number;
  readonly actions?: Readonly<Record<string, ActionRow>>;
}

const ACTIONS = {
  refund: { title: "Issue a refund", climb: [agreementAtLeast(0.95)], stay: [agreementAtLeast(0.9), seriousAtMost(0.1)] },
  close: { climb: [agreementAtLeast(0.7), agreementAtLeast(0.8)] },
  tag: { climb: [seriousAtMost(0.01)] },
};

function suiteOf({ cases, version = "1", name = "desk", actions = ACTIONS }: Omit<Night, "at">): ReadySuite {
  const raws = cases.map(({ id, type, match = true, cluster }) => {
    const actions = type === undefined ? [] : [{ type, params: {} }];
    const proposal: Proposal = type === undefined ? { kind: "escalate" } : { kind: "act", actions };
    return { id, ...(cluster === undefined ? {} : { cluster }), input: proposal, decisions: [{ actions: match ? actions : [] }] };
  });
  const given = raws.map((raw, i) => ({ raw, where: { file: "memory", line: i + 1 } }));
  const propose = async ({ input }: { input: unknown }) => input as Proposal;
  return readySuite({
    name,
    dataset: { name: "desk", cases: rows("memory", given) },
    agent: inProcess({ name: "clerk", version, propose }),
    actions,
  });
}

let made = 0;

/** Observes one night into a folder of its own. */
async function observed(night: Night): Promise<string> {
  const dir = join(root, `run-${++made}`);
  await observe(suiteOf(night), {
    dir,
    // Names that sort the other way round than time does.
    id: `id-${1000 - made}`,
    seed: made,
    timeout: night.timeout,
    concurrency: 3,
    filter: {},
    suiteFile: "suite.ts",
    versions: { earnest: "0", node: "26" },
    now: () => Date.parse(night.at),
    clock: () => 0,
  });
  return dir;
}

const suite = suiteOf({ cases: [] });
const usual: DriftOptions = { every: 365, overall: false };
const drifted = (dirs: readonly string[], options: Partial<DriftOptions> = {}, by: ReadySuite = suite) =>
  drift(by, driftNights(dirs), { ...usual, ...options });

/** So many cases of a night, the first of them misses. */
const casesOf = (night: string, n: number, misses: number, type = "refund"): Given[] =>
  Array.from({ length: n }, (_, i) => ({ id: `${night}-${type}-${i}`, type, match: i >= misses }));

const of = (found: ReturnType<typeof drift>, type: string) => {
  const one = found.types.find((watched) => watched.type === type);
  if (one === undefined) throw new Error(`${type} is not watched`);
  return one;
};

const day = (n: number) => `2026-03-0${n}T02:00:00.000Z`;
const first = await observed({ at: day(1), cases: [...casesOf("a", 40, 3), ...casesOf("a", 8, 2, "close")] });
const second = await observed({ at: day(2), cases: casesOf("b", 30, 5) });
const third = await observed({ at: day(3), cases: [...casesOf("c", 20, 9), ...casesOf("c", 4, 0, "close")] });

function byHand(nights: readonly (readonly [n: number, misses: number])[], share = 0.9): (number | null)[] {
  const detector = new EDetector({ share, nights: 365 });
  return nights.map(([n, misses]) => {
    detector.add({ matches: n - misses, misses });
    return detector.logM;
  });
}

describe("the drift of a suite over nights", () => {
  test("is the detector's, on the column of each type, in order of time whatever the order of the folders", () => {
    const found = drifted([third, first, second]);
    expect(found).toEqual(drifted([first, second, third]));
    expect(found.nights.map(({ at, cases, begins }) => [at, cases, begins])).toEqual([
      [day(1), 48, true],
      [day(2), 30, false],
      [day(3), 24, false],
    ]);
    const refund = of(found, "refund");
    const path = byHand([
      [40, 3],
      [30, 5],
      [20, 9],
    ]);
    expect(refund.series.map(({ logM }) => logM)).toEqual(path);
    expect(refund.series.map(({ n, matches }) => [n, matches])).toEqual([
      [40, 37],
      [30, 25],
      [20, 11],
    ]);
    expect(refund.now).toMatchObject({ from: 1, nights: 3, n: 90, matches: 73, alarmNight: 3 });
    const closed = byHand(
      [
        [8, 2],
        [4, 0],
      ],
      0.8,
    );
    expect(of(found, "close").series.map(({ logM }) => logM)).toEqual([closed[0], closed[0], closed[1]]);
  });

  test("watches against the floor for staying, else the highest for climbing, else not at all, and says so", () => {
    const found = drifted([first]);
    expect(found.types.map(({ type, base }) => [type, base])).toEqual([
      ["refund", { share: 0.9, from: "stay" }],
      ["close", { share: 0.8, from: "climb" }],
    ]);
    expect(found.unwatched).toMatchObject([{ type: "tag", n: 0 }]);
    expect(drifted([first], { base: 0.5 }).types.map(({ base }) => base.share)).toEqual([0.5, 0.5, 0.5]);
    const bare = suiteOf({ cases: [], actions: { refund: {} } });
    expect(() => drifted([first], {}, bare)).toThrow(expect.objectContaining({ code: "USAGE" }));
    expect(drifted([first], { base: 0.9 }, bare).unwatched).toEqual([
      { type: "close", title: "close", n: 8, because: "the suite has no row for it" },
    ]);
  });

  test("sets the alarm for each type, or for all of them together, also those that were never proposed", () => {
    expect(drifted([second]).guarantee).toEqual({ alarm: 365, perType: 365, overall: 182.5 });
    expect(drifted([second], { overall: true }).guarantee).toEqual({ alarm: 730, perType: 730, overall: 365 });
  });

  test("counts a run once however often it is given, and a case once however often it is run", async () => {
    const again = await observed({ at: day(4), cases: [...casesOf("c", 20, 9), ...casesOf("d", 3, 1)] });
    const found = drifted([first, first, third, again]);
    expect(found.leftOut).toEqual([{ dir: first, because: `it is the same run as ${first}` }]);
    expect(found.nights.map(({ cases, repeats }) => [cases, repeats])).toEqual([
      [48, 0],
      [24, 0],
      [23, 20],
    ]);
    expect(of(found, "refund").series.map(({ logM }) => logM)).toEqual(
      byHand([
        [40, 3],
        [20, 9],
        [3, 1],
      ]),
    );
  });

  test("run on the same cases every night, it has one night’s evidence", async () => {
    const copies = [];
    for (const n of [4, 5, 6]) copies.push(await observed({ at: day(n), cases: casesOf("c", 20, 9) }));
    const found = drifted(copies);
    expect(of(found, "refund").now).toMatchObject({ nights: 1, n: 20, logM: byHand([[20, 9]])[0] });
  });

  test("starts anew where the agent is the same by name only", async () => {
    const hurried = await observed({ at: day(4), cases: casesOf("d", 20, 1), timeout: 7 });
    const found = drifted([first, hurried]);
    expect(found.nights.map(({ begins }) => begins)).toEqual([true, true]);
    expect(of(found, "refund").now).toMatchObject({ nights: 1, n: 20 });
  });

  test("starts anew with another version, which may see old cases; a version that comes back has seen its own", async () => {
    const newer = await observed({ at: day(4), cases: casesOf("c", 20, 1), version: "2" });
    const back = await observed({ at: day(5), cases: [...casesOf("c", 20, 0), ...casesOf("e", 10, 1)] });
    const found = drifted([first, second, third, newer, back]);
    expect(found.nights.map(({ begins, version, repeats }) => [begins, version, repeats])).toEqual([
      [true, "1", 0],
      [false, "1", 0],
      [false, "1", 0],
      [true, "2", 0],
      [true, "1", 20],
    ]);
    const refund = of(found, "refund");
    expect(refund.series[3]?.logM).toBe(byHand([[20, 1]])[0]);
    expect(refund.series[4]?.logM).toBe(byHand([[10, 1]])[0]);
    expect(refund.past).toEqual([{ night: 3, version: "1" }]);
    expect(refund.now).toMatchObject({ from: 5, alarmNight: null });
  });

  test("gives a cluster one vote a night, and counts those that come back", async () => {
    const pair = (night: string, cluster: string, matches: readonly boolean[]): Given[] =>
      matches.map((match, i) => ({ id: `${night}-${cluster}-${i}`, type: "refund", match, cluster }));
    const dirs = [
      await observed({ at: day(1), cases: [...pair("a", "x", [true, false]), ...pair("a", "y", [true, true, true])] }),
      await observed({ at: day(2), cases: pair("b", "x", [false]) }),
    ];
    const { series } = of(drifted(dirs), "refund");
    const detector = new EDetector({ share: 0.9, nights: 365 });
    detector.add({ matches: 1, misses: 0, shares: [0.5] });
    const one = detector.logM;
    detector.add({ matches: 0, misses: 1 });
    expect(series).toMatchObject([
      { n: 5, matches: 4, votes: 2, clustersBefore: 0, logM: one },
      { n: 1, votes: 1, clustersBefore: 1, logM: detector.logM },
    ]);
  });

  test("of one night, and of nights on which nothing was proposed, is plain and says when it knows nothing", async () => {
    const quiet = await observed({ at: day(1), cases: [{ id: "h-1" }, { id: "h-2" }] });
    const nothing = of(drifted([quiet]), "refund");
    expect(nothing).toMatchObject({ series: [{ n: 0, logM: null }], perNight: null, delays: [], now: { logM: null } });
    const found = drifted([quiet, third]);
    expect(of(found, "refund").now).toMatchObject({ nights: 1, logM: byHand([[20, 9]])[0] });
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  test("tells the delay of drops at the nights' own size, and of the drop that was named", () => {
    const { perNight, delays } = of(drifted([first, second, third], { dropTo: 0.7 }), "refund");
    expect(perNight).toBe(30);
    expect(delays.map(({ to }) => to)).toEqual([0.88, 0.85, 0.8, 0.7]);
    const nights = delays.map((delay) => delay.nights ?? Number.POSITIVE_INFINITY);
    expect(nights).toEqual(nights.toSorted((a, b) => b - a));
  });

  test("draws the chart that was asked for, or says why not", () => {
    const found = drifted([first, second, third], { dropTo: 0.8 });
    expect(of(found, "refund").now.chart).toMatchObject({ dropTo: 0.8, alarmNight: null });
    expect(of(found, "close")).toMatchObject({ noChart: "80% is no drop from 80%", now: { chart: null } });
    expect(of(drifted([first]), "refund")).toMatchObject({ noChart: null, now: { chart: null } });
  });

  test("says which nights ran under other rules", async () => {
    const other = await observed({ at: day(4), cases: casesOf("f", 2, 0), actions: { ...ACTIONS, tag: {} } });
    expect(drifted([first, other]).nights.map(({ rulesChanged }) => rulesChanged)).toEqual([false, true]);
  });
});

describe("runs that are no nights", () => {
  async function ledgerOf(dir: string, records: readonly LedgerRow[]): Promise<string> {
    const ledger = await Ledger.create(journalOf(dir));
    for (const row of records) await ledger.append(row);
    await ledger.close();
    return dir;
  }

  test("of several suites are refused, by name", async () => {
    const stranger = await observed({ at: day(2), cases: casesOf("g", 2, 0), name: "another desk" });
    expect(() => driftNights([first, stranger])).toThrow(/several suites: desk and another desk/);
    expect(() => driftNights([first, join(root, "none")])).toThrow(expect.objectContaining({ code: "RUN_NOT_FOUND" }));
  });

  test("cut off before the first case are left out and said; nothing left is an error", async () => {
    const empty = await ledgerOf(join(root, "empty"), []);
    expect(drifted([empty, first]).leftOut).toEqual([{ dir: empty, because: "it was cut off before its first case" }]);
    expect(() => driftNights([empty])).toThrow(expect.objectContaining({ code: "RUN_EMPTY" }));
  });

  test("whose cases came in another order say the same: of a cluster the chart takes the first in sampling order", async () => {
    const mixed = ["a", "b", "c"].flatMap((cluster): Given[] => [
      { id: `m-${cluster}-0`, type: "refund", match: false, cluster },
      { id: `m-${cluster}-1`, type: "refund", match: true, cluster },
    ]);
    const dir = await observed({ at: day(1), cases: mixed });
    const records = [...readLedger(journalOf(dir), newJournalEnd())];
    const cases = records.filter((row) => row.kind === "case").sort((a, b) => b.seq - a.seq);
    const back = await ledgerOf(join(root, "back"), [...records.filter((row) => row.kind === "run"), ...cases]);
    const chartOf = (folder: string) => of(drifted([folder], { dropTo: 0.7 }), "refund").now;
    expect(chartOf(back)).toEqual(chartOf(dir));
    expect(chartOf(dir).chart?.height).toBe(3 * (chartOf(dir).chart?.missStep ?? 0));
  });

  test("cut off later count for their whole clusters, and a case on record twice is refused", async () => {
    const { runs } = driftNights([third]);
    const run = runs[0].header;
    const cases = [...readLedger(journalOf(third), newJournalEnd())].filter((row) => row.kind === "case");
    const head = { kind: "run", run: { ...run, id: "cut" } } as const;
    const cut = await ledgerOf(join(root, "cut"), [head, ...cases.slice(0, 5)]);
    expect(drifted([cut]).nights).toMatchObject([{ cases: 4, missing: 20 }]);
    const twice = await ledgerOf(join(root, "twice"), [head, ...cases.slice(0, 2), ...cases.slice(1, 2)]);
    expect(() => drifted([twice])).toThrow(EarnestError);
    expect(() => drifted([twice])).toThrow(/on record twice/);
  });
});
