import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Chance } from "./chance.ts";
import { oneCase } from "./oneCase.ts";

// Writes cases.jsonl beside this folder: node datasets/refund-desk/generate/generate.ts

const SEED = 20260401;

/** The whole file, always the same. */
export function casesFile(): string {
  const chance = new Chance(SEED);
  const lines = Array.from({ length: 500 }, (_, i) => JSON.stringify(oneCase(i, chance)));
  return `${lines.join("\n")}\n`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(join(import.meta.dirname, "..", "cases.jsonl"), casesFile());
