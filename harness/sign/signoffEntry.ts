import { z } from "zod";
import { canonicalJson, sha256 } from "../canonical.ts";
import type { SecretKey } from "./secretKey.ts";
import { signatureText } from "./signature.ts";

/** Who may decide, and what. */
export const ROLES = ["operations", "risk", "owner"] as const;
export type Role = (typeof ROLES)[number];
export const DECISIONS = ["approve", "conditions", "reject"] as const;

/** What the first entry is chained to. */
export const FIRST = "0".repeat(64);

/** More are no sign-off of people's. */
export const MOST_DECISIONS = 1000;

const line = (most: number) => z.string().min(1).max(most);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

const FIELDS = z.strictObject({
  schema: z.literal("earnest/signoff/1"),
  /** From 1. */
  seq: z.number().int().min(1).max(MOST_DECISIONS),
  /** The file that was decided on: its name then, the digest of its bytes, and what it recommended. */
  report: z.strictObject({ name: line(255), sha256: digest, answer: line(2000) }),
  /** The digest of the line before, as it stands in the file. */
  previous: digest,
  role: z.enum(ROLES),
  decision: z.enum(DECISIONS),
  by: line(200),
  note: line(2000).nullable(),
  conditions: z.array(line(500)).max(20),
  nextReview: z.iso.date().nullable(),
  at: z.iso.datetime(),
  /** The key that signs it, as minisign writes it: whose it is, the entry cannot say. */
  publicKey: line(56),
});
/** One decision about one report. Times are ISO 8601, days YYYY-MM-DD, digests SHA-256 in hex. */
export const SIGNOFF_ENTRY = FIELDS.refine(
  ({ decision, conditions }) => (decision === "conditions") === conditions.length > 0,
  "conditions go with the decision that is called so, and with no other",
);
export type SignoffEntry = z.infer<typeof SIGNOFF_ENTRY>;

/** What is signed: the canonical form of the entry. */
export function signedBytes(entry: SignoffEntry): Buffer {
  return Buffer.from(canonicalJson(entry));
}

/** The comment that is signed along; it says nothing that the entry does not. */
export function signoffComment({ seq, role, decision }: SignoffEntry): string {
  return `sign-off ${seq}: ${role}, ${decision}`;
}

/** An entry as a line of the file, with a signature in minisign's form beside it. */
export function signoffLine(entry: SignoffEntry, key: SecretKey): string {
  return canonicalJson({ entry, signature: signatureText(signedBytes(entry), key, signoffComment(entry)) });
}

/** The digest by which the next entry knows a line. */
export function lineDigest(text: string): string {
  return sha256(text);
}
