import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import type { JournalRecord } from "./readJournal.ts";
import { segmentName } from "./segments.ts";

/** Reads the JSON text of one record again, from where it was found to stand. */
export function recordAt(dir: string, { segment, start, length }: Pick<JournalRecord, "segment" | "start" | "length">): string {
  const fd = openSync(join(dir, segmentName(segment)), "r");
  try {
    const bytes = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const got = readSync(fd, bytes, done, length - done, start + done);
      if (got === 0) throw new Error(`${segmentName(segment)} ends before byte ${start + length}`);
      done += got;
    }
    return bytes.toString("utf8");
  } finally {
    closeSync(fd);
  }
}
