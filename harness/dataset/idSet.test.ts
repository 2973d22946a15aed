import fc from "fast-check";
import { expect, test } from "vitest";
import { IdSet } from "./idSet.ts";

test("agrees with a Map on which id was seen and in which row, far beyond its first size", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 300 }), (ids) => {
      const set = new IdSet();
      const rows: string[] = [];
      const seen = new Map<string, number>();
      for (const id of [...ids, ...Array.from({ length: 50 }, (_, i) => `more ${i}`)]) {
        const twin = set.add(id, rows.length, (row) => rows[row] === id);
        expect(twin).toBe(seen.get(id));
        if (twin !== undefined) continue;
        seen.set(id, rows.length);
        rows.push(id);
      }
    }),
    { seed: 24, numRuns: 100 },
  );
});

test("holds 100,000 ids", () => {
  const set = new IdSet();
  const never = () => false;
  let taken = 0;
  for (let i = 0; i < 100_000; i++) if (set.add(`case-${i}`, i, never) !== undefined) taken++;
  expect(taken).toBe(0);
  for (const i of [0, 1, 8191, 8192, 99_999]) expect(set.add(`case-${i}`, 100_000, (row) => row === i)).toBe(i);
});

test("two ids with one hash are told apart by asking: an id is a duplicate only where that confirms it", () => {
  const set = new IdSet();
  const asked: number[] = [];
  const denies = (row: number) => {
    asked.push(row);
    return false;
  };
  // the same id stands in for another with the same hash, which is what the set cannot know by itself
  set.add("twin", 0, denies);
  expect(set.add("twin", 1, denies)).toBeUndefined();
  expect(asked).toEqual([0]);
  expect(set.add("twin", 2, (row) => row === 1)).toBe(1);
});
