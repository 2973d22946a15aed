import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Tolerance, type WithinOptions, within } from "./within.ts";

const verdict = (tolerance: Tolerance, decided: unknown, proposed: unknown, options?: WithinOptions) =>
  within(tolerance, options).compare(decided, proposed).verdict;

describe("within", () => {
  test.each<[Tolerance, number, number, string]>([
    [0.5, 10.5, 10, "same"],
    [0.5, 10.51, 10, "different"],
    [0.2, 0.3, 0.1, "same"],
    [0, 0.1 + 0.2, 0.3, "same"],
    [0, 0.3, 0.30001, "different"],
    [0.01, 19.99, 20, "same"],
    [0, 1_700_000_000, 1_700_000_001, "different"],
    [0, 4_503_599_627_370_497, 4_503_599_627_370_498, "different"],
    [0, 1_700_000_000.25, 1_700_000_000.5, "different"],
    [{ relative: 0.02 }, 100, 102, "same"],
    [{ relative: 0.29 }, 100, 129, "same"],
    [{ relative: 0.02 }, 100, 102.1, "different"],
    [{ relative: 0.02 }, -100, -102, "same"],
    [{ relative: 0.02 }, 0, 0.001, "different"],
    [{ absolute: 1, relative: 0.02 }, 10, 11, "same"],
    [{ absolute: 1, relative: 0.02 }, 100, 102, "same"],
    [{ absolute: 1, relative: 0.02 }, 100, 103, "different"],
    [1e308, -1e308, 1e308, "different"],
  ])("within(%j): %d against %d is %s", (tolerance, decided, proposed, expected) => {
    expect(verdict(tolerance, decided, proposed)).toBe(expected);
  });

  test("what is not a number is different, and says so, unless equal", () => {
    expect(within(1).compare(5, "5")).toEqual({
      verdict: "different",
      because: '5 against "5" (the proposed value is not a number)',
    });
    for (const odd of ["5", Number.NaN, Number.POSITIVE_INFINITY, [5], true, {}, null, undefined]) {
      expect(verdict(1e9, 5, odd), String(odd)).toBe("different");
      expect(verdict(0, odd, odd), String(odd)).toBe("same");
    }
  });

  test("units must be equal, and a bare number is in the declared one", () => {
    const euro = { unit: "EUR" };
    expect(verdict(0.5, 5, { amount: 5.5, currency: "EUR" }, euro)).toBe("same");
    expect(verdict(0.5, { amount: 5, currency: "EUR" }, { value: 5, unit: "EUR" })).toBe("same");
    expect(verdict(0.5, { amount: 5, currency: "EUR" }, { amount: 5, currency: "USD" })).toBe("different");
    expect(verdict(0.5, { amount: 5, currency: "JPY" }, { amount: 5.1, currency: "JPY" }, euro)).toBe("different");
    expect(verdict(0.5, 5, { amount: 5, currency: "EUR" })).toBe("different");
    expect(within(0.5, euro).compare(5, 6).because).toBe("5 against 6 (at most 0.5 EUR apart)");
  });

  test("a third member is never read over", () => {
    expect(verdict(0.5, { amount: 5, currency: "EUR" }, { amount: 5, currency: "EUR", times: 12 })).toBe("different");
  });

  test("units are converted only by the table that is given", () => {
    const units = { EUR: 1, cent: 0.01 };
    expect(verdict(0.5, { amount: 1999, unit: "cent" }, { amount: 20.49, unit: "EUR" }, { units })).toBe("same");
    expect(verdict(0.5, { amount: 1999, unit: "cent" }, { amount: 20.5, unit: "EUR" }, { units })).toBe("different");
    expect(verdict(50, 1999, { amount: 20.49, unit: "EUR" }, { units, unit: "cent" })).toBe("same");
    expect(verdict(0.5, 5, { amount: 5, unit: "toString" }, { units })).toBe("different");
  });

  test.each([
    () => within(-1),
    () => within(Number.NaN),
    () => within({}),
    () => within("5" as never),
    () => within(1, { units: { EUR: 0 } }),
    () => within(1, { units: { cent: 0.01 } }),
    () => within(1, { unit: "USD", units: { EUR: 1 } }),
  ])("a tolerance or unit without sense stops the suite (%#)", (make) => {
    expect(make).toThrow(expect.objectContaining({ code: "SUITE_BROKEN" }));
  });

  test("its params describe it as plain data", () => {
    expect(within({ absolute: 0.5, relative: 0.02 }, { units: { EUR: 1 } }).params).toEqual({
      absolute: 0.5,
      relative: 0.02,
      unit: "EUR",
      units: { EUR: 1 },
    });
  });

  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: -500, max: 500 }).map((cents) => cents / 100),
  );
  const tolerance = fc.integer({ min: 0, max: 300 }).map((cents) => cents / 100);

  test("absolute is symmetric and reflexive, and widening never turns same into different", () => {
    fc.assert(
      fc.property(number, number, tolerance, tolerance, (a, b, one, two) => {
        const [narrow, wide] = one < two ? [one, two] : [two, one];
        expect(verdict(narrow, a, a)).toBe("same");
        expect(verdict(narrow, a, b)).toBe(verdict(narrow, b, a));
        if (verdict(narrow, a, b) === "same") expect(verdict(wide, a, b)).toBe("same");
        if (verdict({ relative: narrow }, a, b) === "same") expect(verdict({ relative: wide }, a, b)).toBe("same");
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test("decimals are judged as people write them: in cents", () => {
    const cents = fc.integer({ min: -100_000, max: 100_000 });
    fc.assert(
      fc.property(cents, fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 50 }), (a, step, allowed) => {
        expect(verdict(allowed / 100, a / 100, (a + step) / 100)).toBe(Math.abs(step) <= allowed ? "same" : "different");
      }),
      { seed: 3, numRuns: 1000 },
    );
  });
});
