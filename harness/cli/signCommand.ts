import { readFileSync, statSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { sha256 } from "../canonical.ts";
import { EarnestError, messageOf } from "../errors.ts";
import type { SecretKey } from "../sign/secretKey.ts";
import { signatureText } from "../sign/signature.ts";
import { type DECISIONS, FIRST, type ROLES, SIGNOFF_ENTRY, type SignoffEntry } from "../sign/signoffEntry.ts";
import { answerDecided, pageRecord } from "../verify/pageRecord.ts";
import { signatureOf, signoffOf } from "../verify/signatureChecks.ts";
import { shorten, visibleLine } from "../words.ts";
import { checkedToSign } from "./checkedToSign.ts";
import type { CommonOptions } from "./commands.ts";
import { EXIT } from "./exitCode.ts";
import { makeKeys, secretKeyIn } from "./keyFiles.ts";
import { EARNEST, say, sayJson, shellWord, tell } from "./say.ts";
import { addDecision } from "./signoffFile.ts";

export interface SignFlags extends CommonOptions {
  readonly key?: string;
  readonly passwordFile?: string;
  readonly output?: string;
  readonly role?: (typeof ROLES)[number];
  readonly decision?: (typeof DECISIONS)[number];
  readonly by?: string;
  readonly note?: string;
  readonly condition?: readonly string[];
  readonly nextReview?: string;
  readonly newKey?: string;
  readonly password: boolean;
}

/** earnest sign: a signature beside a report, or a decision about it; the report itself stays as it is. */
export async function signCommand(report: string | undefined, flags: SignFlags): Promise<number> {
  if (flags.newKey !== undefined) return newKey(flags.newKey, flags);
  refuseHalf(report, flags);
  if (report === undefined || flags.key === undefined)
    throw new EarnestError("USAGE", report === undefined ? "name the report to sign" : "name the secret key to sign with", {
      next: `${EARNEST} sign REPORT --key KEY; sign --new-key KEY makes one`,
    });
  const data = dataOf(report);
  const decide = flags.role === undefined ? undefined : decisionOf(report, data, flags);
  if (pageRecord(data.toString("utf8")) !== undefined) {
    const unchecked = await checkedToSign(report);
    if (unchecked !== undefined) tell(`  Not checked before it is signed: ${visibleLine(unchecked)}`);
  }
  const key = await secretKeyIn(flags.key, flags.passwordFile);
  return decide === undefined ? signFile(report, data, key, flags) : signOff(report, decide(key.publicKey.base64), key, flags);
}

async function newKey(file: string, flags: SignFlags): Promise<number> {
  const { publicFile, publicKey } = await makeKeys(file, flags.password, flags.passwordFile);
  if (flags.json === true) sayJson("sign", { secretKey: file, publicKey: publicFile, keyId: publicKey.id });
  else {
    say(`  ${file}   the secret key ${publicKey.id}: keep it to yourself`);
    say(`  ${publicFile}   its public key: give it to whoever is to check what you sign`);
  }
  return EXIT.done;
}

function signFile(report: string, data: Buffer, key: SecretKey, flags: SignFlags): number {
  const file = flags.output ?? signatureOf(report);
  const comment = `timestamp:${Math.floor(Date.now() / 1000)}\tfile:${shorten(visibleLine(basename(report)), 200)}\thashed`;
  try {
    writeFileSync(file, signatureText(data, key, comment), { flag: "wx" });
  } catch (cause) {
    throw new EarnestError("OUTPUT", `the signature cannot be written: ${messageOf(cause)}`, {
      where: { file },
      next: "Name another file with --output; a signature is never written over",
      cause,
    });
  }
  const { id } = key.publicKey;
  if (flags.json === true) sayJson("sign", { file, keyId: id });
  else {
    say(`  ${file}   signed with key ${id}`);
    const next = pageRecord(data.toString("utf8")) === undefined ? "minisign -Vm" : `${EARNEST} verify`;
    const pubkey = next === "minisign -Vm" ? "-p" : "--pubkey";
    say(`\n  Next: ${next} ${shellWord(report) ?? "<report>"} ${pubkey} <public key>`);
  }
  return EXIT.done;
}

/** The decision, but for the key it is signed with: what is wrong with it is said before a password is asked for. */
function decisionOf(report: string, data: Buffer, flags: SignFlags): (publicKey: string) => SignoffEntry {
  const record = pageRecord(data.toString("utf8"));
  if (record === undefined)
    throw new EarnestError("USAGE", "this file does not say what it recommends, so there is nothing to decide on", {
      where: { file: report },
      next: "Decide on a report.html or report.json as earnest draws it",
    });
  const at = new Date().toISOString();
  if (flags.nextReview !== undefined && flags.nextReview <= at.slice(0, 10))
    throw new EarnestError("USAGE", `the next review, ${flags.nextReview}, is not in the future`, { next: "Name a later day" });
  const name = shorten(visibleLine(basename(report)), 255);
  return (publicKey) =>
    SIGNOFF_ENTRY.parse({
      schema: "earnest/signoff/1",
      seq: 1,
      report: { name, sha256: sha256(data), answer: answerDecided(record) },
      previous: FIRST,
      role: flags.role,
      decision: flags.decision,
      by: flags.by,
      note: flags.note ?? null,
      conditions: flags.condition ?? [],
      nextReview: flags.nextReview ?? null,
      at,
      publicKey,
    });
}

function signOff(report: string, given: SignoffEntry, key: SecretKey, flags: SignFlags): number {
  const file = signoffOf(report);
  const { seq, head } = addDecision(file, given, key);
  const { role, decision } = given;
  if (flags.json === true) sayJson("sign", { file, entry: seq, role, decision, keyId: key.publicKey.id, head });
  else {
    say(`  ${file}   entry ${seq}: ${role}, ${decision}, signed with key ${key.publicKey.id}`);
    say(`  The report says: ${given.report.answer}`);
    say(`  Head ${head.slice(0, 16)}: kept elsewhere, it shows later that nothing was taken away.`);
    say(
      `\n  Next: ${EARNEST} verify ${shellWord(report) ?? "<report>"} --pubkey <public key> --signoff-head ${head.slice(0, 16)}`,
    );
  }
  return EXIT.done;
}

function refuseHalf(report: string | undefined, flags: SignFlags): void {
  const { role, decision, by, note, condition = [], nextReview } = flags;
  const usage = (says: string, next: string) => new EarnestError("USAGE", says, { next });
  const some = [decision, by, note, nextReview].some((one) => one !== undefined) || condition.length > 0;
  if (role === undefined && some) throw usage("a decision is somebody's", "Name who decides with --role");
  if (role === undefined || report === undefined) return;
  if (decision === undefined || by === undefined)
    throw usage("a decision needs a name and a word", "Give --decision approve, conditions or reject, and --by with your name");
  if (decision === "conditions" && condition.length === 0)
    throw usage("no condition is named", "Name each with --condition, or decide otherwise");
  if (decision !== "conditions" && condition.length > 0)
    throw usage(`--condition does not go with ${decision}`, "Decide conditions, or put it in --note");
}

function dataOf(report: string): Buffer {
  try {
    if (statSync(report).isFile()) return readFileSync(report);
  } catch (cause) {
    throw new EarnestError("USAGE", `the report cannot be read: ${messageOf(cause)}`, { where: { file: report }, cause });
  }
  throw new EarnestError("USAGE", "this is no file that could be signed", {
    where: { file: report },
    next: "Name the report itself",
  });
}
