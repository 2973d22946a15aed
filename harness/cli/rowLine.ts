import { readFileSync } from "node:fs";

/** The line of a suite's file on which a row says where it stands, as far as that can be read from its text; else the line of the row, or none. */
export function rowLine(file: string, type: string, rung: string): number | undefined {
  const text = readFileSync(file, "utf8");
  const row = new RegExp(`(?:^|[\\s{,])(["'\`]?)${RegExp.escape(type)}\\1\\s*:`, "m").exec(text);
  if (row === null) return undefined;
  const from = row.index + row[0].length;
  const at = new RegExp(`\\bat\\s*:\\s*["'\`]${RegExp.escape(rung)}["'\`]`).exec(text.slice(from));
  return text.slice(0, from + (at?.index ?? 0)).split("\n").length;
}
