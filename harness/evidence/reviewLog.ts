import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { EarnestError } from "../errors.ts";
import { newJournalEnd, readJournal, type Torn } from "../journal/readJournal.ts";
import type { JournalKind } from "../journal/segments.ts";

export const REVIEW_LOG: JournalKind = {
  noun: "review log",
  missing: "RUN_NOT_FOUND",
  corrupt: "LEDGER_CORRUPT",
  unwritable: "LEDGER_WRITE",
  hint: "Begin with earnest review",
  again: "start earnest review again",
};

const REVIEW_SCHEMA = "earnest/review/1";

/** What a reviewer is known by, and all that is kept of one. */
export const REVIEWER = /^R-\d{2,4}$/;

const itemSchema = z.strictObject({
  case: z.string(),
  why: z.enum(["serious", "differs", "agrees"]),
  types: z.array(z.string()),
  double: z.boolean(),
});

const planSchema = z.strictObject({
  schema: z.literal(REVIEW_SCHEMA),
  run: z.string(),
  ledgerHead: z.string(),
  rules: z.string(),
  seed: z.number(),
  items: z.array(itemSchema),
  disagreements: z.number(),
  agreements: z.number(),
  textOnly: z.number(),
  noProposal: z.number(),
});

/** What a reviewer may say of a pair. */
export const ANSWERED = {
  choice: z.enum(["left", "right", "both", "neither", "unclear"]),
  severity: z.enum(["none", "minor", "major", "grave"]).nullable(),
  reason: z.string().max(200).nullable(),
  told: z.boolean(),
};
export const GUESS = z.enum(["left", "right", "unsure"]);

const item = z.int().nonnegative();
const entry = { item, by: z.string().regex(REVIEWER), at: z.string() };

const recordSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("plan"), plan: planSchema, secret: z.string().min(16), at: z.string() }),
  z.strictObject({ kind: z.literal("answer"), ...entry, ...ANSWERED }),
  z.strictObject({ kind: z.literal("guess"), ...entry, guess: GUESS }),
  z.strictObject({ kind: z.literal("recused"), ...entry }),
  z.strictObject({ kind: z.literal("undo"), ...entry }),
]);

/** What is to be reviewed, fixed before the first answer; items stand in an order that says nothing of them, and are known by their place in it. */
export type PlannedReview = Readonly<z.infer<typeof planSchema>>;

/** One record of a review log; the first is the plan. */
export type ReviewRecord = Readonly<z.infer<typeof recordSchema>>;
export type ReviewEntry = Exclude<ReviewRecord, { kind: "plan" }>;
export type ReviewAnswer = Extract<ReviewRecord, { kind: "answer" }>;

/** The reviews of one run as they were read. */
export interface ReviewsRead {
  readonly plan: PlannedReview;
  /** Decides which side is whose; never leaves the process that serves reviewers. */
  readonly secret: string;
  readonly entries: readonly ReviewEntry[];
  /** Hash of the last record. */
  readonly head: string;
  /** Bytes behind it of a record that was cut off while being written. */
  readonly torn: number;
}

/** The first record of a log for this plan. */
export function firstRecord(plan: Omit<PlannedReview, "schema">, secret: string, at: string): ReviewRecord {
  return { kind: "plan", plan: { schema: REVIEW_SCHEMA, ...plan }, secret, at };
}

/** Where a run keeps its reviews. */
export function reviewsOf(dir: string): string {
  return join(dir, "review");
}

/** Reads the reviews of a run, as far as the record with the hash `until`; null where nobody has begun. Throws LEDGER_CORRUPT for a log that was changed or is of another run. */
export function readReviews(dir: string, run: string, until?: string): ReviewsRead | null {
  const log = reviewsOf(dir);
  if (!existsSync(log)) return null;
  const end = newJournalEnd();
  const entries: ReviewEntry[] = [];
  let first: Extract<ReviewRecord, { kind: "plan" }> | undefined;
  for (const { row } of readJournal(REVIEW_LOG, log, end)) {
    const record = parsed(row, log);
    if (record.kind === "plan") {
      if (first !== undefined) throw broken(log, "it holds two plans");
      first = record;
    } else {
      if (first === undefined || record.item >= first.plan.items.length) throw broken(log, "it answers what was never asked");
      entries.push(record);
    }
    if (end.head === until) break;
  }
  if (end.torn !== null) refuseUnlessTorn(end.torn);
  if (first === undefined) return null;
  if (first.plan.run !== run) throw broken(log, `it is of the run ${first.plan.run}`);
  return { plan: first.plan, secret: first.secret, entries, head: end.head, torn: end.torn?.bytes ?? 0 };
}

/** How many records stand behind the one with this hash; undefined where there is no such record, or no log. */
export function reviewsAfter(dir: string, kept: string): number | undefined {
  const end = newJournalEnd();
  let found: number | undefined;
  if (existsSync(reviewsOf(dir)))
    for (const _ of readJournal(REVIEW_LOG, reviewsOf(dir), end)) if (end.head === kept) found = end.records;
  return found === undefined ? undefined : end.records - found;
}

function parsed(row: unknown, log: string): ReviewRecord {
  const record = recordSchema.safeParse(row);
  if (record.success) return record.data;
  throw broken(log, `a record is none of its own: ${record.error.issues[0]?.message ?? "unknown"}`);
}

/** A record that was cut off while being written has no end; one that has an end and does not fit was changed. */
export function refuseUnlessTorn({ file, bytes }: Torn): void {
  const fd = openSync(file, "r");
  try {
    const last = Buffer.alloc(1);
    readSync(fd, last, 0, 1, Math.max(0, fstatSync(fd).size - 1));
    if (bytes > 0 && last.toString("latin1") === "\n") throw broken(file, "its last record does not fit the chain of hashes");
  } finally {
    closeSync(fd);
  }
}

function broken(file: string, why: string): EarnestError {
  return new EarnestError("LEDGER_CORRUPT", `the review log was changed after it was written: ${why}`, {
    where: { file },
    next: "Restore it from a copy, or move the folder away to judge without reviews",
  });
}
