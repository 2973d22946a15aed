import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Chance } from "../../refund-letters/generate/chance.ts";
import { momentOf, oneTicket } from "./oneTicket.ts";

// Writes history.jsonl.gz beside this folder: node datasets/refund-desk/generate/generate.ts

const SEED = 20360101;
const TICKETS = 4600;

/** A half year at the simulated desk; the same seed and number give the same one. */
export function tickets(seed = SEED, n = TICKETS): object[] {
  const chance = new Chance(seed);
  const before: Parameters<typeof oneTicket>[2] = [];
  const made = new Map<string, object>();
  while (made.size < n) {
    const one = oneTicket(momentOf(made.size, n, chance), chance, before) as { id: string };
    made.set(one.id, one);
  }
  return [...made.values()];
}

/** The whole file as shipped, before it is packed. */
export function historyFile(): string {
  return `${tickets()
    .map((one) => JSON.stringify(one))
    .join("\n")}\n`;
}

if (process.argv[1] === import.meta.filename)
  writeFileSync(join(import.meta.dirname, "..", "history.jsonl.gz"), gzipSync(historyFile(), { level: 9 }));
