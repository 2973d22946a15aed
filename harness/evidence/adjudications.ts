import { z } from "zod";
import { flatRecords, recordedAt } from "../comparators/flatRecords.ts";

/** The cause of a disagreement that was looked at and not explained. */
export const NO_CAUSE = "unknown";

/** One blind ruling of a person. Published as JSON Schema in `datasets/adjudication.schema.json`. */
export const adjudicationSchema = z.strictObject({
  case: z.string().min(1).describe("The id of the case"),
  type: z.string().min(1).describe("The action type that was looked at"),
  ruling: z
    .enum(["person", "agent", "both", "neither", "cannot-tell"])
    .describe("Which decision the reviewer would stand behind, not knowing whose is whose"),
  same: z.boolean().optional().describe("Do the two decisions mean the same? Only this answer measures a model judge"),
  by: z
    .string()
    .regex(/^\S(?:.*\S)?$/, "a code without spaces around it")
    .describe("The reviewer, by a code such as R-01"),
  at: recordedAt,
  audit: z
    .boolean()
    .optional()
    .describe("True for a case that was drawn at random before anyone looked at it, rather than picked because the two differ"),
  agent: z.string().min(1).optional().describe("The agent version whose proposal was looked at; default: the one of the run"),
  because: z.string().optional(),
  cause: z
    .string()
    .min(1)
    .optional()
    .describe(`What made the two differ, in a few words that are the same for like cases; "${NO_CAUSE}" where nobody could tell`),
});

/** One line of the file. */
type AdjudicationRecord = z.infer<typeof adjudicationSchema>;

/** What people came to on one case and action type. */
export interface Adjudication {
  /** Do the two mean the same? Null where reviewers differ without a majority, or did not say. */
  readonly same: boolean | null;
  /** Whose decision stands; null where reviewers differ without a majority: then neither agreed, which counts against the agent. */
  readonly ruling: AdjudicationRecord["ruling"] | null;
  readonly drawn: boolean;
  /** What made the two differ, as the last reviewer who named a cause said; null where nobody did. */
  readonly cause: string | null;
  readonly reviewers: number;
  /** Did two reviewers answer either question differently? */
  readonly conflict: boolean;
}

/** All adjudications for one version of the agent. */
export interface Adjudications {
  readonly digest: string;
  readonly records: number;
  /** Records that a later one of the same reviewer took the place of; the file keeps them. */
  readonly replaced: number;
  /** Records on proposals of another version of the agent, which say nothing about this one. */
  readonly otherAgents: number;
  readonly conflicts: number;
  /** How many cases of an action type were adjudicated. */
  count(type: string): number;
  of(caseId: string, type: string): Adjudication | undefined;
}

interface Voice {
  readonly now: AdjudicationRecord;
  /** As the first record on the case says, whoever made it: a draw comes before the look, and no later record can change it. */
  readonly drawn: boolean;
}

/**
 * Reads people's adjudications from an append-only file of JSON lines: the last record of each reviewer on a case and type counts,
 * several reviewers are settled by more than half of them. `agent` is the agent version of the run.
 * Throws DATA_MISSING, or ADJUDICATIONS_INVALID with file and line.
 */
export function readAdjudications(file: string, agent?: string): Adjudications {
  const { records, digest } = flatRecords(file, adjudicationSchema, {
    code: "ADJUDICATIONS_INVALID",
    schemaFile: "datasets/adjudication.schema.json",
  });
  const voices = new Map<string, Map<string, Map<string, Voice>>>();
  let [replaced, otherAgents] = [0, 0];
  for (const { value: now } of records) {
    if (now.agent !== undefined && agent !== undefined && now.agent !== agent) {
      otherAgents++;
      continue;
    }
    const reviewers = within(within(voices, now.type), now.case);
    const before = reviewers.get(now.by);
    if (before !== undefined) replaced++;
    // Whoever looks first fixes for everybody whether the case was drawn: it cannot be declared so once an answer is known.
    const first = reviewers.values().next().value;
    reviewers.set(now.by, { now, drawn: first?.drawn ?? now.audit === true });
  }
  const settled = new Map(
    [...voices].map(([type, cases]) => [type, new Map([...cases].map(([id, by]) => [id, settle([...by.values()])]))]),
  );
  return {
    digest,
    records: records.length,
    replaced,
    otherAgents,
    conflicts: [...settled.values()].flatMap((cases) => [...cases.values()]).filter(({ conflict }) => conflict).length,
    count: (type) => settled.get(type)?.size ?? 0,
    of: (caseId, type) => settled.get(type)?.get(caseId),
  };
}

function settle(voices: readonly Voice[]): Adjudication {
  const same = voices.map(({ now }) => now.same ?? null);
  const rulings = voices.map(({ now }) => now.ruling);
  return {
    same: majority(same),
    ruling: majority(rulings),
    drawn: voices[0]?.drawn === true,
    cause: voices.findLast(({ now }) => now.cause !== undefined)?.now.cause ?? null,
    reviewers: voices.length,
    conflict: new Set(same).size > 1 || new Set(rulings).size > 1,
  };
}

/** What more than half say, or null. */
function majority<T>(votes: readonly T[]): T | null {
  const [winner] = [...Map.groupBy(votes, (vote) => vote)].filter(([, some]) => some.length * 2 > votes.length);
  return winner === undefined ? null : winner[0];
}

function within<V>(map: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const found = map.get(key) ?? new Map<string, V>();
  map.set(key, found);
  return found;
}
