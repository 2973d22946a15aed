// For tests: a suite as a user writes one, that lends books out of a library on SQLite and PostgreSQL. What it gets wrong is in the
// environment: LIBRARY_FORGETS (each third undo), LIBRARY_BLIND (the fixture compares no copies), LIBRARY_SLOW (ms a call),
// LIBRARY_CLOSED (no act can be carried out), LIBRARY_ELSEWHERE (another row is drilled elsewhere), LIBRARY_CLERK (the version of the agent).

import { agreementAtLeast, cap, defineAction, defineSuite, drillRestores, inProcess, jsonl } from "earnest";
import {
  crashBeforeReceipt,
  crashDuringRollback,
  drilledElsewhere,
  humanEdit,
  revertBatch,
  sqlFixture,
  timed,
} from "earnest/drill";
import { z } from "zod";

const { LIBRARY_FORGETS, LIBRARY_BLIND, LIBRARY_CLOSED, LIBRARY_SLOW, LIBRARY_ELSEWHERE } = process.env;
const pause = () => new Promise((resolve) => setTimeout(resolve, Number(LIBRARY_SLOW ?? 0)));

const library = sqlFixture({
  name: "library",
  version: "1",
  engines: ["sqlite", "pg"],
  schema: `
    CREATE TABLE books (id TEXT PRIMARY KEY, copies BIGINT NOT NULL, note TEXT, version BIGINT NOT NULL);
    CREATE TABLE keys (key TEXT PRIMARY KEY, book TEXT NOT NULL, params TEXT NOT NULL)`,
  async fill(sql) {
    for (let n = 0; n < 20; n++) await sql.query("INSERT INTO books VALUES ($1, 5, NULL, 1)", [`old-${n}`]);
  },
  state: {
    tables: {
      books: { key: ["id"], columns: LIBRARY_BLIND ? ["note"] : ["copies", "note"] },
      keys: {
        key: ["key"],
        columns: ["book", "params"],
        mode: "append-only",
        about: { table: "books", column: "book" },
        book: true,
      },
    },
    sequences: "may-advance",
    invariants: [],
  },
  async edit(sql, entity, what) {
    const id = entity.slice("books/".length);
    const columns = what === "same" ? { copies: 77 } : { note: "seen" };
    const [[column, value]] = Object.entries(columns);
    await sql.query(`UPDATE books SET ${column} = $1, version = version + 1 WHERE id = $2`, [value, id]);
    return { entity, table: "books", key: { id }, columns };
  },
  async traffic(sql, nth) {
    await sql.query("UPDATE books SET copies = copies + 1 WHERE id = $1", [`old-${nth % 20}`]);
    return [`books/old-${nth % 20}`];
  },
});

const lend = {
  name: "lend",
  version: "1",
  fixture: library,
  caveat: "A book that left the house comes back when its reader brings it.",
  writes: ["books", "keys"],
  touches: ({ book }) => [`books/${book}`],
  async prepare(sql, { book }) {
    await sql.query("INSERT INTO books VALUES ($1, 9, NULL, 1) ON CONFLICT DO NOTHING", [book]);
  },
  example: (nth) => ({ book: `b-${nth}`, copies: 1 }),
  poison: [],
  async apply(sql, params, key) {
    await pause();
    if (LIBRARY_CLOSED) throw new Error("no such table: lent");
    return sql.transaction(async (tx) => {
      const text = JSON.stringify(params);
      const [known] = await tx.query("SELECT params FROM keys WHERE key = $1", [key]);
      if (known?.params === "barred") return { outcome: "rejected" };
      if (known !== undefined && known.params !== text) throw new Error("the key has other params");
      if (known !== undefined) return { outcome: "duplicate" };
      await tx.query("INSERT INTO keys VALUES ($1, $2, $3)", [key, params.book, text]);
      const [left] = await tx.query(
        "UPDATE books SET copies = copies - $1, version = version + 1 WHERE id = $2 RETURNING copies",
        [params.copies, params.book],
      );
      return { outcome: "applied", receipt: { copies: Number(left.copies) } };
    });
  },
  async probe(sql, _params, key) {
    const [known] = await sql.query("SELECT params FROM keys WHERE key = $1", [key]);
    return known === undefined || known.params === "barred" ? "absent" : "applied";
  },
  async compensate(sql, { book, copies }, receipt, keys) {
    await pause();
    return sql.transaction(async (tx) => {
      if ((await tx.query("SELECT key FROM keys WHERE key = $1", [keys.undo])).length > 0) return "already";
      const known = await tx.query("SELECT key FROM keys WHERE key = $1", [keys.apply]);
      if (known.length === 0) await tx.query("INSERT INTO keys VALUES ($1, $2, $3)", [keys.apply, book, "barred"]);
      await tx.query("INSERT INTO keys VALUES ($1, $2, $3)", [keys.undo, book, "undone"]);
      if (known.length === 0) return "not-applied";
      const back = LIBRARY_FORGETS && Number(book.split("-")[1]) % 3 === 0 ? 0 : copies;
      const done = await tx.query(
        "UPDATE books SET copies = copies + $1, version = version + 1 WHERE id = $2 AND copies = $3 RETURNING id",
        [back, book, receipt?.copies ?? 9 - copies],
      );
      return done.length === 0 ? "conflict" : "reverted";
    });
  },
};

const size = 6;
export default defineSuite(({ data }) => ({
  name: "library",
  dataset: { name: "library", cases: jsonl(data ?? `${import.meta.dirname}/cases.jsonl`) },
  agent: inProcess({
    name: "clerk",
    version: process.env.LIBRARY_CLERK ?? "1",
    propose: ({ input }) => ({
      kind: "act",
      actions: [{ type: "lend", params: { book: `p-${input.n}`, copies: input.copies } }],
    }),
  }),
  actions: {
    lend: defineAction({
      params: z.object({ book: z.string(), copies: z.number().int() }),
      reversibility: "compensable",
      at: "L3",
      ask: "L4",
      envelope: [cap("copies", 3)],
      climb: [agreementAtLeast(0.5), drillRestores({ size, minutes: 15, days: 90 })],
      drills: [
        revertBatch(lend, { size }),
        crashBeforeReceipt(lend, { size }),
        crashDuringRollback(lend, { size }),
        humanEdit(lend, { size }),
        timed(lend, { size }),
      ],
    }),
    sort: LIBRARY_ELSEWHERE ? { drills: [drilledElsewhere({ by: "the stacks team", where: "its log" })] } : {},
    ask: {},
  },
}));
