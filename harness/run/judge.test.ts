import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { agreementAtLeast, failuresAtMost } from "../criteria/index.ts";
import { type Desk, type DeskCase, deskSuite, runFolder, runInto } from "./deskRun.ts";
import { judge } from "./judge.ts";
import type { Judgement } from "./judgement.ts";
import type { ObserveOptions } from "./observe.ts";

const actions: Desk["actions"] = { a: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.9), failuresAtMost(0.5)] }, b: {} };
/** Ten of eleven alike. */
const casesFrom = (from: number, n: number, more: Partial<DeskCase> = {}): DeskCase[] =>
  Array.from({ length: n }, (_, i) => ({ id: `${from + i}`, decided: i % 11 === 5 ? ["b"] : ["a"], proposed: ["a"], ...more }));

interface Night extends Partial<ObserveOptions> {
  readonly cases: readonly DeskCase[];
  readonly version?: string;
}

/** Observes night after night, and judges by the suite of the last. */
async function nights(
  given: readonly Night[],
  order: (dirs: readonly string[]) => readonly string[] = (dirs) => dirs,
): Promise<Judgement> {
  using dir = runFolder();
  const dirs: string[] = [];
  for (const [i, { cases, version, ...more }] of given.entries()) {
    const path = join(dir.path, `${i}`);
    dirs.push(path);
    await runInto(path, deskSuite({ cases, actions, ...(version === undefined ? {} : { version }) }), {
      id: `run-${i}`,
      now: () => i * 86_400_000,
      ...more,
    });
  }
  return judge(deskSuite({ cases: [], actions }), order(dirs)).judgement;
}

const agreement = ({ types }: Judgement) => types[0]?.evidence.shares.agreement ?? expect.fail("no type");

describe("several runs of one agent version", () => {
  const [first, second] = [casesFrom(0, 60), casesFrom(60, 60)];

  test("add up, in order of time, whatever order they are named in", async () => {
    const both = await nights([{ cases: first }, { cases: second, seed: 2 }]);
    expect(agreement(both)).toMatchObject({ n: 120, clusters: 120 });
    expect(both.flow).toMatchObject({ asked: 120, observed: 120, repeated: 0, missing: 0 });
    expect(both.runs.map(({ id, counted }) => [id, counted])).toEqual([
      ["run-0", 60],
      ["run-1", 60],
    ]);
    expect(both.run.id).toBe("run-1");
    const turned = await nights([{ cases: first }, { cases: second, seed: 2 }], (dirs) => dirs.toReversed());
    expect(turned).toEqual(both);
  });

  test("the same cases again count once, and say so", async () => {
    const once = await nights([{ cases: first }]);
    const again = await nights([{ cases: first }, { cases: first, seed: 7 }, { cases: first }]);
    expect(again.types).toEqual(once.types);
    expect(again.evidence).toEqual(once.evidence);
    expect(again.flow).toMatchObject({ asked: 180, observed: 60, repeated: 120 });
    expect(again.caveats.join("\n")).toContain("120 cases had been shown by an earlier run");
  });

  test("duplicated attempts and repeated nights never narrow", async () => {
    const once = agreement(await nights([{ cases: first }]));
    const often = agreement(
      await nights([
        { cases: first, attempts: 5 },
        { cases: first, attempts: 3, seed: 3 },
      ]),
    );
    expect(often).toEqual(once);
  });

  test("another answer to a case that was shown does not replace the first", async () => {
    const worse = first.map((one) => ({ ...one, proposed: ["b"] }));
    expect(agreement(await nights([{ cases: first }, { cases: worse }]))).toEqual(agreement(await nights([{ cases: first }])));
  });

  test("a cluster that was shown earlier counts once, new cases of it or not", async () => {
    const customers = first.map((one, i) => ({ ...one, cluster: `k${i % 20}` }));
    const later = [...casesFrom(1000, 10, { cluster: "k3" }), ...casesFrom(2000, 10, { cluster: "new" })];
    const found = await nights([{ cases: customers }, { cases: later }]);
    expect(found.flow).toMatchObject({ observed: 70, repeated: 10 });
    expect(found.evidence.clusters).toBe(21);
    // Within one night all cases of a new cluster count, those of a shown one never do.
    expect(found.runs.map(({ counted, repeated }) => [counted, repeated])).toEqual([
      [60, 0],
      [10, 10],
    ]);
  });

  test("what an earlier run has on record but does not count is not shown yet", async () => {
    const some = first.map((one, i) => ({ ...one, cluster: `k${Math.floor(i / 3)}` }));
    const stop = new AbortController();
    let done = 0;
    const onProgress = () => {
      if (++done === 20) stop.abort();
    };
    const found = await nights([{ cases: some, concurrency: 1, signal: stop.signal, onProgress }, { cases: some }]);
    expect(found.flow.observed).toBe(60);
    expect(found.flow.uncounted).toBeGreaterThan(0);
    expect(found.runs[0]?.counted).toBe(20 - found.flow.uncounted);
    expect(agreement(found)).toEqual(agreement(await nights([{ cases: some }])));
  });
});

test("another version of the agent starts anew: the last one is judged, by its own runs", async () => {
  const cases = casesFrom(0, 60);
  const wrong = cases.map((one) => ({ ...one, proposed: ["b"] }));
  const found = await nights([{ cases: wrong, version: "0" }, { cases }]);
  expect(agreement(found)).toEqual(agreement(await nights([{ cases }])));
  expect(found.runs.map(({ otherVersion, counted }) => [otherVersion, counted])).toEqual([
    [true, 0],
    [false, 60],
  ]);
  expect(found.flow).toMatchObject({ asked: 60, observed: 60, repeated: 0 });
  expect(found.caveats.join("\n")).toContain("1 run of another version of the agent does not count");
  // Back to the earlier version: its own first night counts again.
  const back = await nights([{ cases }, { cases: wrong, version: "2" }, { cases: casesFrom(60, 30) }]);
  expect(agreement(back).n).toBe(90);
});

test("one run named twice, and none that began, are refused", async () => {
  const cases = casesFrom(0, 5);
  await expect(nights([{ cases }], (dirs) => [...dirs, ...dirs])).rejects.toMatchObject({ code: "USAGE" });
  await expect(nights([{ cases }], (dirs) => dirs.map((dir) => `${dir}-not-there`))).rejects.toMatchObject({
    code: "RUN_NOT_FOUND",
  });
});
