import { existsSync } from "node:fs";
import { mkdir, rmdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { drillJournalOf } from "../../drill/drillLedger.ts";
import { EarnestError, messageOf } from "../../errors.ts";
import { lockFolder } from "../../journal/lock.ts";

/** Takes the folder of a new drill ledger for this process; disposed of while nothing was written to it, it is gone again. Throws RUN_EXISTS, RUN_LOCKED or OUTPUT. */
export async function holdDrillFolder(dir: string): Promise<AsyncDisposable> {
  if (existsSync(drillJournalOf(dir)))
    throw new EarnestError("RUN_EXISTS", `${dir} holds a drill ledger already, and a ledger is never written over`, {
      next: "Name another folder with --drill-dir, or leave that out for a new one",
    });
  let created: string | undefined;
  let lock: Disposable;
  try {
    created = await mkdir(dir, { recursive: true });
    lock = lockFolder(dir, "drill ledger");
  } catch (cause) {
    if (cause instanceof EarnestError) throw cause;
    throw new EarnestError("OUTPUT", `the folder of the drills cannot be made: ${messageOf(cause)}`, {
      where: { file: dir },
      next: "Name another folder with --drill-dir",
      cause,
    });
  }
  return {
    async [Symbol.asyncDispose]() {
      lock[Symbol.dispose]();
      if (created !== undefined) await removeEmpty(resolve(dir), resolve(created));
    },
  };
}

/** From the folder up to the topmost one that was made for it, as far as nothing lies in them. */
async function removeEmpty(dir: string, top: string): Promise<void> {
  for (let folder = dir; ; folder = dirname(folder)) {
    const gone = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!gone || folder === top) return;
  }
}
