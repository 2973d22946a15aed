import { sha256 } from "../canonical.ts";

/** A line that holds a record, and its number, from 1. */
interface RecordLine {
  readonly text: string;
  readonly line: number;
}

/** The lines of a file of JSON lines that hold a record: without a mark at its beginning, and without blank lines. */
export function recordLines(bytes: Buffer): readonly RecordLine[] {
  const lines = bytes
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .split("\n");
  return lines.map((text, i) => ({ text, line: i + 1 })).filter(({ text }) => text.trim() !== "");
}

/**
 * sha-256 over the first so many records, each with a line feed behind it: that of the file's own bytes where nothing else is in it.
 * What was only added to keeps it.
 */
export function recordsDigest(lines: readonly RecordLine[], first: number): string {
  const records = lines.slice(0, first).map(({ text }) => `${text.trim()}\n`);
  return sha256(records.join(""));
}
