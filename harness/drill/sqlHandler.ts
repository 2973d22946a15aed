import type { ZodType } from "zod";
import type { Json } from "../action.ts";
import { canonicalJson, digestOf } from "../canonical.ts";
import { ACTS } from "../fixture/sql/withActs.ts";
import type { Sql } from "../fixture/sql.ts";
import type { Fixture } from "../fixture.ts";
import type { Applied, Handler, UndoKeys, Undone } from "./handler.ts";

/** Thrown by the `act` of a `sqlHandler` to refuse it; the message says why, and nothing of it is left. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** What a handler on a SQL fixture is made of; `P` are the params, `R` is what the undo needs to know, kept with the act. */
export interface SqlHandlerGiven<P, R extends Json>
  extends Pick<
    Handler<P>,
    "name" | "version" | "caveat" | "writes" | "touches" | "example" | "poison" | "unrelated" | "irreversible"
  > {
  readonly fixture: Fixture<Sql>;
  /** What params have to be; others are refused, and so is text that not every database holds. */
  readonly params: ZodType<P>;
  /** As in a handler; in a transaction. */
  prepare(sql: Sql, params: P): Promise<void>;
  /** Carries it out and returns the receipt; throws `Refused` to refuse it. In a transaction. */
  act(sql: Sql, params: P, key: string): Promise<R>;
  /**
   * Takes it back where what it left behind is unchanged; else says "conflict", and nothing of it is left. Where `irreversible` is given it
   * puts in one correction and says "impossible". In a transaction.
   */
  undo(sql: Sql, params: P, receipt: R, key: string): Promise<"reverted" | "conflict" | "impossible">;
}

/**
 * A handler on a `sqlFixture`: keys, receipts, duplicates, refusals and undos that come before their
 * act are looked after, so that only the act and its undo are left to write. Once an act is undone, its probe says "absent".
 */
export function sqlHandler<P, R extends Json>(given: SqlHandlerGiven<P, R>): Handler<P, Sql, R> {
  const { name, version, fixture, caveat, example, poison, unrelated, irreversible } = given;
  const digest = (params: P) => digestOf({ handler: name, params });
  const touches = (params: P) => {
    const read = readable(given.params, params);
    return "refused" in read ? [] : given.touches(read.params);
  };

  async function known(sql: Sql, key: string, params: P): Promise<Act<R> | undefined> {
    const [row] = await sql.query(`select digest, outcome, receipt from ${ACTS} where key = $1`, [key]);
    if (row === undefined) return undefined;
    if (row["digest"] !== digest(params)) throw new Error(`Key ${key} was used for something else.`);
    return { outcome: row["outcome"], receipt: JSON.parse(String(row["receipt"])) } as Act<R>;
  }

  /** Takes the key, and says whether it was free; a second one waits here until the first is over. */
  async function claim(sql: Sql, key: string, params: P, outcome: Act<R>["outcome"]): Promise<boolean> {
    const row = [key, touches(params)[0] ?? name, digest(params), outcome];
    const text = `insert into ${ACTS} (key, entity, digest, outcome) values ($1, $2, $3, $4) on conflict (key) do nothing returning key`;
    return (await sql.query(text, row)).length === 1;
  }

  return {
    ...{ name, version, fixture, caveat, example, poison, touches },
    ...(unrelated === undefined ? {} : { unrelated }),
    ...(irreversible === undefined ? {} : { irreversible }),
    writes: [...given.writes, ACTS],

    async prepare(sql, params) {
      const read = readable(given.params, params);
      if (!("refused" in read)) await sql.transaction((inside) => given.prepare(inside, read.params));
    },

    async apply(sql, asked, key, signal) {
      signal.throwIfAborted();
      const read = readable(given.params, asked);
      if ("refused" in read) return { outcome: "rejected", because: read.refused };
      const { params } = read;
      return sql
        .transaction(async (inside): Promise<Applied<R>> => {
          if (!(await claim(inside, key, params, "applied"))) {
            const before = await known(inside, key, params);
            if (before?.outcome !== "barred") return { outcome: "duplicate", receipt: before?.receipt as R };
            return { outcome: "rejected", because: "It was taken back before it arrived." };
          }
          const receipt = await given.act(inside, params, key);
          await inside.query(`update ${ACTS} set receipt = $1 where key = $2`, [JSON.stringify(receipt), key]);
          signal.throwIfAborted();
          return { outcome: "applied", receipt };
        })
        .catch((error: unknown) => {
          if (error instanceof Refused) return { outcome: "rejected", because: error.message };
          throw error;
        });
    },

    async probe(sql, params, key) {
      const read = readable(given.params, params);
      if ("refused" in read) return "absent";
      return (await known(sql, key, read.params))?.outcome === "applied" ? "applied" : "absent";
    },

    async compensate(sql, asked, _receipt, keys, signal) {
      signal.throwIfAborted();
      const read = readable(given.params, asked);
      if ("refused" in read) return "not-applied";
      return sql
        .transaction((inside) => undoOnce(inside, read.params, keys, signal))
        .catch((error: unknown) => {
          if (error instanceof Conflict) return "conflict";
          throw error;
        });
    },
  };

  async function undoOnce(sql: Sql, params: P, keys: UndoKeys, signal: AbortSignal): Promise<Undone> {
    if (await claim(sql, keys.apply, params, "barred")) return "not-applied";
    // The row is taken before it is looked at, so that of two undos at once the second sees what the first has made of it.
    const taken = `update ${ACTS} set outcome = 'undone', undo_key = $1 where key = $2 and outcome = 'applied' returning key`;
    const mine = (await sql.query(taken, [keys.undo, keys.apply])).length === 1;
    const act = await known(sql, keys.apply, params);
    if (!mine) return act?.outcome === "barred" ? "not-applied" : "already";
    const undone = await given.undo(sql, params, act?.receipt as R, keys.undo);
    if (undone === "conflict") throw new Conflict();
    signal.throwIfAborted();
    return undone;
  }
}

interface Act<R> {
  readonly outcome: "applied" | "undone" | "barred";
  readonly receipt: R;
}

/** Undoes the transaction that it is thrown in: an undo that found something changed leaves nothing behind. */
class Conflict extends Error {}

function readable<P>(schema: ZodType<P>, given: unknown): { readonly params: P } | { readonly refused: string } {
  const read = schema.safeParse(given);
  if (!read.success) return { refused: read.error.issues.map(({ path, message }) => [...path, message].join(": ")).join("; ") };
  // PostgreSQL holds no NUL, and half a character comes back as another one.
  let torn = false;
  JSON.parse(canonicalJson(read.data), (name, value) => {
    torn ||= [name, value].some((text) => typeof text === "string" && (!text.isWellFormed() || text.includes("\0")));
    return value;
  });
  return torn ? { refused: "It holds text that not every database can keep." } : { params: read.data };
}
