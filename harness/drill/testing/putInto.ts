import { setTimeout } from "node:timers/promises";
import { canonicalJson } from "../../canonical.ts";
import type { Sql } from "../../fixture/sql.ts";
import type { Applied, Handler, Undone } from "../handler.ts";
import { move, shelf } from "./shelf.ts";

/** How a handler may misbehave with one act: while carrying it out, while looking, or while undoing. */
export type Misdeed = "hang" | "spin" | "exit" | "throw" | "garbage" | "crash" | "unsure";

/** For tests: puts a weight into a box. */
export interface PutParams {
  readonly box: string;
  readonly grams: number;
  readonly applying?: Misdeed;
  readonly probing?: Misdeed;
  readonly undoing?: Misdeed;
}

/** For tests: a handler that keeps every promise, but where its params say otherwise; without `keys` it does not know what was done before. */
export function putInto({ keys: knowsKeys }: { keys: boolean }): Handler<PutParams, Sql, { grams: number }> {
  return {
    name: "put into",
    version: "1",
    fixture: shelf,
    caveat: "A box on a real shelf is heavier.",
    writes: ["boxes", "moves", "keys"],
    touches: ({ box }) => [`boxes/${box}`],
    async prepare(sql, { box }) {
      await sql.query("INSERT INTO boxes (id, grams) VALUES ($1, 0)", [box]);
    },
    example: (nth) => ({ box: `B${nth}`, grams: nth + 1 }),
    poison: [(good) => ({ ...good, grams: -1 }), { box: "nowhere", grams: 1 }],
    async apply(sql, params, key) {
      const misdone = await misbehave<Applied<{ grams: number }>>(params.applying);
      if (misdone !== undefined) return misdone.instead;
      return sql.transaction(async (inside) => {
        const text = canonicalJson(params);
        const [known] = await inside.query("SELECT params, came_to FROM keys WHERE id = $1", [key]);
        if (knowsKeys && known !== undefined) {
          if (known["came_to"] === "barred") return { outcome: "rejected", because: "its undo came first" };
          if (known["params"] !== text) throw new Error("the same key with other params");
          return { outcome: "duplicate", receipt: { grams: Number(known["came_to"]) } };
        }
        const [box] = await inside.query("SELECT grams FROM boxes WHERE id = $1", [params.box]);
        if (params.grams <= 0 || box === undefined) return { outcome: "rejected", because: "no such box, or nothing to put in" };
        const grams = Number(box["grams"]) + params.grams;
        await move(inside, params.box, params.grams, key);
        await remember(inside, key, params, String(grams));
        return { outcome: "applied", receipt: { grams } };
      });
    },
    async probe(sql, params, key) {
      const misdone = await misbehave<"unknown">(params.probing);
      if (misdone !== undefined) return misdone.instead;
      const [known] = await sql.query("SELECT came_to FROM keys WHERE id = $1", [key]);
      return known === undefined || known["came_to"] === "barred" ? "absent" : "applied";
    },
    async compensate(sql, params, _receipt, { apply, undo }) {
      const misdone = await misbehave<Undone>(params.undoing);
      if (misdone !== undefined) return misdone.instead;
      return sql.transaction(async (inside) => {
        const [before] = await inside.query("SELECT came_to FROM keys WHERE id = $1", [undo]);
        if (knowsKeys && before !== undefined)
          return before["came_to"] === "reverted" ? "already" : (before["came_to"] as Undone);
        const [known] = await inside.query("SELECT came_to FROM keys WHERE id = $1", [apply]);
        if (known === undefined || known["came_to"] === "barred") {
          if (known === undefined) await remember(inside, apply, params, "barred");
          await remember(inside, undo, params, "not-applied");
          return "not-applied";
        }
        const [box] = await inside.query("SELECT grams FROM boxes WHERE id = $1", [params.box]);
        const changed = knowsKeys && String(box?.["grams"]) !== known["came_to"];
        if (!changed) await move(inside, params.box, -params.grams, undo);
        await remember(inside, undo, params, changed ? "conflict" : "reverted");
        return changed ? "conflict" : "reverted";
      });
    },
  };
}

async function remember(sql: Sql, id: string, params: PutParams, cameTo: string): Promise<void> {
  const text = "INSERT INTO keys (id, box, params, came_to) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
  await sql.query(text, [id, params.box, canonicalJson(params), cameTo]);
}

async function misbehave<T>(how: Misdeed | undefined): Promise<{ instead: T } | undefined> {
  if (how === "hang") await new Promise(() => undefined);
  // Long enough to look like for ever, and over before it is.
  if (how === "spin") for (const end = process.uptime() + 20; process.uptime() < end; );
  if (how === "exit") process.exit(7);
  if (how === "throw") throw new Error("it does not want to");
  if (how === "crash") {
    setImmediate(() => {
      throw new Error("nobody catches this");
    });
    await setTimeout(1_000);
  }
  if (how === "garbage") return { instead: { outcome: "splendid" } as T };
  return how === "unsure" ? { instead: "unknown" as T } : undefined;
}
