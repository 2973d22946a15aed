import fc from "fast-check";
import { expect, test } from "vitest";
import { InOrder, type Placed } from "./inOrder.ts";

/** A sampling order: clusters of these sizes, one behind the other. */
const orderOf = (sizes: readonly number[]): Placed[] =>
  sizes.flatMap((size, cluster) => Array.from({ length: size }, () => `${cluster}`)).map((cluster, seq) => ({ seq, cluster }));

/** A sampling order, its cases in some order of arrival, and how many of them arrive. */
const arrivals = fc
  .array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 12, size: "max" })
  .map(orderOf)
  .chain((order) =>
    fc.record({
      order: fc.constant(order),
      arriving: fc.shuffledSubarray(order, { minLength: order.length, maxLength: order.length }),
      n: fc.nat({ max: order.length }),
    }),
  );

/** The longest complete prefix, without its last cluster, of which nobody knows yet whether it is whole. */
function wholePrefix(order: readonly Placed[], seen: ReadonlySet<Placed>): Placed[] {
  const gap = order.findIndex((one) => !seen.has(one));
  const prefix = gap < 0 ? order : order.slice(0, gap);
  return prefix.filter(({ cluster }) => cluster !== prefix.at(-1)?.cluster);
}

test("whatever arrives when, what is let through is the longest complete prefix, in order and in whole clusters", () => {
  fc.assert(
    fc.property(arrivals, ({ order, arriving }) => {
      const through: Placed[] = [];
      const inOrder = new InOrder<Placed>((one) => through.push(one));
      const seen = new Set<Placed>();
      for (const one of arriving) {
        inOrder.take(one);
        seen.add(one);
        expect(through).toEqual(wholePrefix(order, seen));
        expect(inOrder.released).toBe(through.length);
      }
      inOrder.flush();
      expect(through).toEqual(order);
      expect(inOrder.released).toBe(order.length);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test("with the same part of it on record, the order of arrival changes nothing", () => {
  fc.assert(
    fc.property(arrivals, ({ arriving, n }) => {
      const through = (some: readonly Placed[]) => {
        const found: Placed[] = [];
        const inOrder = new InOrder<Placed>((one) => found.push(one));
        for (const one of some) inOrder.take(one);
        return found;
      };
      const part = arriving.slice(0, n);
      expect(through(part)).toEqual(through(part.toSorted((a, b) => a.seq - b.seq)));
    }),
    { seed: 2, numRuns: 300 },
  );
});

test("nothing arrives, nothing is let through; a second flush adds nothing", () => {
  const through: Placed[] = [];
  const inOrder = new InOrder<Placed>((one) => through.push(one));
  inOrder.flush();
  inOrder.take({ seq: 0, cluster: "a" });
  expect([through.length, inOrder.released]).toEqual([0, 0]);
  inOrder.flush();
  inOrder.flush();
  expect([through.length, inOrder.released]).toEqual([1, 1]);
});

test("a cluster too large to wait for passes through as it comes, in order and complete", () => {
  const order = orderOf([2, 2500, 1]);
  const through: Placed[] = [];
  const inOrder = new InOrder<Placed>((one) => through.push(one));
  for (const one of order.slice(0, 2300)) inOrder.take(one);
  expect(through.length).toBeGreaterThan(1000);
  for (const one of order.slice(2300)) inOrder.take(one);
  inOrder.flush();
  expect(through).toEqual(order);
});
