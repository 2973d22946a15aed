import { z } from "zod";
import type { Sql } from "../../fixture/sql.ts";
import { sqlFixture } from "../../fixture/sqlFixture.ts";
import { Refused, type SqlHandlerGiven, sqlHandler } from "../sqlHandler.ts";

/** A shelf of books to try handlers and their batteries on: a count, a note, and what was lent. */
export const shelf = sqlFixture({
  name: "shelf",
  version: "1",
  schema: `
    create table books (id text primary key, copies integer not null check (copies >= 0), note text);
    create table lent (id integer primary key autoincrement, book text not null, copies integer not null);`,
  async fill(sql) {
    await sql.query("insert into books (id, copies) values ('B-1', 3), ('B-2', 0)");
  },
  state: {
    tables: {
      books: { key: ["id"], columns: ["copies", "note"] },
      lent: {
        key: ["id"],
        columns: ["book", "copies"],
        mode: "append-only",
        adds: { by: ["book"], sum: ["copies"] },
        about: { table: "books", column: "book" },
      },
    },
    sequences: "may-advance",
    invariants: [],
  },
  edits: { books: { same: { copies: "copies + 1" }, other: { note: "'kept for somebody'" } } },
});

interface Lend {
  readonly book: string;
  readonly copies: number;
}

/** Lends copies out, with something of it changed by the test that asks. */
export function lend(change: Partial<SqlHandlerGiven<Lend, { readonly left: number }>> = {}) {
  return sqlHandler<Lend, { readonly left: number }>({
    name: "lend",
    version: "1",
    fixture: shelf,
    caveat: "A book that is read cannot be unread.",
    writes: ["books", "lent"],
    params: z.strictObject({ book: z.string().min(1), copies: z.number().int().min(1).max(100) }),
    touches: ({ book }) => [`books/${book}`],
    async prepare(sql, { book }) {
      await sql.query("insert into books (id, copies) values ($1, 100) on conflict (id) do nothing", [book]);
    },
    example: (nth) => ({ book: `D-${nth}`, copies: 1 + (nth % 5) }),
    poison: [
      { book: "B-2", copies: 1 },
      { book: "B-1", copies: 4 },
      { book: "", copies: 1 },
      { book: "B-\u0000", copies: 1 },
      null,
    ],
    act: takeOut,
    async undo(sql, { book, copies }, { left }) {
      const text = "update books set copies = copies + $1 where id = $2 and copies = $3 returning id";
      if ((await sql.query(text, [copies, book, left])).length === 0) return "conflict";
      await note(sql, book, -copies);
      return "reverted";
    },
    ...change,
  });
}

/** The act of lending alone, without what a handler puts around it. */
export async function takeOut(sql: Sql, { book, copies }: Lend): Promise<{ readonly left: number }> {
  const text = "update books set copies = copies - $1 where id = $2 and copies >= $3 returning copies";
  const [row] = await sql.query(text, [copies, book, copies]);
  if (row === undefined) throw new Refused("There are not so many.");
  await note(sql, book, copies);
  return { left: Number(row["copies"]) };
}

async function note(sql: Sql, book: string, copies: number): Promise<void> {
  await sql.query("insert into lent (book, copies) values ($1, $2)", [book, copies]);
}
