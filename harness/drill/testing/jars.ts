import type { Sql } from "../../fixture/sql.ts";
import { sqlFixture } from "../../fixture/sqlFixture.ts";
import type { Fixture, State, StateSpec, TableSpec } from "../../fixture.ts";

const OF_JAR = { table: "jars", column: "jar" } as const;

/** For tests: jars with labels, what was poured into them, and what was said about them; a blind one does not look at what is in the jars. */
export function jars({ blind }: { blind: boolean }): Fixture<Sql> {
  const adds = { by: ["jar"], sum: ["ml"] } as const;
  const pours: TableSpec = { key: ["id"], columns: ["jar", "ml"], mode: "append-only", about: OF_JAR };
  const state: StateSpec = {
    tables: {
      jars: { key: ["id"], columns: blind ? ["lid", "note"] : ["ml", "colour", "lid", "note"] },
      labels: { key: ["id"], columns: ["jar", "text"], about: OF_JAR },
      pours: blind ? pours : { ...pours, adds },
      letters: { key: ["id"], columns: ["jar", "kind"], mode: "append-only", about: OF_JAR },
      trail: { key: ["id"], columns: ["jar"], mode: "append-only", about: OF_JAR },
      keys: { key: ["id"], columns: ["jar", "came_to"], mode: "append-only", about: OF_JAR, book: true },
    },
    sequences: "may-advance",
    invariants: [{ says: "a jar holds what was poured into it", broken: unequal }],
  };
  return sqlFixture({
    name: "jars",
    version: "1",
    engines: ["sqlite"],
    schema: `
      CREATE TABLE jars (id TEXT PRIMARY KEY, ml INTEGER NOT NULL, colour TEXT NOT NULL, lid TEXT NOT NULL, note TEXT);
      CREATE TABLE labels (id TEXT PRIMARY KEY, jar TEXT NOT NULL REFERENCES jars (id), text TEXT NOT NULL);
      CREATE TABLE pours (id TEXT PRIMARY KEY, jar TEXT NOT NULL, ml INTEGER NOT NULL);
      CREATE TABLE letters (id TEXT PRIMARY KEY, jar TEXT NOT NULL, kind TEXT NOT NULL);
      CREATE TABLE trail (id TEXT PRIMARY KEY, jar TEXT NOT NULL);
      CREATE TABLE keys (id TEXT PRIMARY KEY, jar TEXT NOT NULL, params TEXT NOT NULL, came_to TEXT NOT NULL, before TEXT NOT NULL)`,
    state,
    async edit(sql, entity, what) {
      const id = entity.slice("jars/".length);
      return sql.transaction(async (inside) => {
        if (what === "other") await inside.query("UPDATE jars SET note = 'a person' WHERE id = $1", [id]);
        else await pourInto(inside, id, 1_000, `person/${id}`);
        const [row] = await inside.query("SELECT ml FROM jars WHERE id = $1", [id]);
        const columns = what === "other" ? { note: "a person" } : { ml: row?.["ml"] ?? null };
        return { entity, table: "jars", key: { id }, columns };
      });
    },
  });
}

/** For tests: puts a jar with two labels there, where there is none. */
export async function putJar(sql: Sql, jar: string): Promise<void> {
  await sql.query("INSERT INTO jars (id, ml, colour, lid) VALUES ($1, 0, 'clear', 'open') ON CONFLICT DO NOTHING", [jar]);
  for (const text of ["front", "back"])
    await sql.query("INSERT INTO labels (id, jar, text) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", [
      `${jar}-${text}`,
      jar,
      text,
    ]);
}

/** For tests: pours into a jar, or out of it. */
export async function pourInto(sql: Sql, jar: string, ml: number, key: string): Promise<void> {
  await sql.query("UPDATE jars SET ml = ml + $1 WHERE id = $2", [ml, jar]);
  await sql.query("INSERT INTO pours (id, jar, ml) VALUES ($1, $2, $3)", [key, jar, ml]);
}

function unequal({ tables }: State): string | undefined {
  const sums = new Map<unknown, number>();
  for (const { jar, ml } of tables["pours"] ?? []) sums.set(jar, (sums.get(jar) ?? 0) + Number(ml));
  const wrong = (tables["jars"] ?? []).find(({ id, ml }) => (sums.get(id) ?? 0) !== ml);
  return wrong && `jar ${wrong["id"]} holds ${wrong["ml"]} ml, and ${sums.get(wrong["id"]) ?? 0} ml were poured into it`;
}
