import type { RowChange } from "../fixture/diffStates.ts";
import { many, shorten, visibleLine } from "../words.ts";

const MOST = 3;
const LONGEST = 60;

/** Rows that differ, in words: "jars/17 is not as before: ml is 500, was 0"; after the first three, how many more. */
export function sayChanges(rows: readonly RowChange[]): string {
  const said = rows.slice(0, MOST).map(sayChange);
  const more = rows.length - said.length;
  return more > 0 ? `${said.join("; ")}; and ${many(more, "more row")}` : said.join("; ");
}

/** The name of an entity, a table or a value as it may be printed: it comes from elsewhere. */
export function named(text: string): string {
  return shorten(visibleLine(text), LONGEST);
}

function sayChange({ table, key, entity, change, columns }: RowChange): string {
  const values = columns.map(({ column, before, after }) => `${named(column)} is ${value(after)}, was ${value(before)}`);
  if (change === "sum") return `what ${named(table)} adds up to for ${named(key)} is not as before: ${values.join(", ")}`;
  const row = `${table}/${key}`;
  const name = entity === null || entity === row ? named(row) : `${named(row)} of ${named(entity)}`;
  if (change === "added") return `${name} was not there before`;
  if (change === "removed") return `${name} is gone`;
  return `${name} is not as before: ${values.join(", ")}`;
}

function value(one: string | number | null): string {
  return one === null ? "empty" : named(String(one));
}
