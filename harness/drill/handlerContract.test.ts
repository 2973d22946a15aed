import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Sql } from "../fixture/sql.ts";
import type { StartedFixture } from "../fixture.ts";
import type { Handler } from "./handler.ts";
import { handlerContract } from "./handlerContract.ts";
import { lend, shelf } from "./testing/lend.ts";

let dir: string;
let started: StartedFixture;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "earnest-contract-"));
  started = await shelf.start("sqlite", { dir, owns: async () => {}, name: "contract" });
});
afterAll(async () => {
  await started[Symbol.asyncDispose]();
  await rm(dir, { recursive: true });
});

const good = lend();
type Lend = typeof good;
const broken = (change: Partial<Lend>): Lend => ({ ...good, ...change });
const check = (name: string) => {
  const found = handlerContract.find((one) => one.name.startsWith(name));
  if (found === undefined) throw new Error(`there is no check "${name}"`);
  return found;
};

describe("a handler that keeps its promises", () => {
  test.each(handlerContract.map((one) => [one.name, one] as const))("%s", async (_, { check }) => {
    await check(good, started);
  });
});

let calls = 0;
const unguarded = async (sql: Sql, { book, copies }: { book: string; copies: number }, note = "") => {
  await sql.query(`update books set copies = copies + $1 ${note} where id = $2`, [copies, book]);
  await sql.query("insert into lent (book, copies) values ($1, $2)", [book, -copies]);
  return "reverted" as const;
};

const plants: readonly (readonly [check: string, plant: string, says: RegExp, handler: Lend])[] = [
  ["it says what", "no caveat", /caveat is empty/, broken({ caveat: " " })],
  ["it says what", "a table that is none", /writes to shelves/, broken({ writes: ["shelves"] })],
  ["it says what", "nothing to be refused", /to be refused/, broken({ poison: [] })],
  ["examples", "the same example each time", /both touch books\/D-0/, broken({ example: () => good.example(0) })],
  ["examples", "another example each time", /another one/, broken({ example: () => good.example(calls++) })],
  ["what is prepared", "nothing prepared", /There are not so many/, broken({ prepare: async () => {} })],
  ["what is prepared", "no effect", /changed nothing/, lend({ act: async () => ({ left: 0 }) })],
  [
    "what was carried out",
    "an undo that pretends",
    /D-2 was changed, copies was 100 and is 97/,
    lend({ undo: async () => "reverted" }),
  ],
  [
    "an undo whose receipt",
    "an undo that needs its receipt",
    /"conflict"/,
    broken({
      compensate: async (use, params, receipt, keys, signal) =>
        receipt === null ? "conflict" : good.compensate(use, params, receipt, keys, signal),
    }),
  ],
  ["only entities", "a table not named", /writes to lent/, broken({ writes: ["books", "acts"] })],
  ["only entities", "an entity not named", /touches books\/D-0/, broken({ touches: () => ["books/B-1"] })],
  [
    "a second call",
    "no keys",
    /"applied"/,
    broken({ apply: (use, params, key, signal) => good.apply(use, params, `${key}/${calls++}`, signal) }),
  ],
  [
    "two calls at once",
    "a key that is looked up before it is taken",
    /"applied" and "applied"/,
    broken({
      async apply(use, params, key, signal) {
        const seen = await use.query("select key from earnest_acts where key like $1", [`${key}%`]);
        return seen.length > 0 ? { outcome: "duplicate" } : good.apply(use, params, `${key}/${calls++}`, signal);
      },
    }),
  ],
  [
    "a second undo",
    "an undo without a key",
    /"reverted", not "already"/,
    broken({ compensate: (use, params) => unguarded(use, params) }),
  ],
  [
    "the same key",
    "a key that takes any params",
    /"duplicate"/,
    broken({
      apply: (use, params, key, signal) => good.apply(use, params, key, signal).catch(() => ({ outcome: "duplicate" as const })),
    }),
  ],
  [
    "an undo that comes first",
    "no tombstone",
    /answered "applied"/,
    broken({
      compensate: async (use, params, receipt, keys, signal) =>
        (await good.probe(use, params, keys.apply)) === "absent"
          ? "not-applied"
          : good.compensate(use, params, receipt, keys, signal),
    }),
  ],
  ["a probe", "a probe that always finds", /never asked for/, broken({ probe: async () => "applied" })],
  ["a probe", "a probe that never finds", /did not find/, broken({ probe: async () => "absent" })],
  [
    "what is to be refused",
    "a trace of what was refused",
    /left something: lent/,
    broken({
      async apply(use, params, key, signal) {
        await use.query("insert into lent (book, copies) values ('?', 0)");
        return good.apply(use, params, key, signal);
      },
    }),
  ],
  [
    "what is to be refused",
    "poison that is taken",
    /answered "applied"/,
    lend({ params: z.any(), act: async () => ({ left: 0 }), poison: [{ book: "B-2", copies: 1 }] }),
  ],
  [
    "what is to be refused",
    "poison that throws",
    /and threw/,
    broken({
      async apply(use, params, key, signal) {
        const applied = await good.apply(use, params, key, signal);
        if (applied.outcome === "rejected") throw new Error("not I");
        return applied;
      },
    }),
  ],
  [
    "where a person changed the same",
    "an undo without a guard",
    /answered "reverted"/,
    lend({ undo: (sql, params) => unguarded(sql, params) }),
  ],
  [
    "where a person changed something else",
    "an undo that writes the whole row",
    /set note of books\/D-0/,
    lend({ undo: (sql, params) => unguarded(sql, params, ", note = null") }),
  ],
  [
    "where a person changed something else",
    "an undo that leaves alone what it says it keeps",
    /answered "conflict", not "reverted"/,
    broken({
      async compensate(use, params, receipt, keys, signal) {
        const [row] = await use.query("select note from books where id = $1", [params.book]);
        return row?.["note"] === null ? good.compensate(use, params, receipt, keys, signal) : "conflict";
      },
    }),
  ],
];

describe("a planted fault is found", () => {
  test.each(plants)("%s: %s", async (name, _plant, says, handler) => {
    await expect(check(name).check(handler as Handler<never, Sql, { readonly left: number }>, started)).rejects.toThrow(says);
  });

  test("by every check", () => {
    expect(
      handlerContract.filter(({ name }) => !plants.some(([start]) => name.startsWith(start))).map(({ name }) => name),
    ).toEqual([]);
  });
});

test("an undo that says it is impossible is held to that, once", async () => {
  const final = lend({ undo: async () => "impossible" });
  for (const { check } of handlerContract) await check(final, started, { undoes: false });
  await expect(check("what was carried out").check(final, started)).rejects.toThrow('"impossible", not "reverted"');
});
