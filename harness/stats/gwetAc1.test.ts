import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cohenKappa } from "./cohenKappa.ts";
import { gwetAc1 } from "./gwetAc1.ts";
import { humanCeiling } from "./humanCeiling.ts";
import { krippendorffNominal, type Ratings } from "./krippendorffNominal.ts";

const label = fc.constantFrom("a", "b", "c");
const rating = fc.option(label, { nil: null, freq: 4 });
const units = fc.array(fc.tuple(rating, rating, rating), { maxLength: 25 });
const options = { seed: 16, numRuns: 300 };
const CATEGORIES = ["a", "b", "c"];

describe("agreement beyond chance", () => {
  test("does not mind which rater is first, nor which case", () => {
    fc.assert(
      fc.property(units, (cases) => {
        const turned = cases.map((labels) => labels.toReversed()).toReversed();
        const [one, other] = [gwetAc1(cases, CATEGORIES), gwetAc1(turned, CATEGORIES)];
        expect(other.ac1 ?? -9).toBeCloseTo(one.ac1 ?? -9, 10);
        expect(other.se ?? -9).toBeCloseTo(one.se ?? -9, 10);
        expect(krippendorffNominal(turned).alpha ?? -9).toBeCloseTo(krippendorffNominal(cases).alpha ?? -9, 10);
      }),
      options,
    );
  });

  test("is 1 when nobody ever differs, whatever is missing", () => {
    const cases: Ratings<string>[] = [
      ["a", "a", null],
      ["b", "b", "b"],
      ["c", null, null],
      [null, null, null],
      ["a", null, "a"],
    ];
    expect(gwetAc1(cases, CATEGORIES)).toMatchObject({ ac1: 1, cases: 4, doubled: 3 });
    expect(krippendorffNominal(cases)).toEqual({ alpha: 1, pairable: 7 });
    expect(
      cohenKappa([
        [4, 0],
        [0, 9],
      ]).kappa,
    ).toBe(1);
  });

  test("cannot be told without cases, nor, but for AC1, when only one label was ever used", () => {
    expect(gwetAc1([["a"], []], CATEGORIES)).toMatchObject({ ac1: null, interval: null, cases: 1, doubled: 0 });
    expect(gwetAc1([["a", "a"]], CATEGORIES)).toMatchObject({ ac1: 1, se: null });
    expect(krippendorffNominal([])).toEqual({ alpha: null, pairable: 0 });
    expect(
      krippendorffNominal([
        ["a", "a"],
        ["a", "a"],
      ]).alpha,
    ).toBeNull();
    expect(
      cohenKappa([
        [0, 0],
        [0, 0],
      ]),
    ).toMatchObject({ kappa: null, observed: null });
    expect(
      cohenKappa([
        [7, 0],
        [0, 0],
      ]),
    ).toMatchObject({ kappa: null, observed: 1, expected: 1 });
  });

  test("stays high for AC1 where kappa collapses because one label dominates", () => {
    const cases = [...new Array(118).fill(["a", "a"]), ...new Array(5).fill(["a", "b"]), ...new Array(2).fill(["b", "a"])];
    expect(
      cohenKappa([
        [118, 5],
        [2, 0],
      ]).kappa,
    ).toBeLessThan(0);
    expect(gwetAc1(cases, ["a", "b"]).ac1).toBeGreaterThan(0.9);
  });

  test("refuses labels nobody declared and tables that are none", () => {
    expect(() => gwetAc1([["z", "a"]], CATEGORIES)).toThrow(/z/);
    expect(() => gwetAc1([["a", "a"]], ["a"])).toThrow(RangeError);
    expect(() => gwetAc1([["a", "a"]], ["a", "b", "b"])).toThrow(RangeError);
    expect(() => cohenKappa([[1, 2]])).toThrow(RangeError);
    expect(() =>
      cohenKappa([
        [1, -1],
        [0, 0],
      ]),
    ).toThrow(RangeError);
  });

  test("of two raters, turned round, is the same", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 9, maxLength: 9 }), (cells) => {
        const table = [cells.slice(0, 3), cells.slice(3, 6), cells.slice(6)];
        const turned = table.map((_, i) => table.map((row) => row[i] ?? 0));
        expect(cohenKappa(turned).kappa ?? -9).toBeCloseTo(cohenKappa(table).kappa ?? -9, 12);
        expect(cohenKappa(turned).se ?? -9).toBeCloseTo(cohenKappa(table).se ?? -9, 12);
      }),
      options,
    );
  });
});

describe("people as the ceiling", () => {
  test("an agent that copies one of two people agrees with them more than they do: half the way to always", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(label, label), { minLength: 2, maxLength: 30 }), (pairs) => {
        const { agentHuman, humanHuman } = humanCeiling(pairs.map((humans) => ({ humans, agent: humans[0] })));
        expect(agentHuman).toBeCloseTo((1 + (humanHuman ?? 0)) / 2, 12);
      }),
      options,
    );
  });

  test("an agent that gave no answer agrees with nobody; cases with one human label are counted out", () => {
    const cases = [
      { agent: null, humans: ["a", "a"] },
      { agent: "a", humans: ["a", "a"] },
      { agent: "a", humans: ["a"] },
    ];
    expect(humanCeiling(cases)).toMatchObject({ cases: 2, excluded: 1, agentHuman: 0.5, humanHuman: 1 });
  });

  test("says nothing without cases, no interval with one, no ratio when people never agree", () => {
    expect(humanCeiling([])).toMatchObject({ cases: 0, agentHuman: null, difference: null, ratio: null });
    expect(humanCeiling([{ agent: "a", humans: ["a", "b"] }])).toMatchObject({ agentHuman: 0.5, difference: null });
    const apart = { agent: "a", humans: ["a", "b"] };
    expect(humanCeiling([apart, apart])).toMatchObject({ humanHuman: 0, ratio: null, difference: { estimate: 0.5 } });
  });
});
