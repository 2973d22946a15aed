import { existsSync, readFileSync } from "node:fs";
import { sha256 } from "../canonical.ts";
import { recordLines, recordsDigest } from "../comparators/recordLines.ts";
import type { RecordFile } from "../ledger/record.ts";

/** What of a suite names files of records. */
interface Recorded {
  readonly drills?: string;
  readonly adjudications?: string;
  readonly limits?: string;
}

const NAMES = ["drills", "adjudications"] as const;

/**
 * The files that a suite names, as they stand now; one that is not there is left out. Whether their records can be used is not asked.
 * What its owner wrote of its limits is one record, and free to change: no verdict rests on it.
 */
export function recordFiles(suite: Recorded): readonly RecordFile[] {
  const records = NAMES.flatMap((name) => {
    const lines = linesOf(suite[name]);
    return lines === undefined ? [] : [{ name, digest: recordsDigest(lines, lines.length), records: lines.length }];
  });
  const { limits } = suite;
  if (limits === undefined || !existsSync(limits)) return records;
  return [...records, { name: "limits", digest: sha256(readFileSync(limits)), records: 1 }];
}

/** Which files of records lost or changed a record that they held when a run began, in sentences: they are there to be added to. */
export function changedRecords(suite: Recorded, begun: readonly (readonly RecordFile[])[]): readonly string[] {
  return NAMES.flatMap((name) => {
    const before = begun.flat().filter((file) => file.name === name && file.records > 0);
    if (before.length === 0) return [];
    const lines = linesOf(suite[name]) ?? [];
    if (before.every(({ records, digest }) => recordsDigest(lines, records) === digest)) return [];
    return [`All action types: the record of ${name} was changed since the run began, not only added to.`];
  });
}

function linesOf(file: string | undefined): ReturnType<typeof recordLines> | undefined {
  // A run may begin before there is any; where a verdict needs it, reading it says what is wrong.
  return file === undefined || !existsSync(file) ? undefined : recordLines(readFileSync(file));
}
