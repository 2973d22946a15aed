import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { EarnestError } from "../errors.ts";
import type { LedgerRow } from "../ledger/record.ts";
import { journalOf } from "../run/runFolder.ts";
import { count, many, shorten } from "../words.ts";

/** A ledger that does not hold together, with what its records say of themselves: which one it is, and which are gone. */
export function brokenRecord(dir: string, error: EarnestError): EarnestError {
  const { where } = error;
  if (error.code !== "LEDGER_CORRUPT" || where?.line === undefined) return error;
  return new EarnestError("LEDGER_CORRUPT", error.message, {
    where,
    ...(error.next === undefined ? {} : { next: error.next }),
    details: [...namedRecord(where.file, where.line), ...goneRecords(dir)],
    cause: error,
  });
}

function namedRecord(file: string, line: number): string[] {
  const text = readFileSync(file, "latin1").split("\n")[line - 1] ?? "";
  const named = rowOf(text);
  // A changed byte may have broken the JSON; what it says of itself may still be there.
  const id =
    named?.kind === "case" ? named.case.id : named === undefined ? /"case":\{"id":"([^"]{1,200})"/.exec(text)?.[1] : undefined;
  const which =
    id !== undefined ? `that of case ${shorten(id, 100)}` : named === undefined ? "not to be read" : KINDS[named.kind];
  return [`record ${count(line)} of ${basename(file)}, ${which}, was changed, or one before it was removed`];
}

const KINDS: Readonly<Record<LedgerRow["kind"], string>> = {
  run: "the beginning of the run",
  excluded: "that of an excluded row",
  case: "that of a case",
  stop: "the early stop",
  note: "a note",
  resume: "where the run was gone on with",
  breaches: "that of attempted side effects",
  end: "the end of the run",
};

/** Cases that a run which came to its end has no record of. */
function goneRecords(dir: string): string[] {
  const seen = new Set<number>();
  let asked = 0;
  let observed: number | undefined;
  for (const name of readdirSync(journalOf(dir)).sort()) {
    for (const line of readFileSync(join(journalOf(dir), name), "utf8").split("\n")) {
      const row = rowOf(line);
      if (row?.kind === "run") asked = row.run.asked.cases;
      if (row?.kind === "case") seen.add(row.seq);
      if (row?.kind === "end") observed = row.observed;
    }
  }
  if (observed === undefined || seen.size >= observed) return [];
  const gone = Array.from({ length: asked }, (_, seq) => seq).filter((seq) => !seen.has(seq));
  const first = gone.slice(0, 5).map((seq) => count(seq + 1));
  return [
    `${many(observed - seen.size, "case")} that the run observed ${observed - seen.size === 1 ? "has" : "have"} no record any more: no record stands for place ${first.join(", ")} of the sampling order`,
  ];
}

function rowOf(line: string): LedgerRow | undefined {
  try {
    return JSON.parse(line.slice(line.indexOf(" ", 33) + 1)) as LedgerRow;
  } catch {
    // It is what is being looked for.
    return undefined;
  }
}
