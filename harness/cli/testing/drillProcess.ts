import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { drillJournalOf } from "../../drill/drillLedger.ts";
import { type Done, plainEnv, root } from "../earnestProcess.ts";

/** For tests: a place where the library is drilled, with a temporary folder of its own, so that whatever is left behind is seen. */
export class DrillPlace implements Disposable {
  /** Inside the project, for a suite can import "earnest" only from there; relative to its top. */
  readonly folder: string;
  readonly suite: string;
  readonly tmp: string;
  readonly #running = new Set<ChildProcess>();

  constructor() {
    mkdirSync(join(root, ".earnest"), { recursive: true });
    this.folder = relative(root, mkdtempSync(join(root, ".earnest", "test-drill-")));
    this.suite = this.in("suite.mjs");
    copyFileSync(join(import.meta.dirname, "library.mjs"), join(root, this.suite));
    this.tmp = mkdtempSync(join(tmpdir(), "earnest-test-tmp-"));
    // A server that root starts runs as somebody else.
    chmodSync(this.tmp, 0o711);
  }

  in(name: string): string {
    return join(this.folder, name);
  }

  /** Starts one command of earnest. */
  start(args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}, cwd = root) {
    const child = spawn(process.execPath, [join(root, "harness/cli.ts"), ...args], {
      cwd,
      env: { ...plainEnv, TMPDIR: this.tmp, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#running.add(child);
    const said = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const)
      child[name].on("data", (chunk) => {
        said[name] += chunk;
      });
    const ended = once(child, "close").then((): Done => {
      this.#running.delete(child);
      return { code: child.exitCode, ...said };
    });
    return { child, ended, stderr: () => said.stderr };
  }

  run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Done> {
    return this.start(args, env).ended;
  }

  /** The same, started in the folder itself, so that what is kept by default is kept there. */
  runWithin(args: readonly string[]): Promise<Done> {
    return this.start(args, { EARNEST_DRILLS: undefined }, join(root, this.folder)).ended;
  }

  /** What drills have put into the temporary folder. */
  places(): string[] {
    return readdirSync(this.tmp).filter((name) => name.startsWith("earnest-drill-"));
  }

  /** Every process that works in this place: those that name its temporary folder, and all that they started. */
  processes(): ReadonlyMap<number, string> {
    const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    const mine = new Set(
      all.map(Number).filter((pid) => ["cmdline", "environ"].some((file) => textOf(pid, file).includes(this.tmp))),
    );
    for (let before = -1; before !== mine.size; ) {
      before = mine.size;
      for (const pid of all.map(Number)) if (mine.has(Number(fieldOf(pid, 1)))) mine.add(pid);
    }
    return new Map([...mine].flatMap((pid) => (fieldOf(pid, 19) === "" ? [] : [[pid, fieldOf(pid, 19)] as const])));
  }

  [Symbol.dispose](): void {
    for (const child of this.#running) child.kill("SIGKILL");
    rmSync(join(root, this.folder), { recursive: true });
    rmSync(this.tmp, { recursive: true, force: true });
  }
}

/** For tests: of these processes, by number and start, the ones that still run. */
export function stillThere(processes: ReadonlyMap<number, string>): number[] {
  return [...processes].flatMap(([pid, began]) => (fieldOf(pid, 19) === began ? [pid] : []));
}

/** For tests: records in a drill ledger, as far as they are written. */
export function drillRecords(dir: string): number {
  const journal = drillJournalOf(join(root, dir));
  const names = existsSync(journal) ? readdirSync(journal) : [];
  return names.reduce((sum, name) => sum + readFileSync(join(journal, name), "latin1").split("\n").length - 1, 0);
}

/** One field of /proc/<pid>/stat behind the name of the program, which may hold anything; empty for what has ended. */
function fieldOf(pid: number, field: number): string {
  const [state = "", ...rest] = textOf(pid, "stat").split(") ").at(-1)?.split(" ") ?? [];
  return state === "Z" || state === "X" ? "" : (rest[field - 1] ?? "");
}

/** Empty where the process is gone, or another user's. */
function textOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "")) return "";
    throw error;
  }
}
