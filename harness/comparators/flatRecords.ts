import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { sha256 } from "../canonical.ts";
import { EarnestError, type ErrorCode, formatWhere, messageOf, type Where } from "../errors.ts";
import { recordLines } from "./recordLines.ts";

const moment = z.union([z.iso.datetime({ offset: true, local: true }), z.iso.date()]);

/** When something was put on record. As a refinement, so that the published schema is not a page of digits. */
export const recordedAt = z
  .string()
  .refine((text) => moment.safeParse(text).success, "expected an ISO 8601 date, or date and time")
  .describe("ISO 8601 date or date and time");

/** A record with the place it stands at. */
export interface Placed<T> {
  readonly value: T;
  readonly where: Where;
}

const LISTED = 20;

/**
 * The records of an append-only file of JSON lines without nesting, in order, with the sha-256 of its bytes; blank lines are skipped.
 * Relative paths count from the current directory. Throws DATA_MISSING when it cannot be read, and `code` with the first 20 faults.
 */
export function flatRecords<T>(
  file: string,
  schema: z.ZodType<T>,
  { code, schemaFile }: { readonly code: ErrorCode; readonly schemaFile: string },
): { readonly records: readonly Placed<T>[]; readonly digest: string } {
  const bytes = bytesOf(file);
  const records: Placed<T>[] = [];
  const faults: { where: Where; message: string }[] = [];
  if (!isUtf8(bytes)) {
    throw new EarnestError(code, "expected UTF-8", {
      where: { file },
      next: "Convert the file to UTF-8, for example with iconv",
    });
  }
  for (const { text, line } of recordLines(bytes)) {
    const where = { file, line };
    const read = readLine(text, schema);
    if ("value" in read) records.push({ value: read.value, where });
    else faults.push({ where, message: read.message });
  }
  refuseFaults(faults, code, `Mend the lines, each as ${schemaFile} says`);
  return { records, digest: sha256(bytes) };
}

/** Throws `code` when there is any fault, with the place of the first and the words of the first 20. */
export function refuseFaults(
  faults: readonly { readonly where: Where; readonly message: string }[],
  code: ErrorCode,
  next: string,
): void {
  const [first] = faults;
  if (first === undefined) return;
  const more = faults.length > LISTED ? `; the first ${LISTED} are listed` : "";
  throw new EarnestError(code, `${faults.length} ${faults.length === 1 ? "record" : "records"} cannot be used${more}`, {
    where: first.where,
    details: faults.slice(0, LISTED).map(({ where, message }) => `${formatWhere(where)}: ${message}`),
    next,
  });
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new EarnestError("DATA_MISSING", `the file cannot be read: ${messageOf(cause)}`, {
      where: { file },
      next: "Check the path, or begin with an empty file; a relative path counts from the folder the command is run in",
      cause,
    });
  }
}

function readLine<T>(text: string, schema: z.ZodType<T>): { readonly value: T } | { readonly message: string } {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return { message: `expected one JSON object on the line, got a syntax error: ${messageOf(error)}` };
  }
  const parsed = schema.safeParse(raw);
  if (!parsed.success) return { message: faultOf(parsed.error) };
  // Reading alone keeps the last of two members by one name, and would lose the other without a word.
  if (keysIn(text) !== Object.keys(raw as object).length) return { message: "expected each key once in an object" };
  return { value: parsed.data };
}

/** What a schema finds wrong, in one line. */
export function faultOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`)).join("; ");
}

/** The keys as they are written: in an object without nesting every text before a colon is one. */
function keysIn(text: string): number {
  let keys = 0;
  for (const [, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"\s*(:)?/g)) if (colon !== undefined) keys++;
  return keys;
}
