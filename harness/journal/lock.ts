import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { EarnestError } from "../errors.ts";

/** Who writes in a folder. A number alone is given to another process once its owner is gone, so it goes with what tells them apart. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Of the machine, since it was started, and of the process; null where the system does not say. */
  readonly boot: string | null;
  readonly began: string | null;
}

interface Held {
  readonly n: number;
  /** Null where it cannot be read: it was being written when the machine went down. */
  readonly holder: Holder | null;
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
  writeFileSync(draft, JSON.stringify(thisProcess()));
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
      return text === null ? [] : [{ n, holder: holderIn(text) }];
    });
}

function fileOf(dir: string, n: number): string {
  return join(dir, `lock-${n}`);
}

function thisProcess(): Holder {
  return { pid: process.pid, host: hostname(), boot: bootId(), began: beganAt(process.pid) };
}

function holderIn(text: string): Holder | null {
  try {
    const holder = JSON.parse(text) as Holder;
    return Number.isInteger(holder.pid) && typeof holder.host === "string" ? holder : null;
  } catch {
    return null;
  }
}

/** Of another machine nobody here can tell. */
function isGone({ pid, host, boot, began }: Holder): boolean {
  if (host !== hostname()) return false;
  if (boot !== bootId()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is there too, although it may not be signalled.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return true;
  }
  return began !== beganAt(pid);
}

function bootId(): string | null {
  return textOf("/proc/sys/kernel/random/boot_id")?.trim() ?? null;
}

/** In ticks since the machine was started; null also for what has ended and only waits for its parent to notice. */
function beganAt(pid: number): string | null {
  // The name of the program, in brackets, may hold anything.
  const [state = "", ...fields] = textOf(`/proc/${pid}/stat`)?.split(") ").at(-1)?.split(" ") ?? [];
  return state === "Z" || state === "X" ? null : (fields[18] ?? null);
}

/** Null where there is no such file, or no more. */
function textOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}
