import { expect, test } from "vitest";
import { rows } from "./rows.ts";
import type { Source } from "./source.ts";

const where = { file: "memory" };

async function batches(source: Source): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const batch of source.read()) found.push(batch);
  return found;
}

test("an array of plain records and of ones left out is one batch, and can be read twice", async () => {
  const source = rows("memory", [
    { raw: { id: "a" }, where },
    { kind: "excluded", id: "b", because: "no date", where },
  ]);
  const expected = [
    [
      { kind: "row", raw: { id: "a" }, where },
      { kind: "excluded", id: "b", because: "no date", where },
    ],
  ];
  expect(await batches(source)).toEqual(expected);
  expect(await batches(source)).toEqual(expected);
});

test("an importer yields single rows or batches, at once or over time", async () => {
  const source = rows("importer", async function* () {
    yield { raw: 1, where };
    yield [
      { raw: 2, where },
      { raw: 3, where },
    ];
  });
  expect(await batches(source)).toEqual([
    [{ kind: "row", raw: 1, where }],
    [
      { kind: "row", raw: 2, where },
      { kind: "row", raw: 3, where },
    ],
  ]);
  expect(await batches(source)).toHaveLength(2);
});
