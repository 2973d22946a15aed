import { closeSync, existsSync, openSync, readSync, realpathSync } from "node:fs";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { EarnestError } from "../errors.ts";
import { findProgram } from "./findProgram.ts";
import { isWithin, leadsOut, mayShow, partsOf } from "./mayShow.ts";
import { type Python, pythonInFolder, pythonOutside } from "./pythonFolders.ts";
import { type Bind, isSystemPath, NODE_INSIDE } from "./sandbox.ts";

/** A command as it can be run in the sandbox, and what must be bound for it. */
export interface Program {
  readonly command: readonly string[];
  readonly readable: readonly Bind[];
}

const MOST_INTERPRETERS = 4;
const PYTHON = /^python[\d.]*$/;
const NODE = /^node(js)?$/;

/**
 * Finds the program of a command on the path, follows links and `#!` lines, and names the folders it needs that are not the system's.
 * `folder` is the agent's, where a relative program lies: nothing of it is run, nor does it choose what else is. Throws AGENT_START.
 */
export function programFolders(command: readonly string[], folder = process.cwd()): Program {
  const program = resolved(command, folder, folder, MOST_INTERPRETERS);
  const out = program.readable.find(({ from }) => leadsOut(from, folder));
  if (out !== undefined) throw missing(out.from, LINK);
  return program;
}

const LINK = "it is a link out of the agent's folder";

function resolved([name = "", ...args]: readonly string[], from: string, folder: string, left: number): Program {
  const file = findProgram(name.includes("/") ? join(name.startsWith("/") ? "/" : from, name) : name);
  if (file === undefined) throw missing(name, "it is not on the path, or is not executable");
  if (left === 0) throw missing(name, "its #! lines lead nowhere");
  if (NODE.test(basename(file))) return { command: [NODE_INSIDE, ...args], readable: [] };
  const python = PYTHON.test(basename(file)) ? pythonOf(file, folder) : undefined;
  if (python !== undefined) return { command: [python.file, ...args], readable: python.readable };
  const real = realpathSync(file);
  if (leadsOut(file, folder)) throw missing(name, LINK);
  const shebang = shebangOf(real);
  if (shebang === undefined) return { command: [real, ...args], readable: withLibraries(real, folder) };
  if (isWithin(real, folder) && !mayName(shebang[0] ?? "", folder))
    throw missing(real, `its first line names ${shebang[0]}, which is neither the system's nor on the path`);
  const inner = resolved(shebang, "/", folder, left - 1);
  return { command: [...inner.command, real, ...args], readable: [...inner.readable, ...onlyFile(real)] };
}

function pythonOf(file: string, folder: string): Python | undefined {
  const found = isWithin(file, folder) ? pythonInFolder(file, folder) : pythonOutside(file, folder);
  if (typeof found === "string") throw missing(file, found);
  return found;
}

/** Beside a program in `bin` lie the libraries it needs. */
function withLibraries(real: string, folder: string): readonly Bind[] {
  const prefix = dirname(dirname(real));
  const whole = basename(dirname(real)) === "bin" && existsSync(join(prefix, "lib"));
  const shown = whole && !isSystemPath(real) && (isWithin(prefix, folder) || mayShow(prefix, folder));
  return [...onlyFile(real), ...(shown ? partsOf(prefix, folder) : [])];
}

function onlyFile(real: string): readonly Bind[] {
  return isSystemPath(real) ? [] : [{ from: real, to: real }];
}

/** A script of the agent's folder is written by whoever wrote the agent: it cannot have just any program of the machine run or shown. */
function mayName(name: string, folder: string): boolean {
  if (!name.includes("/")) return true;
  const file = resolve("/", name);
  const path = (process.env["PATH"] ?? "").split(delimiter);
  return isSystemPath(file) || isWithin(file, folder) || path.includes(dirname(file));
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
    next: 'Install it, or name it by its whole path in the agent\'s command, as in command(["/opt/python/bin/python3", "agent.py"])',
  });
}
