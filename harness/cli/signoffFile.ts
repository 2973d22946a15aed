import { closeSync, constants, fsyncSync, openSync, writeSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { EarnestError, messageOf } from "../errors.ts";
import { lockFolder } from "../journal/lock.ts";
import { LARGEST_SIGNOFF, readSignoff } from "../sign/readSignoff.ts";
import type { SecretKey } from "../sign/secretKey.ts";
import { FIRST, lineDigest, MOST_DECISIONS, type SignoffEntry, signoffLine } from "../sign/signoffEntry.ts";
import { fileBeside } from "../verify/fileBeside.ts";

/** A decision as it was added: its place from 1, and the digest that stands for it and all before it. */
export interface Added {
  readonly seq: number;
  readonly head: string;
}

/**
 * Adds a decision to the file of them, `given` but for its place; one process at a time, never behind an entry that does not hold, and never
 * one that would not hold. Throws SIGNOFF_BROKEN, RUN_LOCKED or OUTPUT.
 */
export function addDecision(file: string, given: SignoffEntry, key: SecretKey): Added {
  using _lock = lockFolder(dirname(resolve(file)), "sign-off");
  const about = { sha256: given.report.sha256, answer: given.report.answer, began: null, now: given.at };
  const found = fileBeside(file, LARGEST_SIGNOFF);
  if (typeof found === "string") throw refused(file, `the file of decisions ${found}`, []);
  const text = found?.toString("utf8") ?? "";
  const { digests, faults } = readSignoff(text, about);
  if (faults.length > 0)
    throw refused(file, "the decisions before this one do not hold together, so none is added to them", faults);
  const seq = digests.length + 1;
  if (seq > MOST_DECISIONS) throw refused(file, `the file holds ${MOST_DECISIONS} decisions, and takes no more`, []);
  const line = signoffLine({ ...given, seq, previous: digests.at(-1) ?? FIRST }, key);
  const after = readSignoff(`${text}${line}\n`, about);
  if (after.faults.length > 0) throw refused(file, "this decision would not hold behind those that are there", after.faults);
  append(file, `${line}\n`);
  return { seq, head: lineDigest(line) };
}

/** A link is not followed: it may lead anywhere. */
function append(file: string, line: string): void {
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
  try {
    const fd = openSync(file, O_WRONLY | O_APPEND | O_CREAT | (O_NOFOLLOW ?? 0), 0o666);
    try {
      writeSync(fd, line);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    throw new EarnestError("OUTPUT", `the decision cannot be written: ${messageOf(cause)}`, { where: { file }, cause });
  }
}

function refused(file: string, says: string, faults: readonly string[]): EarnestError {
  return new EarnestError("SIGNOFF_BROKEN", says, {
    where: { file },
    details: faults.slice(0, 20),
    next: "Restore the file from a copy, or put it aside and have everybody decide again",
  });
}
