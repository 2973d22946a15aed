import type { Sql } from "../../fixture/sql.ts";
import { defineHandler } from "../defineHandler.ts";
import type { Handler } from "../handler.ts";
import { jars, pourInto, putJar } from "./jars.ts";
import { applyOnce, probeKey, undoOnce } from "./onceByKey.ts";

/** For tests: promises that a handler, or the fixture, may break; one for each check. */
export const JAR_FAULTS = [
  "colour-stays",
  "probe-lies",
  "remembers-acts-itself",
  "remembers-undos-itself",
  "any-params",
  "no-bar",
  "overwrites",
  "corrects-again",
  "traces-of-refusal",
  "forgets-labels",
  "writes-elsewhere",
  "undoes-later",
  "says-again",
  "corrects-unsaid",
  "conflict-damages",
  "does-nothing",
  "probe-blind",
  "refuses-most",
  "blind-fixture",
] as const;
export type JarFault = (typeof JAR_FAULTS)[number];

interface Pour {
  readonly jar: string;
  readonly ml: number;
}

/** What a handler knows that keeps its books in its own process: gone when that is killed. */
const mine = new Set<string>();

/** For tests: pours into a jar, which colours it. */
export function pour(fault: JarFault | null): Handler<Pour, Sql> {
  return defineHandler<Pour, Sql>({
    name: "pour",
    version: "1",
    fixture: jars({ blind: fault === "blind-fixture" }),
    caveat: "What is spilt cannot be poured back.",
    writes: ["jars", "pours", "keys"],
    touches: ({ jar }) => [`jars/${jar}`],
    prepare: (sql, { jar }) => putJar(sql, jar),
    example: (nth) => ({ jar: `J${nth}`, ml: nth + 1 }),
    poison: [(good) => ({ ...good, ml: -1 }), { jar: "nowhere", ml: 1 }],
    apply: (sql, params, key) =>
      applyOnce(sql, { jar: params.jar, params, fault }, key, async (inside) => {
        const [row] = await inside.query("SELECT colour, lid FROM jars WHERE id = $1", [params.jar]);
        if (fault === "traces-of-refusal")
          await inside.query("INSERT INTO pours (id, jar, ml) VALUES ($1, $2, 0)", [key, params.jar]);
        if (row === undefined || !(params.ml > 0)) return undefined;
        if (fault === "refuses-most" && params.ml > 1) return undefined;
        if (fault === "does-nothing") return row;
        const pouring = fault === "traces-of-refusal" ? `${key}/again` : key;
        await pourInto(inside, params.jar, params.ml, pouring);
        await inside.query("UPDATE jars SET colour = 'mixed' WHERE id = $1", [params.jar]);
        if (fault === "writes-elsewhere") await inside.query("INSERT INTO trail (id, jar) VALUES ($1, $2)", [key, params.jar]);
        mine.add(key);
        return row;
      }),
    async probe(sql, _params, key) {
      if (fault === "probe-blind") return "unknown";
      if (fault === "probe-lies") return "absent";
      if (fault === "remembers-acts-itself") return mine.has(key) ? "applied" : "absent";
      return probeKey(sql, key);
    },
    async compensate(sql, params, _receipt, keys) {
      if (fault === "remembers-undos-itself") {
        if (mine.has(keys.undo)) return "already";
        const known = (await probeKey(sql, keys.apply)) === "applied";
        if (known) await sql.transaction((inside) => pourInto(inside, params.jar, -params.ml, `${keys.undo}/${process.pid}`));
        if (known) await sql.query("UPDATE jars SET colour = 'clear' WHERE id = $1", [params.jar]);
        mine.add(keys.undo);
        return known ? "reverted" : "not-applied";
      }
      const undo = () =>
        undoOnce(sql, { jar: params.jar, params, fault }, keys, async (inside, before) => {
          const [row] = await inside.query("SELECT ml, colour, lid FROM jars WHERE id = $1", [params.jar]);
          const changed = row?.["ml"] !== params.ml || row["colour"] !== "mixed" || row["lid"] !== before["lid"];
          if (fault === "does-nothing") return "reverted";
          if (changed && fault === "conflict-damages") await inside.query("DELETE FROM labels WHERE jar = $1", [params.jar]);
          if (changed && fault !== "overwrites") return "conflict";
          await pourInto(inside, params.jar, -Number(row?.["ml"]), keys.undo);
          if (fault !== "colour-stays")
            await inside.query("UPDATE jars SET colour = $1 WHERE id = $2", [String(before["colour"]), params.jar]);
          return "reverted";
        });
      if (fault !== "undoes-later") return undo();
      // It says so at once, and does it when everybody has looked.
      setTimeout(undo, 60_000).unref();
      return "reverted";
    },
  });
}

/** For tests: closes a jar for good, which takes its labels off: acts later on a jar that was poured into. */
export function seal(fault: JarFault | null): Handler<{ jar: string }, Sql> {
  return defineHandler<{ jar: string }, Sql>({
    name: "seal",
    version: "1",
    fixture: jars({ blind: fault === "blind-fixture" }),
    caveat: "A seal that was broken shows.",
    writes: ["jars", "labels", "keys"],
    touches: ({ jar }) => [`jars/${jar}`],
    prepare: (sql, { jar }) => putJar(sql, jar),
    example: (nth) => ({ jar: `J${nth}` }),
    poison: [{ jar: "nowhere" }],
    apply: (sql, params, key) =>
      applyOnce(sql, { jar: params.jar, params, fault }, key, async (inside) => {
        const changed = await inside.query("UPDATE jars SET lid = 'sealed' WHERE id = $1 AND lid = 'open' RETURNING id", [
          params.jar,
        ]);
        if (changed.length === 0) return undefined;
        return { labels: await inside.query("DELETE FROM labels WHERE jar = $1 RETURNING id, text", [params.jar]) };
      }),
    probe: (sql, _params, key) => probeKey(sql, key),
    compensate: (sql, params, _receipt, keys) =>
      undoOnce(sql, { jar: params.jar, params, fault }, keys, async (inside, before) => {
        await inside.query("UPDATE jars SET lid = 'open' WHERE id = $1", [params.jar]);
        const labels = fault === "forgets-labels" ? [] : (before["labels"] as { id: string; text: string }[]);
        for (const { id, text } of labels)
          await inside.query("INSERT INTO labels (id, jar, text) VALUES ($1, $2, $3)", [id, params.jar, text]);
        return "reverted";
      }),
  });
}

/** For tests: says something about a jar, which cannot be unsaid; a correction can be said. */
export function announce(fault: JarFault | null): Handler<{ jar: string }, Sql> {
  const say = (sql: Sql, id: string, jar: string, kind: string) =>
    sql.query("INSERT INTO letters (id, jar, kind) VALUES ($1, $2, $3)", [id, jar, kind]);
  return defineHandler<{ jar: string }, Sql>({
    name: "announce",
    version: "1",
    fixture: jars({ blind: fault === "blind-fixture" }),
    caveat: "What was said stays said.",
    writes: ["letters", "keys"],
    irreversible: { corrections: "letters" },
    touches: ({ jar }) => [`jars/${jar}`],
    prepare: (sql, { jar }) => putJar(sql, jar),
    example: (nth) => ({ jar: `J${nth}` }),
    poison: [{ jar: "" }],
    async apply(sql, params, key) {
      const done = await applyOnce(sql, { jar: params.jar, params, fault }, key, async (inside) => {
        if (params.jar === "") return undefined;
        await say(inside, key, params.jar, "first");
        return {};
      });
      if (fault === "says-again" && done.outcome === "duplicate") await say(sql, `${key}/again`, params.jar, "first");
      return done;
    },
    probe: (sql, _params, key) => probeKey(sql, key),
    async compensate(sql, params, _receipt, keys) {
      const undone = await undoOnce(sql, { jar: params.jar, params, fault }, keys, async (inside) => {
        const [{ count } = { count: 0 }] = await inside.query("SELECT COUNT(*) AS count FROM letters WHERE jar = $1", [
          params.jar,
        ]);
        await say(inside, `${keys.undo}/${count}`, params.jar, "correction");
        return "impossible";
      });
      if (fault === "corrects-unsaid" && undone === "not-applied") await say(sql, keys.undo, params.jar, "correction");
      return undone;
    },
  });
}
