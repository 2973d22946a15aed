import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CappedProposals } from "./limitsSeen.ts";

function seen(values: readonly (number | undefined)[]): CappedProposals {
  const capped = new CappedProposals();
  for (const value of values) capped.add(value, true, false);
  return capped;
}
const limits = (values: readonly (number | undefined)[], now: number) =>
  seen(values)
    .limits(now)
    .map(({ limit }) => limit);

describe("what would come through if a cap stood elsewhere", () => {
  test("what the cap has no say in comes through at every limit", () => {
    const found = seen([undefined, 150, 900, undefined]).limits(200);
    expect(found.map(({ limit, through }) => [limit, through])).toEqual([
      [100, 2],
      [150, 3],
      [200, 3],
      [400, 3],
      [900, 4],
    ]);
    expect(
      seen([undefined])
        .limits(200)
        .map(({ through }) => through),
    ).toEqual([1, 1, 1]);
  });

  test("half and twice the limit, all proposals, nine tenths and half of them, with two digits", () => {
    const hundred = Array.from({ length: 100 }, (_, i) => i + 1.01);
    expect(limits(hundred, 60)).toEqual([30, 51, 60, 91, 110, 120]);
  });

  test.each([
    ["rounded up, never to less than was proposed", 391, 400],
    ["small ones too", 0.0123, 0.013],
    ["thirds of a cent", 0.1 + 0.2, 0.31],
    ["below zero up is towards zero", -391, -390],
    ["the smallest there is stays what it is", Number.MIN_VALUE, Number.MIN_VALUE],
    ["nothing", 0, 0],
  ])("%s: %d becomes %d", (_, proposed, limit) => {
    expect(limits([proposed], 7)).toContain(limit);
  });

  test("the highest limit lets all of them through, and each as many as do not exceed it", () => {
    // Beyond, the next number of two digits is none any more.
    const amount = fc.double({ noNaN: true, min: -1e300, max: 1e300 });
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 20 }), (values) => {
        const found = seen(values).limits(200);
        for (const { limit, through } of found) expect(through).toBe(values.filter((value) => value <= limit).length);
        expect(found.at(-1)?.through).toBe(values.length);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
