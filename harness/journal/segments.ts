import { hash } from "node:crypto";
import type { ErrorCode } from "../errors.ts";

/** What a journal is called, and the codes of what can be wrong with it. */
export interface JournalKind {
  readonly noun: string;
  readonly missing: ErrorCode;
  readonly corrupt: ErrorCode;
  readonly unwritable: ErrorCode;
  /** What to do when there is none. */
  readonly hint: string;
  /** How to go on once there is room on the disk again, such as "go on with --resume". */
  readonly again: string;
  /** Durable only when a segment is closed: a kill takes nothing that was written, a power cut may take the last of it. */
  readonly lazy?: boolean;
}

/** What the first record is chained to. */
export const GENESIS = "0".repeat(32);

/** The hash of a record: 32 hexadecimal digits over the previous record's hash and its own text. */
export function chainHash(previous: string, text: string): string {
  return hash("sha256", previous + text, "hex").slice(0, 32);
}

/** The name of the n-th segment, from 1; names sort in the order of the chain. */
export function segmentName(n: number): string {
  return `${String(n).padStart(6, "0")}.jsonl`;
}

/** Segments are closed at this many bytes. */
export const SEGMENT_BYTES = 64 * 1024 * 1024;
