import { z } from "zod";
import type { Json } from "../../action.ts";
import type { Sql } from "../../fixture/sql.ts";
import { sqlFixture } from "../../fixture/sqlFixture.ts";
import type { Drill } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { everyDrill } from "../library/everyDrill.ts";
import { Refused, sqlHandler } from "../sqlHandler.ts";

/** For tests: what is wrong with a handler in the midst of a call; null: nothing. */
export const RACK_FAULTS = ["key-first", "swallows", "looks-then-writes", "takes-any"] as const;
export type RackFault = (typeof RACK_FAULTS)[number];

interface Take {
  readonly book: string;
  readonly copies: number;
}

/** For tests: racks of books, on both engines. */
export const racks = sqlFixture({
  name: "racks",
  version: "1",
  engines: ["sqlite", "pg"],
  schema: `create table books (id text primary key, copies integer not null, note text);
    create table gifts (id text primary key, book text not null, copies integer not null);`,
  state: {
    tables: {
      books: { key: ["id"], columns: ["copies", "note"] },
      gifts: {
        ...{ key: ["id"], columns: ["book", "copies"], mode: "append-only", adds: { by: ["book"], sum: ["copies"] } },
        about: { table: "books", column: "book" },
      },
    },
    sequences: "may-advance",
    invariants: [],
  },
  async edit(sql, entity, what) {
    const id = entity.slice("books/".length);
    const [column, value] = what === "same" ? ["copies", "copies + 100"] : ["note", "'torn'"];
    const row = await sql.transaction(async (inside) => {
      if (what === "same") await inside.query("insert into gifts (id, book, copies) values ($1, $2, 100)", [`to ${id}`, id]);
      return (await inside.query(`update books set ${column} = ${value} where id = $1 returning *`, [id]))[0];
    });
    return { entity, table: "books", key: { id }, columns: { [column]: row?.[column] ?? null } };
  },
});

/** For tests: takes copies from a rack. */
export function take(fault: RackFault | null): Handler<Take, Sql> {
  const sound: Handler<Take, Sql> = sqlHandler<Take, { left: number }>({
    name: "take",
    version: "1",
    fixture: racks,
    caveat: "A book that is read cannot be unread.",
    writes: ["books"],
    params: z.strictObject({ book: z.string(), copies: z.number().int() }),
    touches: ({ book }) => [`books/${book}`],
    async prepare(sql, { book }) {
      await sql.query("insert into books (id, copies) values ($1, 100) on conflict (id) do nothing", [book]);
    },
    example: (nth) => ({ book: `B-${nth}`, copies: 1 + (nth % 3) }),
    poison: [(good) => ({ ...good, copies: -1 })],
    async act(sql, { book, copies }) {
      if (fault !== "takes-any" && copies < 1) throw new Refused("Nothing to take.");
      const text = "update books set copies = copies - $1 where id = $2 returning copies";
      const [row] = await sql.query(text, [copies, book]);
      if (row === undefined) throw new Refused("There is no such book.");
      return { left: Number(row["copies"]) };
    },
    async undo(sql, { book, copies }, { left }) {
      if (fault === "looks-then-writes") {
        const [row] = await sql.query("select copies from books where id = $1", [book]);
        if (row?.["copies"] !== left) return "conflict";
        await sql.query("update books set copies = $1 where id = $2", [left + copies, book]);
        return "reverted";
      }
      const text = "update books set copies = copies + $1 where id = $2 and copies = $3 returning id";
      return (await sql.query(text, [copies, book, left])).length === 1 ? "reverted" : "conflict";
    },
  });
  if (fault === "swallows")
    return { ...sound, compensate: (...asked) => sound.compensate(...asked).catch(() => "already" as const) };
  return fault === "key-first" ? { ...sound, ...keyFirst } : sound;
}

/** Puts the key on record by itself, and has the effect after it. */
const keyFirst: Pick<Handler<Take, Sql>, "apply" | "probe" | "compensate"> = {
  async apply(sql, { book, copies }, key) {
    const put =
      "insert into acts (key, entity, digest, outcome) values ($1, $2, $3, 'applied') on conflict (key) do nothing returning key";
    if ((await sql.query(put, [key, `books/${book}`, `${copies}`])).length === 0) return { outcome: "duplicate" };
    await sql.query("update books set copies = copies - $1 where id = $2", [copies, book]);
    return { outcome: "applied" };
  },
  async probe(sql, _params, key) {
    const [row] = await sql.query("select outcome from acts where key = $1", [key]);
    return row?.["outcome"] === "applied" ? "applied" : "absent";
  },
  async compensate(sql, { book, copies }, _receipt, keys) {
    const text = "update acts set outcome = 'undone', undo_key = $1 where key = $2 and outcome = 'applied' returning key";
    if ((await sql.query(text, [keys.undo, keys.apply])).length === 0) return "already";
    await sql.query("update books set copies = copies + $1 where id = $2", [copies, book]);
    return "reverted";
  },
};

/** For tests: the drill of that name; the same in every process. */
export function rackDrill(which: Json, size = 6): Drill {
  const { drill: name, fault } = which as unknown as { drill: string; fault: RackFault | null };
  const found = everyDrill(take(fault), { size }).find((drill) => drill.name === name);
  if (found === undefined) throw new Error(`there is no drill ${name}`);
  return found as unknown as Drill;
}
