import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { diffStates } from "../fixture/diffStates.ts";
import type { StartedFixture } from "../fixture.ts";
import { deskOf, expectSame } from "./contract/handlerDesk.ts";
import { handlerContract } from "./handlerContract.ts";
import { lend, shelf, takeOut } from "./testing/lend.ts";

let dir: string;
let started: StartedFixture;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "earnest-sql-handler-"));
  started = await shelf.start("sqlite", { dir, owns: async () => {}, name: "handlers" });
});
afterAll(async () => {
  await started[Symbol.asyncDispose]();
  await rm(dir, { recursive: true });
});

const handler = lend();
const desk = (acts = 1) => deskOf(handler, started, acts, true);

test("an act that was undone stays undone, however late it is asked for again", async () => {
  await using one = await desk();
  await one.applyAll();
  expect(await one.undo(0, null)).toBe("reverted");
  expect(await handler.probe(one.use, handler.example(0), one.keys(0).apply)).toBe("absent");
  expect((await one.apply(0)).outcome).toBe("duplicate");
  expectSame(handler, one.before, await one.read(), "restored", "an act that came again");
});

test("a conflict leaves nothing behind, so that the same undo holds once a person has cleared the way", async () => {
  await using one = await desk();
  await one.applyAll();
  await shelf.edit?.(one.use, "books/D-0", "same");
  const edited = await one.read();
  expect(await one.undo(0, null)).toBe("conflict");
  expect(diffStates(shelf.spec, edited, await one.read(), "written").rows).toEqual([]);
  await one.use.query("update books set copies = copies - 1 where id = 'D-0'");
  expect(await one.undo(0, null)).toBe("reverted");
});

test("a call that is given up leaves nothing behind, in act and undo", async () => {
  await using one = await desk();
  const given = new AbortController();
  const giving = lend({
    async act(sql, params) {
      const receipt = await takeOut(sql, params);
      given.abort(new Error("given up"));
      return receipt;
    },
  });
  const [params, { apply }] = [handler.example(0), one.keys(0)];
  await expect(giving.apply(one.use, params, apply, given.signal)).rejects.toThrow("given up");
  expect(diffStates(shelf.spec, one.before, await one.read(), "written").rows).toEqual([]);
  await one.applyAll();
  await expect(handler.compensate(one.use, params, null, one.keys(0), given.signal)).rejects.toThrow("given up");
  expect(await handler.probe(one.use, params, apply)).toBe("applied");
});

describe("what cannot be taken back is corrected once, and keeps what every handler promises", () => {
  const oneWay = lend({
    name: "lend for good",
    irreversible: { corrections: "lent" },
    async undo(sql, { book }) {
      await sql.query("insert into lent (book, copies) values ($1, 0)", [book]);
      return "impossible";
    },
  });

  test.each(handlerContract)("$name", async ({ check }) => {
    await check(oneWay, started);
  });

  test("however often it is asked for", async () => {
    await using one = await deskOf(oneWay, started, 1, false);
    await one.applyAll();
    expect([await one.undo(0, null), await one.undo(0, null)]).toEqual(["impossible", "already"]);
    expect((await one.read()).tables["lent"]?.map(({ copies }) => copies)).toEqual([1, 0]);
  });
});

test("two handlers cannot use one key", async () => {
  await using one = await desk();
  await one.applyAll();
  const other = lend({ name: "lend to a friend" });
  await expect(other.apply(one.use, handler.example(0), one.keys(0).apply, AbortSignal.timeout(30_000))).rejects.toThrow(
    "was used for something else",
  );
});

test("params that say the same in another order are the same", async () => {
  await using one = await desk();
  await one.applyAll();
  const { book, copies } = handler.example(0);
  expect((await one.apply(0, { params: { copies, book } })).outcome).toBe("duplicate");
});

test.each([
  ["half a character", { book: "B-1\ud800", copies: 1 }],
  ["a NUL", { book: "B\u0000-1", copies: 1 }],
  ["a number for a text", { book: 1, copies: 1 }],
  ["more than was asked for", { book: "B-1", copies: 1, for: "ever" }],
  ["nothing", undefined],
])("%s is refused before the database sees it, and needs no undo", async (_, params) => {
  await using one = await desk();
  expect(handler.touches(params as never)).toEqual([]);
  await handler.prepare(one.use, params as never);
  const applied = handler.apply(one.use, params as never, one.keys(0).apply, AbortSignal.timeout(30_000));
  expect(await applied).toMatchObject({ outcome: "rejected" });
  const undo = handler.compensate(one.use, params as never, null, one.keys(0), AbortSignal.timeout(30_000));
  expect(await undo).toBe("not-applied");
  expect(diffStates(shelf.spec, one.before, await one.read(), "written").rows).toEqual([]);
});

test("text that only looks like an escaped NUL is text", async () => {
  await using one = await desk();
  const params = { book: "B\\u0000\\ud800", copies: 1 };
  await handler.prepare(one.use, params);
  expect((await one.apply(0, { params })).outcome).toBe("applied");
});

test("acts and undos in any order, one after the other or at once, have their effect once at most", async () => {
  const call = fc.record({
    do: fc.constantFrom("act" as const, "undo" as const),
    line: fc.constantFrom(0, 1),
    wait: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 8 }), async (calls) => {
      await using one = await desk();
      const lines = [one.use, await one.connect()] as const;
      const asked: Promise<unknown>[] = [];
      for (const { do: what, line, wait } of calls) {
        const use = lines[line === 0 ? 0 : 1];
        asked.push(what === "act" ? one.apply(0, { use }) : one.undo(0, null, use));
        if (wait) await Promise.all(asked);
      }
      const outcomes = (await Promise.all(asked)).map((answer) =>
        typeof answer === "string" ? answer : (answer as { outcome: string }).outcome,
      );
      const said = (outcome: string) => outcomes.filter((one) => one === outcome).length;
      const { tables } = await one.read();
      const booked = (tables["lent"] ?? []).map(({ copies }) => Number(copies));
      expect(booked).toEqual([1, -1].slice(0, booked.length));
      expect([said("applied"), said("reverted")]).toEqual([Math.min(booked.length, 1), booked.length === 2 ? 1 : 0]);
      if (said("not-applied") > 0) expect(booked).toEqual([]);
      if (said("already") > 0) expect(booked).toHaveLength(2);
      const standing = (await handler.probe(one.use, handler.example(0), one.keys(0).apply)) === "applied";
      expect(standing).toBe(booked.length === 1);
      expect(tables["books"]?.find(({ id }) => id === "D-0")?.["copies"]).toBe(standing ? 99 : 100);
    }),
    { numRuns: 100, seed: 6 },
  );
});
