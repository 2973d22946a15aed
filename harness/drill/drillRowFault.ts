import { z } from "zod";
import { DRILLS } from "./drill.ts";
import { DRILL_LEDGER_SCHEMA } from "./drillRecord.ts";

// Loose: a reader minds what it reads, and a later format may say more.
const object = z.looseObject;
const text = z.string();
/** A number that counts or measures: no time is negative. */
const n = z.number().min(0);
const whole = z.int().min(0);
const drill = z.enum(DRILLS);
const named = object({ name: text, version: text });

const header = object({
  kind: z.literal("drills"),
  schema: z.literal(DRILL_LEDGER_SCHEMA),
  id: text,
  startedAt: z.iso.datetime(),
  earnest: text,
  node: text,
  cores: whole,
  lanes: whole.optional(),
  seed: z.int(),
  times: whole,
  load: n,
  suite: object({ name: text, file: text, digest: text }),
  agent: named,
  from: object({ run: text, head: text }).nullable(),
  types: z.array(
    object({
      type: text,
      reversibility: text,
      handler: object({ name: text, version: text, caveat: text }),
      fixture: object({ name: text, version: text, engines: z.record(text, text) }),
      acts: object({ from: z.enum(["proposed", "examples"]), proposed: whole, kept: whole, unusable: whole, batch: whole }),
      drills: z.array(object({ name: drill, version: text, size: whole, says: text })),
    }),
  ),
});

const value = z.union([text, z.number(), z.null()]);
const fields = z.record(text, value);
const moment = { ms: z.number() };
const personal = {
  act: whole,
  what: z.enum(["same", "other"]),
  edit: object({ entity: text, table: text, key: fields, columns: fields }),
};

/** Whoever judges again relies on each of them, and other processes have counted their ms: by a clock that may be a little behind. */
const event = z.discriminatedUnion("e", [
  object({
    e: z.literal("intent"),
    phase: z.enum(["apply", "undo"]),
    act: whole,
    otherParams: z.literal(true).optional(),
    ...moment,
  }),
  object({
    e: z.literal("applied"),
    act: whole,
    outcome: z.enum(["applied", "duplicate", "rejected", "failed", "unknown"]),
    by: z.enum(["answer", "probe"]),
    otherParams: z.literal(true).optional(),
    ...moment,
  }),
  object({
    e: z.literal("undone"),
    act: whole,
    outcome: z.enum(["reverted", "already", "conflict", "not-applied", "impossible", "dead-letter", "left"]),
    ...moment,
  }),
  object({ e: z.literal("resumed"), ...moment }),
  object({ e: z.literal("gave-up"), because: text, ...moment }),
  object({ e: z.literal("edited"), ...personal, ...moment }),
  object({ e: z.literal("decided"), ...moment }),
  object({ e: z.literal("verified"), ...moment }),
]);

const diff = object({
  rows: z.array(
    object({
      table: text,
      key: text,
      entity: text.nullable(),
      change: z.enum(["added", "removed", "changed", "sum"]),
      columns: z.array(object({ column: text, before: value, after: value })),
    }),
  ),
  sequences: z.array(object({ name: text, before: value, after: value })),
});

const result = object({
  kind: z.literal("drill"),
  n: whole.min(1),
  type: text,
  drill,
  engine: text,
  at: z.iso.datetime(),
  seed: z.int(),
  control: z.boolean(),
  size: whole,
  ends: z.record(text, whole),
  restored: whole,
  held: z.boolean(),
  violations: z.array(object({ check: text, says: text, act: whole.optional() })),
  ms: object({ apply: n, undo: n, check: n, restarts: n }),
  each: z.array(n),
  cold: z.boolean(),
  load: object({ asked: n, done: whole, failed: whole }).nullable(),
  conflicts: z.array(text),
  irreversible: z.array(text),
  seen: object({
    acts: z.array(object({ handler: z.union([z.literal(0), z.literal(1)]), poison: z.boolean(), touches: z.array(text) })),
    writes: z.array(text),
    books: z.array(text),
    unrelated: z.enum(["keep", "conflict"]),
    irreversible: object({ corrections: text.nullable() }).nullable(),
    history: z.array(event),
    written: diff.nullable(),
    meanwhile: diff.nullable(),
    undoing: diff.nullable(),
    left: diff,
    broken: z.array(object({ when: z.enum(["before", "between", "after"]), says: text })),
    traffic: z.array(text),
    edits: z.array(object({ ...personal, kept: z.boolean() })),
    uncompared: z.array(text),
  }),
  kept: text.nullable(),
});

const end = object({ kind: z.literal("end"), at: z.iso.datetime(), results: whole, interrupted: z.boolean() });

const row = z.discriminatedUnion("kind", [header, result, end]);

/** Where a record of a drill ledger is not what its readers rely on, such as "suite.name"; undefined for one that is. */
export function drillRowFault(given: unknown): string | undefined {
  const issue = row.safeParse(given).error?.issues[0];
  return issue === undefined ? undefined : issue.path.join(".") || "the whole of it";
}
