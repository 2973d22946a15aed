import { isUtf8 } from "node:buffer";
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { EarnestError, type Fault, type Where } from "earnest";
import { z } from "zod";
import { trajectoryFile } from "./trajectoryFile.ts";

const message = z.object({
  role: z.string(),
  content: z.string().nullish(),
  tool_call_id: z.string().optional(),
  tool_calls: z
    .array(z.object({ id: z.string(), function: z.object({ name: z.string().min(1), arguments: z.string() }) }))
    .nullish(),
});

const trajectory = z.object({
  task_id: z.number().int().nonnegative(),
  trial: z.number().int().nonnegative(),
  info: z.object({
    task: z.object({
      user_id: z.string().min(1),
      instruction: z.string(),
      actions: z.array(z.object({ name: z.string().min(1), kwargs: z.record(z.string(), z.unknown()) })),
    }),
  }),
  traj: z.array(message),
});

/** One attempt of the agent at one task, in the publisher's own field names. */
export type Trajectory = z.output<typeof trajectory>;

/** An entry of the file: what it holds, or everything that keeps it from being read; `task` is the id of its case as far as one can be made out. */
export type TrajectoryEntry = { readonly task: string; readonly where: Where } & (
  | { readonly trajectory: Trajectory }
  | { readonly faults: readonly Fault[] }
);

/**
 * The trajectories in a tau-bench file (a JSON array, plain or gzip), in the file's order. The file is read whole: it is one JSON value.
 * Throws DATA_MISSING where there is none, CASES_INVALID for a file that is no such array.
 */
export async function trajectories(data: string | undefined): Promise<TrajectoryEntry[]> {
  const found = trajectoryFile(data);
  if ("missing" in found) throw found.missing;
  const { file } = found;
  const entries = await readArray(file);
  return entries.map((raw, index) => {
    const where = { file, column: String(index) };
    const parsed = trajectory.safeParse(raw);
    if (parsed.success) return { task: `task-${parsed.data.task_id}`, where, trajectory: parsed.data };
    const named = z.object({ task_id: z.number() }).safeParse(raw);
    return {
      task: named.success ? `task-${named.data.task_id}` : `entry-${index}`,
      where,
      faults: parsed.error.issues.map(({ path, message }) => ({
        where: { file, column: [index, ...path.map(String)].join(".") },
        message,
      })),
    };
  });
}

/** The array in the file; throws with what was expected at the step that could not be taken. */
async function readArray(file: string): Promise<unknown[]> {
  let expected = "a readable file";
  try {
    let bytes = await readFile(file);
    expected = "an undamaged gzip file";
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes);
    expected = "UTF-8";
    if (!isUtf8(bytes)) throw new TypeError("other bytes");
    expected = "an array as JSON";
    const value: unknown = JSON.parse(bytes.toString());
    if (!Array.isArray(value)) throw new TypeError("another value");
    return value;
  } catch (cause) {
    throw new EarnestError(
      "CASES_INVALID",
      `expected ${expected}, got: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        where: { file },
        next: "Fetch the file anew: it should hold one JSON array of trajectories, plain or gzip",
        cause,
      },
    );
  }
}
