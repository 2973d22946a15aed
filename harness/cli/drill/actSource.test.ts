import { expect, test } from "vitest";
import type { Handler } from "../../drill/handler.ts";
import { actSource } from "./actSource.ts";

const handler = {
  name: "lend",
  touches: ({ book }: { book: string }) => [`books/${book}`],
  example: (nth: number) => ({ book: `example-${nth}` }),
} as unknown as Handler;
const about = (books: number, acts: number) => ({
  params: Array.from({ length: acts }, (_, n) => ({ book: `b-${n % books}` })),
  kept: 0,
  unusable: 0,
});

test("says how many acts a batch holds where many are about few entities", () => {
  const { acts, batch } = actSource(handler, about(5, 400), 50);
  expect(acts).toEqual({ from: "proposed", proposed: 400, kept: 0, unusable: 0, batch: 5 });
  for (let seed = 0; seed < 20; seed++) expect(batch(50, seed)).toHaveLength(5);
});

test("a batch is as large as asked for where there are enough, and where the examples are taken", () => {
  expect(actSource(handler, about(80, 400), 50).acts).toMatchObject({ from: "proposed", batch: 50 });
  expect(actSource(handler, about(2, 400), 50).acts).toMatchObject({ from: "examples", proposed: 400, batch: 50 });
});
