import { existsSync } from "node:fs";
import { mkdir, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { EarnestError, messageOf } from "../errors.ts";
import { lockFolder, wasLocked } from "../journal/lock.ts";
import { Ledger } from "../ledger/ledger.ts";
import type { RunHeader } from "../ledger/record.ts";

/** The ledger of a run folder. */
export function journalOf(dir: string): string {
  return join(dir, "journal");
}

/** Does a folder hold the ledger of a run? */
export function existingJournal(dir: string): boolean {
  return existsSync(journalOf(dir));
}

/** What made the numbers, for a reader of the folder; the ledger holds the same. */
function manifestOf(dir: string): string {
  return join(dir, "manifest.json");
}

/** Where a run keeps what the models answered. */
function cassetteOf(dir: string): string {
  return join(dir, "cassette");
}

/** What redacted tokens stand for, encrypted, where a dataset keeps that. */
export function redactedOf(dir: string): string {
  return join(dir, "redacted.jsonl");
}

/** Where the cases lie while they are asked about. */
export function shelfOf(dir: string): string {
  return join(dir, "cases.tmp");
}

/** A folder that this process alone may write, until it is disposed of. */
export interface HeldFolder extends Disposable {
  /** The topmost folder that had to be made. */
  readonly created: string | undefined;
}

/** Makes the folder of a new run. Throws RUN_EXISTS where one is or is begun, OUTPUT where it cannot be made. */
export async function holdNewFolder(dir: string): Promise<HeldFolder> {
  if (existsSync(journalOf(dir)) || existsSync(manifestOf(dir))) throw runExists(dir);
  try {
    const created = await mkdir(dir, { recursive: true });
    const lock = lockFolder(dir, "run");
    return { created, [Symbol.dispose]: () => lock[Symbol.dispose]() };
  } catch (cause) {
    // Another run may have been quicker.
    if (cause instanceof EarnestError && cause.code === "RUN_LOCKED") throw runExists(dir);
    throw unmade(dir, cause);
  }
}

const FULL = ["ENOSPC", "EDQUOT", "EFBIG"];

/** A full disk is nothing unexpected, whatever was being written; any other error is given back as it is. */
export function asRefusal(error: unknown, dir: string): unknown {
  if (!FULL.includes((error as NodeJS.ErrnoException | undefined)?.code ?? "")) return error;
  return new EarnestError("LEDGER_WRITE", `the run could not be written: ${messageOf(error)}`, {
    where: { file: dir },
    next: "Make room, then go on with --resume; what was written before stays",
    cause: error,
  });
}

function unmade(dir: string, cause: unknown): EarnestError {
  return new EarnestError("OUTPUT", `the folder of the run cannot be made: ${messageOf(cause)}`, {
    where: { file: dir },
    next: "Name another folder with --run-dir",
    cause,
  });
}

/** Takes the folder of a run to go on with. Throws RUN_NOT_FOUND where there is none, RUN_LOCKED while another process writes it. */
export function holdFolder(dir: string, notice?: (text: string) => void): HeldFolder {
  refuseUnlessBegun(dir);
  const lock = lockFolder(dir, "run", notice);
  return { created: undefined, [Symbol.dispose]: () => lock[Symbol.dispose]() };
}

/** Throws RUN_NOT_FOUND where no run began, however soon it was cut off: the folder is locked before anything else is written to it. */
export function refuseUnlessBegun(dir: string): void {
  if (existsSync(journalOf(dir)) || (existsSync(dir) && wasLocked(dir))) return;
  throw new EarnestError("RUN_NOT_FOUND", `there is no run in ${dir} to go on with`, {
    next: "Give the folder of a run, such as .earnest/runs/<id>, or begin one without --resume",
  });
}

/** Begins the ledger of a new run. Throws RUN_EXISTS where there is one, OUTPUT where it cannot be begun. */
export async function beginLedger(dir: string): Promise<Ledger> {
  const journal = journalOf(dir);
  if (existsSync(journal)) throw runExists(dir);
  try {
    return await Ledger.create(journal);
  } catch (cause) {
    await rm(journal, { recursive: true, force: true });
    throw unmade(dir, cause);
  }
}

export async function writeManifest(dir: string, header: RunHeader): Promise<void> {
  await writeFile(manifestOf(dir), `${JSON.stringify(header, null, 2)}\n`);
}

/** Takes away what a run has that never began. */
export async function emptyFolder(dir: string): Promise<void> {
  await rm(journalOf(dir), { recursive: true, force: true });
  await rm(cassetteOf(dir), { recursive: true, force: true });
  await rm(redactedOf(dir), { force: true });
  await rm(manifestOf(dir), { force: true });
}

/** Takes away the folders made for a run, as far as nobody else has put anything there since. */
export async function unmakeFolder(dir: string, created: string | undefined): Promise<void> {
  if (created === undefined) return;
  for (let folder = resolve(dir); ; folder = dirname(folder)) {
    const gone = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!gone || folder === resolve(created)) return;
  }
}

function runExists(dir: string): EarnestError {
  return new EarnestError("RUN_EXISTS", `${dir} holds a run already, and a ledger is never written over`, {
    next: "Go on with it by --resume, name another folder with --run-dir, or leave that out for a new one",
  });
}
