import { z } from "zod";

const id = z.string().min(1).max(64);
const n = z.int().min(0);
const because = z.string();

/** What a child may say; it may say anything, so nothing else is listened to. */
const message = z.discriminatedUnion("t", [
  z.strictObject({ t: z.literal("ready") }),
  z.strictObject({ t: z.literal("unready"), because }),
  z.strictObject({ t: z.literal("done"), id, proposal: z.unknown().optional() }),
  z.strictObject({ t: z.literal("threw"), id, because }),
  z.strictObject({ t: z.literal("unusable"), id, because }),
  z.strictObject({
    t: z.literal("breach"),
    id: id.nullable(),
    kind: z.string(),
    target: z.string(),
    times: z.int().min(1).max(1e9),
  }),
  // What the agent calls a tool with is for the toolbox to judge.
  z.strictObject({
    t: z.literal("call"),
    id,
    n,
    op: z.enum(["read", "write", "call", "note"]),
    args: z.array(z.unknown()).max(3),
  }),
  z.strictObject({
    t: z.literal("send"),
    id,
    n,
    request: z.strictObject({ method: z.string(), url: z.string(), headers: z.record(z.string(), z.string()), body: z.string() }),
  }),
  z.strictObject({ t: z.literal("cancel"), id, n }),
  z.strictObject({ t: z.literal("pong"), n }),
]);

/** A message of a child, checked. */
export type FromChild = z.infer<typeof message>;

const batch = z.array(message).max(1_000_000);

/** The messages of one frame; undefined where it holds anything else. */
export function readFrame(frame: string): readonly FromChild[] | undefined {
  try {
    const read = batch.safeParse(JSON.parse(frame));
    return read.success ? read.data : undefined;
  } catch {
    // Not JSON at all.
    return undefined;
  }
}
