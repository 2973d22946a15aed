import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chainHash, GENESIS, segmentName } from "../journal/segments.ts";

/** For tests: writes a journal anew, its records changed, in a chain of hashes that holds. */
export function rechain(dir: string, change: (rows: readonly unknown[]) => readonly unknown[]): void {
  const names = readdirSync(dir).sort();
  const texts = names.flatMap((name) =>
    readFileSync(join(dir, name), "utf8")
      .split("\n")
      .filter((line) => line !== ""),
  );
  const rows = texts.map((line) => JSON.parse(line.slice(line.indexOf(" ", 33) + 1)) as unknown);
  let head = GENESIS;
  const lines = change(rows).map((row) => {
    const text = JSON.stringify(row);
    head = chainHash(head, text);
    return `${head} ${Buffer.byteLength(text)} ${text}\n`;
  });
  for (const name of names) rmSync(join(dir, name));
  writeFileSync(join(dir, segmentName(1)), lines.join(""));
}
