import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { EarnestError } from "../errors.ts";
import { readSignature, signatureState } from "../sign/signature.ts";
import { shorten } from "../words.ts";
import { fileBeside } from "./fileBeside.ts";
import { signoffCheck } from "./signoffCheck.ts";
import type { RunCheck } from "./verifyRun.ts";
import { type HeldAgainst, STRANGER, type Vouched } from "./vouched.ts";

const SIGNATURE = ".minisig";
const SIGNOFF = ".signoff.jsonl";
export const signatureOf = (report: string) => `${report}${SIGNATURE}`;
export const signoffOf = (report: string) => `${report}${SIGNOFF}`;

/** Longer is no signature. */
const LARGEST_SIGNATURE = 8192;

/** The signature and the decisions beside a report, held against the keys somebody vouches for by naming them. */
export function signatureChecks(report: string, against: HeldAgainst, noun = "the report"): RunCheck[] {
  const { keys, head } = against;
  const signature = fileBeside(signatureOf(report), LARGEST_SIGNATURE);
  const asked = keys.length > 0 || head !== undefined;
  if (statSync(report, { throwIfNoEntry: false })?.isFile() !== true) {
    if (!asked && signature === null && fileBeside(signoffOf(report), 0) === null) return [];
    const says = `${basename(report)} is not there, and so nothing that is signed about it can be checked`;
    return [{ what: "signature", state: "broken", says }];
  }
  const data = readFileSync(report);
  const decided = signoffCheck(signoffOf(report), data, against);
  if (signature !== null)
    return [
      signatureCheck(signature, data, keys, noun),
      ...(decided === null ? [absent("signoff", `nobody’s decision about ${noun} is beside it`)] : [decided]),
    ];
  if (decided !== null) return [absent("signature", `no signature of ${noun} itself is beside it`), decided];
  return asked
    ? [{ what: "signature", state: "unknown", says: `nothing beside ${noun} is signed, and --pubkey asks for what is` }]
    : [];
}

/** The same for all pages in a folder that something signed lies beside, or for its report.html. */
export function signatureChecksIn(dir: string, against: HeldAgainst): RunCheck[] {
  const signed = readdirSync(dir).flatMap((name) => {
    const end = [SIGNATURE, SIGNOFF].find((one) => name.endsWith(one));
    return end === undefined ? [] : [name.slice(0, -end.length)];
  });
  const names = [...new Set(signed)].sort();
  if (names.length < 2) return signatureChecks(join(dir, names[0] ?? "report.html"), against);
  const check = (name: string, given: HeldAgainst) => signatureChecks(join(dir, name), given, shorten(name, 80));
  const all = names.map((name) => check(name, { ...against, head: undefined }));
  if (against.head === undefined) return all.flat();
  // The head is that of one of them; of the others it says nothing.
  const kept = names.map((name) => check(name, against));
  const at = kept.findIndex((checks) => checks.every(({ state }) => state !== "broken"));
  return at < 0 ? kept.flat() : all.with(at, kept[at] as RunCheck[]).flat();
}

function absent(what: RunCheck["what"], says: string): RunCheck {
  return { what, state: "absent", says };
}

function signatureCheck(found: Buffer | string, data: Buffer, keys: readonly Vouched[], noun: string): RunCheck {
  const what = "signature";
  const broken = (says: string): RunCheck => ({ what, state: "broken", says });
  if (typeof found === "string") return broken(`the signature of ${noun} ${found}`);
  try {
    const signature = readSignature(found, "the signature");
    const { keyId, trustedComment } = signature;
    const mine = keys.filter(({ key }) => key.id === keyId);
    if (mine.length === 0) return { what, state: "unknown", says: `${noun} is signed with key ${keyId}, ${STRANGER}` };
    const states = mine.map(({ key }) => signatureState(signature, data, key));
    const comment = shorten(trustedComment, 100);
    if (states.includes("holds"))
      return { what, state: "holds", says: `${noun} is what key ${keyId} signed, with the comment “${comment}”` };
    if (states.includes("comment")) return broken(`the comment “${comment}” is not the one that key ${keyId} signed`);
    return broken(`${noun} is not what key ${keyId} signed, or another key has taken its id`);
  } catch (error) {
    if (error instanceof EarnestError) return broken(`the signature of ${noun} cannot be read: ${error.message}`);
    throw error;
  }
}
