import { sha256 } from "../canonical.ts";
import { LARGEST_SIGNOFF, readSignoff } from "../sign/readSignoff.ts";
import { ROLES, type SignoffEntry } from "../sign/signoffEntry.ts";
import { many, shorten } from "../words.ts";
import { fileBeside } from "./fileBeside.ts";
import { answerDecided, pageRecord } from "./pageRecord.ts";
import type { RunCheck } from "./verifyRun.ts";
import { type HeldAgainst, STRANGER, type Vouched } from "./vouched.ts";

/** So many decisions are listed, rejects first of all. */
const LISTED = 14;

/** The decisions about a report with these bytes; null where there are none, and none were kept elsewhere. */
export function signoffCheck(file: string, data: Buffer, { keys, head: kept, began, now }: HeldAgainst): RunCheck | null {
  const what = "signoff";
  const bytes = fileBeside(file, LARGEST_SIGNOFF);
  if (bytes === null && kept === undefined) return null;
  if (bytes === null) return { what, state: "broken", says: "no decision is there, and one was kept elsewhere" };
  if (typeof bytes === "string") return { what, state: "broken", says: `the sign-off ${bytes}` };
  const record = pageRecord(data.toString("utf8"));
  const answer = record === undefined ? null : answerDecided(record);
  const { entries, digests, faults } = readSignoff(bytes.toString("utf8"), { sha256: sha256(data), answer, began, now });
  const found = [
    ...faults,
    ...impostors(entries, keys),
    ...(kept === undefined || digests.some((digest) => digest.startsWith(kept))
      ? []
      : [`no entry has the head that was kept (${shorten(kept, 64)}): entries were taken away, or made anew`]),
  ];
  if (found.length > 0)
    return { what, state: "broken", says: "the sign-off does not hold together", details: found.slice(0, 20) };
  const open = ROLES.filter((role) => entries.every((entry) => entry.role !== role));
  const shared = sharedKeys(entries, keys);
  const head = digests.at(-1) ?? "";
  const vouched = entries.length > 0 && entries.every((entry) => voucher(entry, keys) === undefined) && shared.length === 0;
  return {
    what,
    state: vouched ? "holds" : "unknown",
    says: `the sign-off is one chain of ${many(entries.length, "decision")} about this very file${head === "" ? "" : `; head ${head.slice(0, 16)}`}`,
    details: [
      ...decisionsSaid(entries, keys, now),
      ...(open.length === 0 ? [] : [`not decided by: ${open.join(", ")}`]),
      ...shared,
      ...(keys.some(({ role }) => role === null)
        ? ["names and roles are as each signer wrote them: --pubkey risk=FILE says as whose key you vouch for one"]
        : []),
      ...(kept === undefined ? ["whether later decisions were taken away cannot be seen without --signoff-head"] : []),
    ],
  };
}

/** The last word of each role and key, and every reject: one that was followed by approvals is not gone. */
function decisionsSaid(entries: readonly SignoffEntry[], keys: readonly Vouched[], now: string): string[] {
  const last = new Map(entries.map((entry) => [`${entry.role} ${entry.publicKey}`, entry]));
  const words = new Set(last.values());
  const rejects = entries.filter(({ decision }) => decision === "reject");
  const others = entries.filter((entry) => words.has(entry) && entry.decision !== "reject");
  const shown = new Set([...rejects.slice(-LISTED), ...others.slice(-Math.max(1, LISTED - rejects.length))]);
  const left = entries.filter((entry) => !shown.has(entry));
  const lost = left.filter(({ decision }) => decision === "reject").length;
  return [
    ...[...shown].sort((a, b) => a.seq - b.seq).map((entry) => decisionSaid(entry, voucher(entry, keys), words.has(entry), now)),
    ...(left.length === 0
      ? []
      : [
          `${many(left.length, "decision")} ${left.length === 1 ? "is" : "are"} not shown here, ${lost === 0 ? "no reject" : many(lost, "reject")} among them`,
        ]),
  ];
}

function decisionSaid(entry: SignoffEntry, stranger: string | undefined, isLast: boolean, now: string): string {
  const { role, decision, by, at, conditions, nextReview, publicKey } = entry;
  const said = [
    `${role}: ${decision}, by “${shorten(by, 60)}”, ${at.slice(0, 10)}`,
    ...(isLast ? [] : ["the same key decided again later"]),
    ...(conditions.length === 0 ? [] : [`on ${many(conditions.length, "condition")} (${shorten(conditions.join("; "), 200)})`]),
    ...(nextReview === null ? [] : [`next review ${nextReview}${nextReview < now.slice(0, 10) ? ", which has passed" : ""}`]),
    `signed with key ${idIn(publicKey)}, ${stranger ?? "which --pubkey vouches for"}`,
  ];
  return said.join("; ");
}

/** Why nobody vouches for this key in this role; undefined where somebody does. */
function voucher({ role, publicKey }: SignoffEntry, keys: readonly Vouched[]): string | undefined {
  const mine = keys.filter(({ key }) => key.base64 === publicKey);
  if (mine.some((one) => one.role === null || one.role === role)) return undefined;
  return mine.length === 0 ? STRANGER : `which --pubkey vouches for as ${mine.map((one) => one.role).join(" and ")} alone`;
}

/** Keys that bear the id of one that is vouched for, and are not it. */
function impostors(entries: readonly SignoffEntry[], keys: readonly Vouched[]): string[] {
  return entries.flatMap(({ seq, publicKey }) => {
    const id = idIn(publicKey);
    const same = keys.filter(({ key }) => key.id === id);
    if (same.length === 0 || same.some(({ key }) => key.base64 === publicKey)) return [];
    return [`entry ${seq} is signed with another key that bears the id ${id}`];
  });
}

/** Three roles are three people's; one key cannot show that, unless somebody vouches for it in each. */
function sharedKeys(entries: readonly SignoffEntry[], keys: readonly Vouched[]): string[] {
  return [...Map.groupBy(entries, ({ publicKey }) => publicKey)].flatMap(([publicKey, mine]) => {
    const roles = [...new Set(mine.map(({ role }) => role))];
    const known = roles.every((role) => keys.some((one) => one.role === role && one.key.base64 === publicKey));
    return roles.length < 2 || known ? [] : [`one key, ${idIn(publicKey)}, decided as ${roles.join(" and ")}`];
  });
}

function idIn(publicKey: string): string {
  return Buffer.from(publicKey, "base64").subarray(2, 10).reverse().toString("hex").toUpperCase();
}
