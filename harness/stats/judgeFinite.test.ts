import { describe, expect, test } from "vitest";
import { judgeFinite } from "./judgeFinite.ts";
import { ppiMean } from "./ppiMean.ts";
import { roganGladen } from "./roganGladen.ts";

const rulings = (human: readonly number[], judge: readonly number[]) =>
  human.map((ruled, at) => ({ human: ruled, judge: judge[at] ?? 0 }));

describe("Rogan and Gladen's correction", () => {
  const perfect = { count: 50, n: 50 };

  test("leaves the rate of a perfect judge alone, and widens for one that is only believed perfect", () => {
    const found = roganGladen({ ruled: { count: 90, n: 100 }, sensitivity: perfect, specificity: perfect });
    expect(found.estimate).toBeCloseTo(0.9, 12);
    expect(found.interval.high - found.interval.low).toBeGreaterThan(found.wald.high - found.wald.low);
  });

  test("stays within 0 and 1 and shows the raw figure beside", () => {
    const found = roganGladen({ ruled: { count: 0, n: 100 }, sensitivity: perfect, specificity: { count: 48, n: 50 } });
    expect(found).toMatchObject({ estimate: 0, interval: { low: 0 } });
    expect(found.raw).toBeLessThan(0);
  });

  test("refuses a judge that says too little, and a validation without cases", () => {
    const coin = { count: 30, n: 50 };
    expect(() => roganGladen({ ruled: coin, sensitivity: coin, specificity: coin })).toThrow(/too little/);
    expect(() => roganGladen({ ruled: coin, sensitivity: { count: 0, n: 0 }, specificity: perfect })).toThrow(RangeError);
  });

  test("refuses few validations that would turn the ends of the interval round, though the judge as counted says enough", () => {
    const few = { ruled: { count: 0, n: 1 }, sensitivity: { count: 1, n: 1 }, specificity: { count: 6, n: 20 } };
    expect(() => roganGladen(few)).toThrow(/too little/);
  });
});

describe("people and a judge together", () => {
  const human = [1, 1, 0, 1, 1, 0, 1, 1, 1, 1];

  test("a judge that always says the same is ignored", () => {
    const found = ppiMean(rulings(human, new Array(10).fill(1)), new Array(50).fill(1));
    expect(found.weight).toBe(0);
    expect(found.tuned).toEqual(found.humans);
  });

  test("a judge that is always right makes the error smaller", () => {
    const found = ppiMean(rulings(human, human), [...human, ...human, ...human, ...human, ...human]);
    expect(found.tuned.se).toBeLessThan(found.humans.se * 0.6);
    expect(found.full.estimate).toBeCloseTo(0.8, 12);
  });

  test("once people have ruled on every case of the dataset, nothing is left open about it", () => {
    const judge = [1, 1, 1, 1, 1, 1, 1, 0, 1, 1];
    const found = judgeFinite({ adjudicated: rulings(human, judge), judgeShare: 0.9, cases: 10 });
    expect(found.estimate).toBeCloseTo(0.8, 12);
    expect(found.dataset.se).toBe(0);
    expect(found.process.se).toBeGreaterThan(0);
  });

  test("two adjudications are the least, and no more than there are cases", () => {
    const one = rulings([1], [1]);
    expect(() => ppiMean(one, [1, 0])).toThrow(RangeError);
    expect(() => judgeFinite({ adjudicated: one, judgeShare: 1, cases: 10 })).toThrow(RangeError);
    expect(() => judgeFinite({ adjudicated: rulings(human, human), judgeShare: 1, cases: 9 })).toThrow(RangeError);
  });
});
