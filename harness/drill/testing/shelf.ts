import type { Sql } from "../../fixture/sql.ts";
import { sqlFixture } from "../../fixture/sqlFixture.ts";
import type { Fixture, FixtureRow, State } from "../../fixture.ts";

/** For tests: boxes on a shelf, and every weight that was put in or taken out of them. */
export const shelf: Fixture<Sql> = sqlFixture({
  name: "shelf",
  version: "1",
  engines: ["sqlite"],
  schema: `
    CREATE TABLE boxes (id TEXT PRIMARY KEY, grams INTEGER NOT NULL, by_hand INTEGER NOT NULL DEFAULT 0, note TEXT);
    CREATE TABLE moves (n INTEGER PRIMARY KEY AUTOINCREMENT, box TEXT NOT NULL, grams INTEGER NOT NULL, by_key TEXT NOT NULL);
    CREATE TABLE keys (id TEXT PRIMARY KEY, box TEXT NOT NULL, params TEXT NOT NULL, came_to TEXT NOT NULL)`,
  state: {
    tables: {
      boxes: { key: ["id"], columns: ["grams", "by_hand", "note"] },
      moves: {
        key: ["n"],
        columns: ["box", "grams", "by_key"],
        mode: "append-only",
        adds: { by: ["box"], sum: ["grams"] },
        about: { table: "boxes", column: "box" },
      },
      keys: { key: ["id"], columns: ["came_to"], mode: "append-only", about: { table: "boxes", column: "box" }, book: true },
    },
    sequences: "may-advance",
    invariants: [{ says: "a box weighs what was put into it", broken: unequal }],
  },
  async edit(sql, entity, what) {
    const id = entity.slice("boxes/".length);
    const person = `person ${what}`;
    return sql.transaction(async (inside) => {
      if (what === "other") await inside.query("UPDATE boxes SET note = $1 WHERE id = $2", [person, id]);
      else await inside.query("UPDATE boxes SET grams = grams + 1000, by_hand = by_hand + 1000 WHERE id = $1", [id]);
      const [row] = await inside.query("SELECT grams, by_hand FROM boxes WHERE id = $1", [id]);
      const columns: FixtureRow = what === "other" ? { note: person } : { ...row };
      return { entity, table: "boxes", key: { id }, columns };
    });
  },
  async traffic(sql, nth) {
    const id = `other-${nth % 10}`;
    await sql.transaction(async (inside) => {
      await inside.query("INSERT INTO boxes (id, grams) VALUES ($1, 0) ON CONFLICT DO NOTHING", [id]);
      await move(inside, id, 1, "traffic");
    });
    return [`boxes/${id}`];
  },
});

/** For tests: puts a weight into a box, or takes it out. */
export async function move(sql: Sql, box: string, grams: number, key: string): Promise<void> {
  await sql.query("UPDATE boxes SET grams = grams + $1 WHERE id = $2", [grams, box]);
  await sql.query("INSERT INTO moves (box, grams, by_key) VALUES ($1, $2, $3)", [box, grams, key]);
}

function unequal({ tables }: State): string | undefined {
  const sums = new Map<unknown, number>();
  for (const { box, grams } of tables["moves"] ?? []) sums.set(box, (sums.get(box) ?? 0) + Number(grams));
  const wrong = (tables["boxes"] ?? []).find(({ id, grams, by_hand }) => (sums.get(id) ?? 0) + Number(by_hand) !== grams);
  return wrong && `box ${wrong["id"]} weighs ${wrong["grams"]}, and ${sums.get(wrong["id"]) ?? 0} was put into it`;
}
