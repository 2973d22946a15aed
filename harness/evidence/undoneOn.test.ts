import { describe, expect, test } from "vitest";
import type { DrillFact } from "./drillFact.ts";
import { systemName } from "./systemName.ts";
import { undoneOn } from "./undoneOn.ts";

const fixture = { name: "books", version: "1" };
const handler = { name: "payer", version: "1" };
const ROW = { version: "1", size: 50, handler, fixture, engines: ["sqlite", "pg"] };
const FACTS = {
  asOf: "2026-06-01T00:00:00Z",
  version: "1",
  drilled: [
    { ...ROW, drill: "revertBatch" as const },
    { ...ROW, drill: "timed" as const },
  ],
};
const made = { version: "1", size: 50, fixture, engine: "sqlite", load: 0 };
const held: DrillFact = {
  type: "pay",
  at: "2026-05-30T00:00:00Z",
  agent: "1",
  by: "earnest drill",
  system: "books on SQLite 3.53",
  actions: 50,
  restored: 50,
  seconds: 0.31,
  drill: "revertBatch",
  handler,
  broken: 0,
  control: "caught",
  made,
};
const sums = (drills: readonly DrillFact[]) => undoneOn(drills, FACTS, { days: 90 });

describe("how quickly whole batches were undone", () => {
  test("the drills of a whole batch are one sum, and one that did not hold is endless", () => {
    const broken: DrillFact = { ...held, restored: 49, broken: 1 };
    expect(sums([held, { ...held, drill: "timed", seconds: 0.5 }, broken, { ...held, drill: "humanEdit" }])).toMatchObject([
      {
        system: "books on SQLite 3.53",
        n: 3,
        held: 2,
        carriedOut: 150,
        back: 149,
        times: { endless: 1, max: null },
        age: 2,
        counts: true,
      },
    ]);
  });

  test("systems, sizes and loads stand apart", () => {
    const found = sums([
      held,
      { ...held, system: "books on PostgreSQL 18", made: { ...made, engine: "pg" } },
      { ...held, made: { ...made, load: 20 }, load: 12.3 },
      { ...held, made: { ...made, size: 80 }, actions: 80, restored: 80 },
    ]);
    expect(found.map(({ engine, load, size }) => [engine, load, size])).toEqual([
      ["sqlite", 0, 50],
      ["pg", 0, 50],
      ["sqlite", 20, 50],
      ["sqlite", 0, 80],
    ]);
  });

  test.each<[string, Partial<DrillFact>, string]>([
    ["old", { at: "2016-06-01T00:00:00Z" }, "made 3,652 days before the evidence ends; at most 90 are taken"],
    ["dated far ahead", { at: "2027-06-01T00:00:00Z" }, "made 365 days after the evidence ends; at most 90 are taken"],
    ["of another agent version", { agent: "0" }, "made with another version of the agent"],
    ["of another handler", { handler: { name: "payer", version: "0" } }, "undone by another version of the handler"],
    [
      "of another fixture",
      { made: { ...made, fixture: { name: "books", version: "2" } } },
      "made in another version of the fixture",
    ],
    ["of another drill", { made: { ...made, version: "2" } }, "made with another version of the drill"],
    ["small", { actions: 5, restored: 5, made: { ...made, size: 5 } }, "made with batches of 5; 50 are asked for"],
  ])("what is %s stands apart, and says why it does not count", (_name, change, counts) => {
    expect(sums([held, { ...held, ...change }])).toMatchObject([
      { n: 1, counts: true },
      { n: 1, counts },
    ]);
  });

  test("a row that drills nothing has no drills of the library; what people wrote down counts", () => {
    const { made: _made, ...written } = held;
    const found = undoneOn([held, { ...written, system: "a copy" }], { ...FACTS, drilled: [] }, { days: 90 });
    expect(found.map(({ system, counts }) => [system, counts])).toEqual([
      ["books on SQLite 3.53", "made for a row that names no drill any more"],
      ["a copy", true],
    ]);
  });
});

test("a patch of a system, or of Node, starts nothing anew", () => {
  expect(systemName("SQLite 3.53.1, in Node 26.10.0")).toBe("SQLite 3.53");
  expect(systemName("PostgreSQL 18.4, embedded")).toBe("PostgreSQL 18, embedded");
  expect(systemName("a ledger service 12, on a laptop")).toBe("a ledger service 12, on a laptop");
});
