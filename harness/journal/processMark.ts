import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** A process, told apart from all others. A number alone is given to another process once its owner is gone, so it goes with what tells them apart. */
export interface ProcessMark {
  readonly pid: number;
  readonly host: string;
  /** Of the machine, since it was started, and of the process; null where the system does not say. */
  readonly boot: string | null;
  readonly began: string | null;
}

/** What a process of this machine is known by. */
export function markOf(pid: number): ProcessMark {
  return { pid, host: hostname(), boot: bootId(), began: beganAt(pid) };
}

/** The mark that a text holds; null where it holds none. */
export function markIn(text: string): ProcessMark | null {
  try {
    const mark = JSON.parse(text) as ProcessMark;
    return Number.isInteger(mark.pid) && mark.pid > 0 && typeof mark.host === "string" ? mark : null;
  } catch {
    return null;
  }
}

/** Has this process ended? Of another machine nobody here can tell: false. */
export function isGone({ pid, host, boot, began }: ProcessMark): boolean {
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

/** Is it beyond doubt that this very process runs, here and now? Only then may it be signalled. */
export function surelyRuns(mark: ProcessMark): boolean {
  return mark.boot !== null && mark.began !== null && mark.host === hostname() && !isGone(mark);
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

/** What a file holds; null where there is no such file, or no more. */
export function textOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}
