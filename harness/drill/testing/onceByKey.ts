import { canonicalJson } from "../../canonical.ts";
import type { Sql } from "../../fixture/sql.ts";
import type { FixtureRow } from "../../fixture.ts";
import type { Applied, UndoKeys, Undone } from "../handler.ts";

/** What a test handler does within the transaction that its key is written in. */
interface Once {
  readonly jar: string;
  readonly params: unknown;
  /** Promises that are broken: see `jarHandlers`. */
  readonly fault: string | null;
}

/** For tests: carries out what `work` does once under a key; what it hands back is kept for the undo. */
export function applyOnce(
  sql: Sql,
  { jar, params, fault }: Once,
  key: string,
  work: (sql: Sql) => Promise<object | undefined>,
): Promise<Applied> {
  const text = canonicalJson(params);
  return sql.transaction(async (inside) => {
    const known = await keyed(inside, key);
    if (known?.["came_to"] === "barred") return { outcome: "rejected", because: "its undo came first" };
    if (known !== undefined && known["params"] !== text && fault !== "any-params")
      throw new Error("the same key with other params");
    if (known !== undefined) return { outcome: "duplicate" };
    const before = await work(inside);
    if (before === undefined) return { outcome: "rejected", because: "there is no such jar, or nothing to be done" };
    await remember(inside, key, { jar, params }, "applied", before);
    return { outcome: "applied" };
  });
}

/** For tests: takes back once what was kept by `applyOnce`, or bars what was not carried out. */
export function undoOnce(
  sql: Sql,
  once: Once,
  { apply, undo }: UndoKeys,
  work: (sql: Sql, before: Record<string, unknown>) => Promise<Undone>,
): Promise<Undone> {
  const forgets = once.fault === "corrects-again";
  return sql.transaction(async (inside) => {
    if (!forgets && (await keyed(inside, undo)) !== undefined) return "already";
    const known = await keyed(inside, apply);
    if (known?.["came_to"] !== "applied") {
      if (once.fault !== "no-bar") await remember(inside, apply, once, "barred", {});
      return "not-applied";
    }
    const outcome = await work(inside, JSON.parse(String(known["before"])) as Record<string, unknown>);
    if (outcome !== "conflict") await remember(inside, undo, once, outcome, {});
    return outcome;
  });
}

/** For tests: was it carried out? */
export async function probeKey(sql: Sql, key: string): Promise<"applied" | "absent"> {
  return (await keyed(sql, key))?.["came_to"] === "applied" ? "applied" : "absent";
}

async function keyed(sql: Sql, key: string): Promise<FixtureRow | undefined> {
  return (await sql.query("SELECT params, came_to, before FROM keys WHERE id = $1", [key]))[0];
}

async function remember(
  sql: Sql,
  key: string,
  { jar, params }: Pick<Once, "jar" | "params">,
  cameTo: string,
  before: object,
): Promise<void> {
  const text = "INSERT INTO keys (id, jar, params, came_to, before) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
  await sql.query(text, [key, jar, canonicalJson(params), cameTo, JSON.stringify(before)]);
}
