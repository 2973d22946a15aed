import { z } from "zod";
import { flatRecords, recordedAt } from "../comparators/flatRecords.ts";
import { DRILLS } from "../drill/drill.ts";

/** One drill: a batch of actions was carried out in a sandbox, undone and timed. Published as JSON Schema in `datasets/drill.schema.json`. */
export const drillSchema = z
  .strictObject({
    type: z.string().min(1).describe("The action type that was undone"),
    at: recordedAt,
    agent: z.string().min(1).describe("The agent version whose actions were undone"),
    by: z.string().min(1).describe("Who ran it: a person, or the tool that did"),
    system: z.string().min(1).describe("What it was undone in, such as a copy of the order database"),
    actions: z.int().min(1).describe("How many were carried out"),
    restored: z.int().min(0).describe("Of those, how many were found exactly as before"),
    seconds: z.number().positive().describe("From the decision to undo until the state was verified"),
    load: z.number().positive().optional().describe("Other operations a second on the same system while undoing; absent: none"),
    because: z.string().optional().describe("What was not restored, and why"),
    drill: z.enum(DRILLS).optional().describe("Which drill of the library; absent: all was carried out and undone"),
    handler: z
      .strictObject({ name: z.string().min(1), version: z.string().min(1) })
      .optional()
      .describe("What carried out and undid; absent: not said"),
    broken: z.int().min(0).optional().describe("Promises that the drill found broken"),
    control: z
      .enum(["caught", "missed"])
      .optional()
      .describe("Was an undo that only pretends noticed by this drill? Absent: not tried"),
  })
  .refine(({ actions, restored }) => restored <= actions, {
    path: ["restored"],
    message: "no more can be restored than were carried out",
  });

/** One line of a file of drills. */
export type DrillRecord = z.infer<typeof drillSchema>;

/** Drills on record, by action type, newest first, and the digest of their file. */
export interface Drills {
  readonly digest: string;
  of(type: string): readonly DrillRecord[];
}

/** Reads drills from an append-only file of JSON lines. Throws DATA_MISSING, or DRILLS_INVALID with file and line. */
export function readDrills(file: string): Drills {
  const { records, digest } = flatRecords(file, drillSchema, {
    code: "DRILLS_INVALID",
    schemaFile: "datasets/drill.schema.json",
  });
  const byType = Map.groupBy(
    records.map(({ value }) => value),
    ({ type }) => type,
  );
  for (const drills of byType.values()) drills.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return { digest, of: (type) => byType.get(type) ?? [] };
}
