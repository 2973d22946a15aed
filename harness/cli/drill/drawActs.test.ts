import fc from "fast-check";
import { expect, test } from "vitest";
import { drawActs } from "./drawActs.ts";

const orders = fc.array(fc.record({ order: fc.integer({ min: 0, max: 20 }), n: fc.integer() }), { maxLength: 60 });
const touches = (params: unknown) => [`orders/${(params as { order: number }).order}`];

test("a batch holds each act at most once, touches no entity twice, and is as large as that allows", () => {
  fc.assert(
    fc.property(orders, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (all, size, seed) => {
      const drawn = drawActs(all, size, seed, touches);
      const entities = drawn.flatMap(touches);
      expect(new Set(entities).size).toBe(drawn.length);
      expect(drawn.every((one) => all.includes(one as (typeof all)[number]))).toBe(true);
      expect(drawn).toHaveLength(Math.min(size, new Set(all.flatMap(touches)).size));
      expect(drawActs(all, size, seed, touches)).toEqual(drawn);
    }),
  );
});

test("every act has its turn, and another seed draws others", () => {
  const all = Array.from({ length: 12 }, (_, order) => ({ order }));
  const seen = new Set(Array.from({ length: 40 }, (_, seed) => drawActs(all, 2, seed, touches)).flat());
  expect(seen.size).toBe(12);
});
