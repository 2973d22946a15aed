import { existsSync, readFileSync } from "node:fs";
import { EarnestError } from "../errors.ts";
import { plain, sealedIn, TABLE_SCHEMA } from "./sealedTable.ts";
import { secretIn, TokenMaker } from "./tokenMaker.ts";

/**
 * What a token stands for, from the table of a run and with the key it was sealed with.
 * Throws DATA_MISSING when there is no table or the token is not in it, KEY_MISSING when the key is not there or is another one.
 */
export function reveal(table: string, token: string): string {
  if (!existsSync(table)) {
    throw new EarnestError("DATA_MISSING", "this run keeps nothing of what its tokens stand for", {
      where: { file: table },
      next: "Only a dataset with redact: { reversibleWith: ... } keeps it, encrypted",
    });
  }
  const text = readFileSync(table, "utf8");
  const { dataset, key } = aboutOf(text, table);
  const entry = sealedIn(text).find((one) => one.token === token);
  if (entry === undefined) {
    throw new EarnestError("DATA_MISSING", `the table of this run has no such token: ${token}`, { where: { file: table } });
  }
  const value = new TokenMaker(dataset, secretIn(key)).open(token, entry.sealed);
  if (value !== undefined) return value;
  throw new EarnestError(
    "KEY_MISSING",
    `what is in ${key} does not open this table: it is another key, or the table was changed`,
    {
      where: { file: table },
      next: `Set ${key} to what it was during the run`,
    },
  );
}

function aboutOf(text: string, table: string): { readonly dataset: string; readonly key: string } {
  const { schema, dataset, key } = plain(text.split("\n", 1)[0] ?? "") ?? {};
  if (schema === TABLE_SCHEMA && typeof dataset === "string" && typeof key === "string") return { dataset, key };
  throw new EarnestError("DATA_MISSING", `expected a table of redacted values (${TABLE_SCHEMA})`, {
    where: { file: table, line: 1 },
  });
}
