import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { agreementAtLeast } from "../criteria/index.ts";
import { clopperPearson } from "../stats/clopperPearson.ts";
import { type Desk, type DeskCase, deskSuite, runFolder, runInto } from "./deskRun.ts";
import { judge } from "./judge.ts";
import type { Judgement } from "./judgement.ts";

const actions: Desk["actions"] = {
  a: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.5)], stay: [agreementAtLeast(0.2)] },
  b: {},
};

/** Cases in which the agent proposes `a`, and every third time the person did `b`. */
const casesFrom = (from: number, n: number, more: Partial<DeskCase> = {}): DeskCase[] =>
  Array.from({ length: n }, (_, i) => ({ id: `${from + i}`, decided: i % 3 === 2 ? ["b"] : ["a"], proposed: ["a"], ...more }));

interface Night {
  readonly cases: readonly DeskCase[];
  readonly version?: string;
  readonly actions?: Desk["actions"];
  readonly earnest?: string;
  readonly clusterCap?: number;
}

async function judged(nights: readonly Night[]): Promise<Judgement> {
  using dir = runFolder();
  const dirs = nights.map((_, i) => join(dir.path, `${i}`));
  for (const [i, { cases, version = "1", earnest = "0", ...more }] of nights.entries()) {
    await runInto(dirs[i] as string, deskSuite({ cases, version, actions, ...more }), {
      id: `run-${i}`,
      now: () => i * 86_400_000,
      versions: { earnest, node: "26" },
    });
  }
  return judge(deskSuite({ cases: [], actions }), dirs).judgement;
}

const seen = ({ runs }: Judgement) =>
  runs.map((run) => [run.seen.cases, run.seen.types.map(({ type, n, matches }) => [type, n, matches])]);

describe("night by night", () => {
  test("each night tells of its new cases, and all of them add up to what the answer rests on", async () => {
    const judgement = await judged([
      { cases: casesFrom(0, 30) },
      { cases: [...casesFrom(0, 30), ...casesFrom(30, 12, { proposed: ["b"] })] },
      { cases: casesFrom(0, 30) },
    ]);
    expect(seen(judgement)).toEqual([
      [30, [["a", 30, 20]]],
      [12, [["b", 12, 4]]],
      [0, []],
    ]);
    for (const { type, evidence } of judgement.types) {
      const nights = judgement.runs.flatMap(({ seen: { types } }) => types.filter((one) => one.type === type));
      expect(nights.reduce((sum, { n }) => sum + n, 0)).toBe(evidence.proposed.n);
      expect(nights.reduce((sum, { matches }) => sum + matches, 0)).toBe(evidence.proposed.matches);
    }
    expect(judgement.runs[0]?.seen.types[0]).toMatchObject(clopperPearson(20, 30));
  });

  test("another version is read for its tallies, and counts for nothing", async () => {
    const mine = { cases: casesFrom(0, 30), version: "2" };
    const alone = await judged([mine]);
    const both = await judged([
      { cases: casesFrom(0, 21, { cluster: "one" }), version: "1" },
      { cases: casesFrom(0, 24), version: "1" },
      { ...mine },
    ]);
    expect(seen(both)).toEqual([
      [21, [["a", 21, 14]]],
      [3, [["a", 3, 2]]],
      [30, [["a", 30, 20]]],
    ]);
    expect(both.runs.map(({ counted, otherVersion }) => [counted, otherVersion])).toEqual([
      [0, true],
      [0, true],
      [30, false],
    ]);
    expect(both.types.map(({ interval, sequence }) => [interval, sequence])).toEqual(
      alone.types.map(({ interval, sequence }) => [interval, sequence]),
    );
  });

  test("cases of one cluster on several nights belong to the night that shows them", async () => {
    const judgement = await judged([
      { cases: casesFrom(0, 6, { cluster: "one" }) },
      { cases: casesFrom(6, 3, { cluster: "one" }) },
    ]);
    expect(seen(judgement)).toEqual([
      [6, [["a", 6, 4]]],
      [3, [["a", 3, 2]]],
    ]);
  });

  test("the range of a night is that of its clusters, as the answer counts them", async () => {
    // Ten clusters of nine cases that come out alike, and one cluster of the night before.
    const cases = Array.from({ length: 90 }, (_, i): DeskCase => {
      const cluster = Math.floor(i / 9);
      return { id: `c${i}`, cluster: `k${cluster}`, decided: [cluster < 2 ? "b" : "a"], proposed: ["a"] };
    });
    const alone = await judged([{ cases }]);
    const [night, answer] = [alone.runs[0]?.seen.types[0], alone.types[0]?.evidence.shares.agreement];
    expect(night).toMatchObject({ n: 90, matches: 72, rate: answer?.rate, ...answer?.oneLook });
    expect(night?.high).toBeGreaterThan(clopperPearson(72, 90).high + 0.05);
    // What has had its vote is no evidence for the answer, and a part of its night all the same.
    const before = { cases: casesFrom(0, 3, { cluster: "k0" }) };
    const [own, apart] = [
      await judged([before, { cases }]),
      await judged([before, { cases }, { cases: casesFrom(900, 3), version: "2" }]),
    ];
    expect(own.types[0]?.evidence.shares.agreement.clusters).toBe(10);
    expect([own, apart].map(({ runs }) => runs[1]?.seen.types[0])).toEqual([night, night]);
  });

  test("a cap and weights shape the range of a night as they shape the answer", async () => {
    const cases = casesFrom(0, 60).map((one, i) => ({ ...one, cluster: `k${Math.floor(i / 6)}`, weight: 1 + (i % 3) }));
    for (const [at, desk] of [{ clusterCap: 2 }, { clusterCap: 100 }].entries()) {
      const { runs, types } = await judged([{ cases, ...desk }]);
      const { rate, oneLook } = types[0]?.evidence.shares.agreement ?? expect.fail("no type");
      expect(runs[0]?.seen.types[0], `${at}`).toEqual({ type: "a", n: 60, matches: 40, rate, ...oneLook });
      expect(rate).not.toBe(40 / 60);
    }
  });

  test("what had changed since the night before is named", async () => {
    const other = { ...actions, b: { at: "L2", ask: "L3", climb: [agreementAtLeast(0.4)] } };
    const { runs } = await judged([
      { cases: casesFrom(0, 5) },
      { cases: casesFrom(0, 5) },
      { cases: casesFrom(5, 5), version: "2" },
      { cases: casesFrom(5, 5), version: "2", actions: other, earnest: "1" },
    ]);
    expect(runs.map(({ changed }) => changed)).toEqual([[], [], ["agent", "dataset"], ["rules", "earnest"]]);
  });
});

test("the range as evidence came in goes on from night to night, and ends at the range of the answer", async () => {
  const judgement = await judged([{ cases: casesFrom(0, 40) }, { cases: casesFrom(40, 35) }]);
  const { sequence, interval, evidence } = judgement.types[0] ?? expect.fail("no type");
  const { n, k, rate } = evidence.shares.agreement;
  expect(sequence).toMatchObject({ gate: 0.5, floor: 0.2 });
  expect(sequence?.points[0]?.n).toBe(1);
  expect(sequence?.points.at(-1)).toEqual({ n, k, rate, ...interval });
  expect(judgement.types[1]?.sequence).toBe(null);
});
