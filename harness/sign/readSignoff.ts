import { z } from "zod";
import { canonicalJson } from "../canonical.ts";
import { EarnestError } from "../errors.ts";
import { count, shorten } from "../words.ts";
import { publicKeyOf } from "./publicKey.ts";
import { readSignature, signatureState } from "./signature.ts";
import { FIRST, lineDigest, SIGNOFF_ENTRY, type SignoffEntry, signedBytes, signoffComment } from "./signoffEntry.ts";

/** Longer is no sign-off of people's. */
export const LARGEST_SIGNOFF = 4 * 1024 * 1024;
const LONGEST_LINE = 64 * 1024;

/** A file of decisions, as far as it can be read. */
export interface SignoffRead {
  /** Entries that are what their own keys signed, in the order of the file. */
  readonly entries: readonly SignoffEntry[];
  /** The digest of each line, in order; the last stands for all before it. */
  readonly digests: readonly string[];
  /** What does not hold, a sentence each. */
  readonly faults: readonly string[];
}

const LINE = z.strictObject({ entry: SIGNOFF_ENTRY, signature: z.string().max(4096) });

/** The report that is decided on; `answer` and `began`, when its run began, are null where they are not known. Times are ISO 8601. */
export interface DecidedOn {
  readonly sha256: string;
  readonly answer: string | null;
  readonly began: string | null;
  readonly now: string;
}

/** Milliseconds by which the clocks of two people's machines may differ. */
const SLACK = 60 * 60 * 1000;

/** Reads the decisions beside a report: are they one chain, each signed by the key it names, about this very file, and at times that can be? */
export function readSignoff(text: string, report: DecidedOn): SignoffRead {
  const lines = text.split("\n");
  const faults: string[] = [];
  if (lines.pop() !== "") faults.push("the file ends in the middle of an entry");
  const entries: SignoffEntry[] = [];
  const digests: string[] = [];
  for (const [i, line] of lines.entries()) {
    const found = entryIn(line);
    if (typeof found === "string") faults.push(`line ${count(i + 1)} ${found}`);
    else {
      faults.push(...linkFaults(found, i, digests.at(-1) ?? FIRST, report), ...timeFaults(found, entries.at(-1), report));
      entries.push(found);
    }
    digests.push(lineDigest(line));
  }
  return { entries, digests, faults };
}

function linkFaults({ seq, previous, report: about }: SignoffEntry, i: number, before: string, report: DecidedOn): string[] {
  const place = count(i + 1);
  return [
    ...(seq === i + 1 ? [] : [`entry ${count(seq)} stands at place ${place}: an entry was removed, added or moved`]),
    ...(seq === i + 1 && previous !== before
      ? [`entry ${place} was made after another entry than the one that stands before it: that one was altered or replaced`]
      : []),
    ...(about.sha256 === report.sha256
      ? []
      : [`entry ${count(seq)} is about another file: ${shorten(about.name, 80)}, sha-256 ${about.sha256.slice(0, 16)}…`]),
    ...(about.sha256 !== report.sha256 || report.answer === null || about.answer === report.answer
      ? []
      : [`entry ${count(seq)} says that the report recommends “${shorten(about.answer, 120)}”, and it does not`]),
  ];
}

function timeFaults({ seq, at }: SignoffEntry, before: SignoffEntry | undefined, { began, now }: DecidedOn): string[] {
  const time = Date.parse(at);
  const said = `entry ${count(seq)} was made on ${at.slice(0, 10)}`;
  if (time > Date.parse(now) + SLACK) return [`${said}, which is yet to come`];
  if (began !== null && time < Date.parse(began) - SLACK) return [`${said}, before the run that it decides on began`];
  if (before === undefined || time >= Date.parse(before.at) - SLACK) return [];
  return [`${said} at ${at.slice(11, 16)}, before the entry that it stands behind`];
}

/** The entry of a line that is what its key signed; a sentence without its subject where it is not. */
function entryIn(line: string): SignoffEntry | string {
  if (line.length > LONGEST_LINE) return "is too long for an entry";
  let given: unknown;
  try {
    given = JSON.parse(line);
  } catch {
    return "is no entry: it is not JSON";
  }
  const read = LINE.safeParse(given);
  if (!read.success) return "is no entry: its fields are not those of one";
  const { entry, signature } = read.data;
  // Only one writing of an entry is one: no second member by the same name, no other order, no spaces.
  if (canonicalJson(read.data) !== line) return `holds entry ${count(entry.seq)} in another writing than it was signed in`;
  const key = publicKeyOf(entry.publicKey);
  if (key === undefined) return `holds entry ${count(entry.seq)}, which names no key`;
  try {
    const found = readSignature(signature, "entry");
    const named = signature.startsWith(`untrusted comment: signature from minisign secret key ${key.id}\n`);
    const holds = found.prehashed && named && found.trustedComment === signoffComment(entry);
    if (holds && signatureState(found, signedBytes(entry), key) === "holds") return entry;
  } catch (error) {
    if (!(error instanceof EarnestError)) throw error;
  }
  return `holds entry ${count(entry.seq)}, which was altered: the signature of key ${key.id} does not hold`;
}
