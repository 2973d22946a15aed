import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { EarnestError } from "../errors.ts";
import { findProgram } from "./findProgram.ts";
import { type Bind, isSystemPath, NODE_INSIDE } from "./sandbox.ts";

/** A command as it can be run in the sandbox, and what must be bound for it. */
export interface Program {
  readonly command: readonly string[];
  readonly readable: readonly Bind[];
}

const MOST_INTERPRETERS = 4;
const PYTHON = /^python[\d.]*$/;
const NODE = /^node(js)?$/;
/** A version of a person's own may be a script that chooses one (pyenv, asdf): only Python itself knows where it lies. */
const WHERE_PYTHON_LIES = "import sys; print(sys.executable); print(sys.prefix); print(sys.base_prefix)";

/**
 * Finds the program of a command on the path, follows links and `#!` lines, and names the folders it needs that are not the system's.
 * `folder` is where a relative program lies. Throws AGENT_START where there is none.
 */
export function programFolders(command: readonly string[], folder = process.cwd()): Program {
  return resolved(command, folder, MOST_INTERPRETERS);
}

function resolved([name = "", ...args]: readonly string[], folder: string, left: number): Program {
  const file = findProgram(name.includes("/") ? join(name.startsWith("/") ? "/" : folder, name) : name);
  if (file === undefined) throw missing(name, "it is not on the path, or is not executable");
  if (left === 0) throw missing(name, "its #! lines lead nowhere");
  if (PYTHON.test(basename(file))) return python(file, args);
  if (NODE.test(basename(file))) return { command: [NODE_INSIDE, ...args], readable: [] };
  const real = realpathSync(file);
  const shebang = shebangOf(real);
  if (shebang === undefined) return { command: [real, ...args], readable: own(real) };
  const inner = resolved(shebang, "/", left - 1);
  return { command: [...inner.command, real, ...args], readable: [...inner.readable, ...onlyFile(real)] };
}

function python(file: string, args: readonly string[]): Program {
  const { status, stdout } = spawnSync(file, ["-c", WHERE_PYTHON_LIES], { encoding: "utf8", timeout: 10_000 });
  const [executable = "", ...prefixes] = stdout?.trim().split("\n") ?? [];
  if (status !== 0 || executable === "") throw missing(file, "it does not start");
  const folders = new Set([...prefixes, dirname(dirname(realpathSync(executable)))]);
  const readable = [...folders].filter((path) => !isSystemPath(path) && mayShow(path)).map((path) => ({ from: path, to: path }));
  return { command: [executable, ...args], readable };
}

/** Beside a program in `bin` lie the libraries it needs. */
function own(real: string): readonly Bind[] {
  if (isSystemPath(real)) return [];
  const prefix = dirname(dirname(real));
  const whole = basename(dirname(real)) === "bin" && existsSync(join(prefix, "lib")) && mayShow(prefix);
  return whole ? [{ from: prefix, to: prefix }] : onlyFile(real);
}

function onlyFile(real: string): readonly Bind[] {
  return isSystemPath(real) ? [] : [{ from: real, to: real }];
}

/** Never a home folder or what holds one, nor the folder of a person's own programs, which holds keys as well. */
function mayShow(folder: string): boolean {
  const home = homedir();
  return !`${home}/`.startsWith(folder === "/" ? "/" : `${folder}/`) && folder !== join(home, ".local");
}

function shebangOf(file: string): readonly string[] | undefined {
  const descriptor = openSync(file, "r");
  try {
    const start = Buffer.alloc(256);
    const text = start.toString("utf8", 0, readSync(descriptor, start));
    if (!text.startsWith("#!")) return undefined;
    const words = (text.slice(2).split("\n")[0] ?? "").trim().split(/\s+/);
    const env = basename(words[0] ?? "") === "env";
    return env ? words.slice(words[1] === "-S" ? 2 : 1) : words;
  } finally {
    closeSync(descriptor);
  }
}

function missing(name: string, because: string): EarnestError {
  return new EarnestError("AGENT_START", `the program ${name} of the agent cannot be run: ${because}`, {
    next: "Install it, or name it by its whole path",
  });
}
