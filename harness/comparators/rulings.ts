import { z } from "zod";
import { digestOf } from "../canonical.ts";
import { formatWhere, type Where } from "../errors.ts";
import { faultOf, flatRecords, type Placed, recordedAt, refuseFaults } from "./flatRecords.ts";

/** One ruling of a model judge. Published as JSON Schema in `datasets/ruling.schema.json`. */
export const rulingSchema = z.strictObject({
  judge: z.string().min(1).describe("The judge's name, as the comparator names it"),
  version: z.string().min(1).describe("Changes with the model, its instructions, or anything else that changes its rulings"),
  pair: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "expected a sha-256 in hexadecimal")
    .describe("What was ruled on: the digest that `earnest unruled` prints"),
  same: z.boolean().describe("Do the decided and the proposed value mean the same?"),
  because: z.string().optional(),
  at: recordedAt.optional(),
});

/** A ruling of a model judge on one pair of values: do the two mean the same? */
export type Ruling = z.infer<typeof rulingSchema>;

/** Who rules: another version is another judge. */
export interface JudgeName {
  readonly name: string;
  readonly version: string;
}

/** The rulings of one judge. */
export interface Rulings {
  /** sha-256 of the file's bytes, or of the canonical form of what was given as data. */
  readonly digest: string;
  readonly byPair: ReadonlyMap<string, Ruling>;
  /** Rulings of other judges, or of other versions of this one. */
  readonly ignored: number;
}

const CODE = "RULINGS_INVALID";
const SCHEMA = "datasets/ruling.schema.json";

/**
 * Reads a judge's rulings from a file of JSON lines, or takes them as data. The same ruling twice is one.
 * Throws DATA_MISSING, and RULINGS_INVALID with file and line for what cannot be read and for two rulings that contradict each other.
 */
export function rulingsOf({ name, version }: JudgeName, given: string | readonly Ruling[]): Rulings {
  const { records, digest } =
    typeof given === "string" ? flatRecords(given, rulingSchema, { code: CODE, schemaFile: SCHEMA }) : fromData(given);
  const first = new Map<string, Placed<Ruling>>();
  const faults: { where: Where; message: string }[] = [];
  let ignored = 0;
  for (const record of records) {
    const { value: ruling, where } = record;
    if (ruling.judge !== name || ruling.version !== version) {
      ignored++;
      continue;
    }
    const earlier = first.get(ruling.pair);
    if (earlier === undefined) first.set(ruling.pair, record);
    else if (earlier.value.same !== ruling.same) {
      const message = `the judge called this pair ${ruling.same ? "the same" : "different"}, and ${earlier.value.same ? "the same" : "different"} at ${formatWhere(earlier.where)}`;
      faults.push({ where, message });
    }
  }
  refuseFaults(faults, CODE, "A judge that rules anew is a new version: give its rulings another version");
  return { digest, ignored, byPair: new Map([...first].map(([pair, { value }]) => [pair, value])) };
}

function fromData(given: readonly Ruling[]): { readonly records: readonly Placed<Ruling>[]; readonly digest: string } {
  const records: Placed<Ruling>[] = [];
  const faults: { where: Where; message: string }[] = [];
  for (const [i, raw] of given.entries()) {
    const where = { file: "rulings given as data", line: i + 1 };
    const parsed = rulingSchema.safeParse(raw);
    if (parsed.success) records.push({ value: parsed.data, where });
    else faults.push({ where, message: faultOf(parsed.error) });
  }
  refuseFaults(faults, CODE, `Each needs what ${SCHEMA} says`);
  return { records, digest: digestOf(records.map(({ value }) => value)) };
}
