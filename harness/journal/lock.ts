import { linkSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { EarnestError } from "../errors.ts";
import { isGone, markIn, markOf, type ProcessMark, textOf } from "./processMark.ts";

interface Held {
  readonly n: number;
  /** Null where it cannot be read: it was being written when the machine went down. */
  readonly holder: ProcessMark | null;
}

const LOCK = /^lock-(\d+)$/;

/**
 * Takes a folder for this process until it is disposed of; throws RUN_LOCKED while another process writes there. What a process
 * that is gone has left is taken over, and said. `noun` is what is written in it, such as "run".
 */
export function lockFolder(dir: string, noun: string, notice: (text: string) => void = () => undefined): Disposable {
  for (;;) {
    const before = heldIn(dir);
    refuseHeld(dir, noun, before);
    // Whoever comes by the next number first has it; a lock is never taken away from under one that was just made.
    const n = (before.at(-1)?.n ?? 0) + 1;
    if (!made(dir, n)) continue;
    const others = heldIn(dir).filter((one) => one.n !== n);
    try {
      refuseHeld(dir, noun, others);
    } catch (error) {
      rmSync(fileOf(dir, n));
      throw error;
    }
    for (const { n: left, holder } of others) {
      rmSync(fileOf(dir, left), { force: true });
      if (holder !== null) notice(`  The process that wrote this ${noun}, ${holder.pid}, is gone; what it left is taken over.`);
    }
    return { [Symbol.dispose]: () => rmSync(fileOf(dir, n), { force: true }) };
  }
}

/** Has a process begun to write here, whatever became of it? */
export function wasLocked(dir: string): boolean {
  return heldIn(dir).length > 0;
}

function refuseHeld(dir: string, noun: string, held: readonly Held[]): void {
  for (const { n, holder } of held) {
    if (holder === null || isGone(holder)) continue;
    const elsewhere = holder.host !== hostname();
    throw new EarnestError(
      "RUN_LOCKED",
      `process ${holder.pid}${elsewhere ? ` on ${holder.host}` : ""} is writing the ${noun} in ${dir}, and one at a time may`,
      {
        where: { file: fileOf(dir, n) },
        next: elsewhere
          ? `Wait until it has ended; if it no longer runs, which cannot be seen from here, delete ${fileOf(dir, n)}`
          : "Wait until it has ended, or stop it with Ctrl-C",
      },
    );
  }
}

/** False where another one was quicker. The file appears with its content, so that nobody reads half of it. */
function made(dir: string, n: number): boolean {
  const draft = join(dir, `lock-${n}.${process.pid}`);
  writeFileSync(draft, JSON.stringify(markOf(process.pid)));
  try {
    linkSync(draft, fileOf(dir, n));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

function heldIn(dir: string): Held[] {
  const found = readdirSync(dir).flatMap((name) => {
    const n = LOCK.exec(name)?.[1];
    return n === undefined ? [] : [Number(n)];
  });
  return found
    .sort((a, b) => a - b)
    .flatMap((n) => {
      const text = textOf(fileOf(dir, n));
      return text === null ? [] : [{ n, holder: markIn(text) }];
    });
}

function fileOf(dir: string, n: number): string {
  return join(dir, `lock-${n}`);
}
