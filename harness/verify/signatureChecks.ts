import { existsSync, readFileSync, statSync } from "node:fs";
import { sha256 } from "../canonical.ts";
import { EarnestError } from "../errors.ts";
import type { PublicKey } from "../sign/publicKey.ts";
import { LARGEST_SIGNOFF, readSignoff } from "../sign/readSignoff.ts";
import { readSignature, signatureState } from "../sign/signature.ts";
import { ROLES, type SignoffEntry } from "../sign/signoffEntry.ts";
import { many, shorten } from "../words.ts";
import type { RunCheck } from "./verifyRun.ts";

export const signatureOf = (report: string) => `${report}.minisig`;
export const signoffOf = (report: string) => `${report}.signoff.jsonl`;

/** Longer is no signature. */
const LARGEST_SIGNATURE = 8192;
const STRANGER = "which nobody vouched for here: --pubkey names a key that you had from its holder";

/**
 * The signature and the decisions beside a report, held against the keys somebody vouches for by naming them. `head` is the digest of an
 * entry, or the beginning of one, that was kept elsewhere: without it, nobody can see that the last entries were taken away.
 */
export function signatureChecks(report: string, keys: readonly PublicKey[], head?: string): RunCheck[] {
  if (!existsSync(report)) return [];
  const data = readFileSync(report);
  const signed = signatureOf(report);
  const decided = signoffOf(report);
  const checks = [
    ...(existsSync(signed) ? [signatureCheck(signed, data, keys)] : []),
    ...(existsSync(decided) || head !== undefined ? [signoffCheck(decided, sha256(data), keys, head)] : []),
  ];
  if (checks.length > 0 || keys.length === 0) return checks;
  return [{ what: "signature", state: "unknown", says: "nothing beside the report is signed, and --pubkey asks for what is" }];
}

function signatureCheck(file: string, data: Buffer, keys: readonly PublicKey[]): RunCheck {
  const what = "signature";
  const broken = (says: string): RunCheck => ({ what, state: "broken", says });
  if (statSync(file).size > LARGEST_SIGNATURE) return broken("the signature of the report is too large to be one");
  try {
    const signature = readSignature(readFileSync(file, "utf8"), file);
    const { keyId, trustedComment } = signature;
    const mine = keys.filter(({ id }) => id === keyId);
    if (mine.length === 0) return { what, state: "unknown", says: `the report is signed with key ${keyId}, ${STRANGER}` };
    const states = mine.map((key) => signatureState(signature, data, key));
    const comment = shorten(trustedComment, 100);
    if (states.includes("holds"))
      return { what, state: "holds", says: `the report is what key ${keyId} signed, with the comment “${comment}”` };
    if (states.includes("comment")) return broken(`the comment “${comment}” is not the one that key ${keyId} signed`);
    return broken(`the report is not what key ${keyId} signed, or another key has taken its id`);
  } catch (error) {
    if (error instanceof EarnestError) return broken(`the signature of the report cannot be read: ${error.message}`);
    throw error;
  }
}

function signoffCheck(file: string, report: string, keys: readonly PublicKey[], kept: string | undefined): RunCheck {
  const what = "signoff";
  if (!existsSync(file)) return { what, state: "broken", says: "no decision is there, and one was kept elsewhere" };
  if (statSync(file).size > LARGEST_SIGNOFF) return { what, state: "broken", says: "the sign-off is too large to be one" };
  const { entries, digests, faults } = readSignoff(readFileSync(file, "utf8"), report);
  const found = [
    ...faults,
    ...impostors(entries, keys),
    ...(kept === undefined || digests.some((digest) => digest.startsWith(kept))
      ? []
      : [`no entry has the head that was kept (${shorten(kept, 64)}): entries were taken away, or made anew`]),
  ];
  if (found.length > 0)
    return { what, state: "broken", says: "the sign-off does not hold together", details: found.slice(0, 20) };
  const strange = entries.filter(({ publicKey }) => keys.every(({ base64 }) => base64 !== publicKey));
  const open = ROLES.filter((role) => entries.every((entry) => entry.role !== role));
  const head = digests.at(-1) ?? "";
  return {
    what,
    state: entries.length === 0 || strange.length > 0 ? "unknown" : "holds",
    says: `the sign-off is one chain of ${many(entries.length, "decision")} about this very file${head === "" ? "" : `; head ${head.slice(0, 16)}`}`,
    details: [
      ...entries.slice(-15).map((entry) => decisionSaid(entry, !strange.includes(entry))),
      ...(open.length === 0 ? [] : [`not decided by: ${open.join(", ")}`]),
      ...sharedKeys(entries),
    ],
  };
}

function decisionSaid({ role, decision, by, at, conditions, nextReview, publicKey }: SignoffEntry, vouched: boolean): string {
  const key = `signed with key ${idIn(publicKey)}${vouched ? ", which --pubkey vouches for" : `, ${STRANGER}`}`;
  const said = [
    `${role}: ${decision}, by “${shorten(by, 60)}”, ${at.slice(0, 10)}`,
    ...(conditions.length === 0 ? [] : [`on ${many(conditions.length, "condition")} (${shorten(conditions.join("; "), 200)})`]),
    ...(nextReview === null ? [] : [`next review ${nextReview}`]),
    key,
  ];
  return said.join("; ");
}

/** Keys that bear the id of one that is vouched for, and are not it. */
function impostors(entries: readonly SignoffEntry[], keys: readonly PublicKey[]): string[] {
  return entries.flatMap(({ seq, publicKey }) => {
    const id = idIn(publicKey);
    const same = keys.filter((key) => key.id === id);
    if (same.length === 0 || same.some(({ base64 }) => base64 === publicKey)) return [];
    return [`entry ${seq} is signed with another key that bears the id ${id}`];
  });
}

/** Three roles are three people's; one key cannot show that. */
function sharedKeys(entries: readonly SignoffEntry[]): string[] {
  return [...Map.groupBy(entries, ({ publicKey }) => publicKey)].flatMap(([publicKey, mine]) => {
    const roles = [...new Set(mine.map(({ role }) => role))];
    return roles.length < 2 ? [] : [`one key, ${idIn(publicKey)}, decided as ${roles.join(" and ")}`];
  });
}

function idIn(publicKey: string): string {
  return Buffer.from(publicKey, "base64").subarray(2, 10).reverse().toString("hex").toUpperCase();
}
