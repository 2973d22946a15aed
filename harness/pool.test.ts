import fc from "fast-check";
import { expect, test } from "vitest";
import { pool } from "./pool.ts";

const turns = async (n: number) => {
  for (let i = 0; i < n; i++) await new Promise((resolve) => setImmediate(resolve));
};

test("takes items in order, does each once, and never holds more than its size", async () => {
  const plan = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(plan, fc.integer({ min: 1, max: 6 }), async (waits, size) => {
      const taken: number[] = [];
      const [now, most] = [{ n: 0 }, { n: 0 }];
      await pool(waits.keys(), size, async (i) => {
        taken.push(i);
        most.n = Math.max(most.n, ++now.n);
        await turns(waits[i] ?? 0);
        now.n--;
      });
      expect(taken).toEqual([...waits.keys()]);
      expect(now.n).toBe(0);
      expect(most.n).toBeLessThanOrEqual(size);
    }),
    { numRuns: 40 },
  );
});

test("all slots are in use while there is work", async () => {
  let most = 0;
  let now = 0;
  await pool([1, 2, 3, 4, 5, 6], 3, async () => {
    most = Math.max(most, ++now);
    await turns(1);
    now--;
  });
  expect(most).toBe(3);
});

test("throws the first error, even undefined, takes no more, and waits for what is in hand", async () => {
  const ended: number[] = [];
  let thrown: unknown = "nothing";
  await pool([0, 1, 2, 3, 4], 3, async (i) => {
    await turns(i + 1);
    ended.push(i);
    if (i === 0) throw undefined;
    if (i === 1) throw new Error("second");
  }).catch((error: unknown) => {
    thrown = error;
  });
  expect(thrown).toBeUndefined();
  expect(ended).toEqual([0, 1, 2]);
});

test("items that throw while being taken end it like work that throws", async () => {
  const ended: number[] = [];
  function* items() {
    yield 1;
    yield 2;
    throw new Error("no more");
  }
  const work = pool(items(), 3, async (i) => {
    await turns(2);
    ended.push(i);
  });
  await expect(work).rejects.toThrow("no more");
  expect(ended).toEqual([1, 2]);
});
