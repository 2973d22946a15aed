import fc from "fast-check";
import { expect, test } from "vitest";
import { TimeCount } from "../evidence/timeCount.ts";
import { randomIndexes } from "../stats/random.ts";
import { evidenceOf } from "./evidenceOf.ts";
import { timeSavedAtLeast } from "./timeSavedAtLeast.ts";

type Timed = readonly [cluster: string, seconds: number | undefined, alike: boolean];
const judged = (decisions: readonly Timed[], share = 0.5) => {
  const count = new TimeCount();
  for (const [cluster, seconds, alike] of decisions) count.add(cluster, seconds, alike);
  return timeSavedAtLeast(share).judge(evidenceOf({}, [], { time: count.facts() }), "decisions");
};
/** `alike` of `n` decisions of a minute each, `each` to a cluster, and of one cluster all alike or none. */
const minutes = (alike: number, n: number, each = 1): Timed[] =>
  Array.from({ length: n }, (_, i) => [`k${Math.floor(i / each)}`, 60, i < alike]);

test.each([
  // Of 100: the exact low end at 95 % reaches one half from 59 on, the high end falls below it up to 41.
  [59, 100, "met"],
  [58, 100, "insufficient"],
  [50, 100, "insufficient"],
  [42, 100, "insufficient"],
  [41, 100, "not-met"],
  [29, 29, "insufficient"],
  [30, 30, "met"],
])("%i of %i alike, all as long: %s", (alike, n, verdict) => {
  const found = judged(minutes(alike, n));
  expect([found.verdict, (found.numbers["p"] as number) <= 0.05]).toEqual([verdict, verdict === "met"]);
});

test("decisions that hang together, and a few long ones, are worth fewer", () => {
  expect(judged(minutes(60, 100)).verdict).toBe("met");
  expect(judged(minutes(60, 100, 10))).toMatchObject({ verdict: "insufficient", detail: "1 h of 1.7 h; 10 clusters" });
  const long: Timed = ["long", 6000, true];
  expect(judged([...minutes(0, 99), long]).numbers["saved"]).toBeGreaterThan(0.5);
  expect(judged([...minutes(0, 99), long]).verdict).toBe("insufficient");
});

test("says the end that decides, and what would change it", () => {
  expect(judged(minutes(59, 100))).toMatchObject({
    because:
      "The agent would have taken alike 59 of 100 timed decisions, and with them 59.0% of the time people took; with 95% confidence, a range for one look, at least 50.2%. The limit is 50%.",
    fact: "at least 50.2%",
  });
  const open = judged(minutes(56, 100));
  expect(open.change).toMatch(/^about \d+ more timed decisions like these\.$/);
  expect(judged(minutes(45, 100)).change).toBe(
    "decisions taken alike that save more: at today’s 45.0% no number of them will do.",
  );
  expect(judged([...minutes(59, 100), ["x", undefined, true]]).detail).toBe("0.9 h of 1.7 h; 1 not timed");
});

test("whatever was timed, every number is one, and a lower limit is never harder to meet", () => {
  const order = { "not-met": 0, insufficient: 1, met: 2 };
  const timed = fc.tuple(fc.constantFrom("a", "b", "c", "d", "e", "f"), fc.constantFrom(0, 1, 60, 60, 90), fc.boolean());
  fc.assert(
    fc.property(fc.array(timed, { minLength: 30, maxLength: 60 }), (decisions) => {
      const found = judged(decisions);
      for (const number of Object.values(found.numbers)) expect(Number.isFinite(number)).toBe(true);
      const { low = 9, high = -9, saved = 9, p = 9 } = found.numbers;
      if (found.verdict === "met") expect([low >= 0.5, p <= 0.05]).toEqual([true, true]);
      expect([low <= saved + 1e-9, saved <= high + 1e-9]).toEqual([true, true]);
      expect(order[found.verdict]).toBeLessThanOrEqual(order[judged(decisions, 0.4).verdict]);
    }),
    { seed: 6, numRuns: 200 },
  );
});

test("an agent that saves just the limit passes in about 1 of 20 runs", () => {
  const next = randomIndexes(11, 1000);
  const runs = 1000;
  let met = 0;
  for (let run = 0; run < runs; run++) {
    // Clusters of one to three decisions that go alike, of very different length.
    const decisions = Array.from({ length: 120 }, (_, k) => {
      const alike = next() < 500;
      return Array.from({ length: 1 + (next() % 3) }, (): Timed => [`k${k}`, 10 + next(), alike]);
    }).flat();
    if (judged(decisions).verdict === "met") met++;
  }
  expect(met / runs).toBeGreaterThan(0.02);
  expect(met / runs).toBeLessThan(0.075);
});
