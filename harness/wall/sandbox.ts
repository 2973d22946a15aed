import { spawnSync } from "node:child_process";
import { lstatSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../errors.ts";
import { shorten } from "../words.ts";
import { findProgram } from "./findProgram.ts";

/** A file or folder outside, and where it lies inside. */
export interface Bind {
  readonly from: string;
  readonly to: string;
}

/** What a program in the sandbox may see; all else is not there: no file, no network, no process, no variable of the harness. */
export interface SandboxSpec {
  /** The program as it is found inside, and its arguments. */
  readonly command: readonly string[];
  /** Its environment, beside PATH, HOME, TMPDIR and LANG; nothing is inherited. */
  readonly env?: Readonly<Record<string, string>>;
  readonly readable?: readonly Bind[];
  /** Unix sockets it may connect to. Whatever else is named here it can change for good. */
  readonly writable?: readonly Bind[];
  /** Default: "/tmp". */
  readonly folder?: string;
  /** Megabytes of /tmp, which is private and vanishes. Default: 64. */
  readonly tmp?: number;
}

/** Whether a kernel sandbox can be had: the path of bubblewrap, or why not. */
export type SandboxAvailable =
  | { readonly bwrap: string; readonly version: string; readonly why: null }
  | { readonly bwrap: null; readonly version: null; readonly why: string };

/** Where Node lies inside. */
export const NODE_INSIDE = "/node/node";

const SYSTEM = ["/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin"];
/** What the loader and the alternatives of Debian need; nothing else of /etc is there, no name of a user or of a server. */
const ETC = ["/etc/ld.so.cache", "/etc/alternatives"];
/**
 * The kernel's own settings. Where earnest runs as root they belong to the program inside as well, whatever number it sees as its user,
 * and one of them names a program that root runs outside.
 */
const KERNEL = ["/proc/sys", "/proc/sysrq-trigger", "/proc/mtrr", "/proc/pressure"];
const ENV = { PATH: "/usr/local/bin:/usr/bin:/bin", HOME: "/tmp", TMPDIR: "/tmp", LANG: "C.UTF-8" };
const TMP = 64;
const MEGABYTE = 2 ** 20;

const tried = new Map<string, SandboxAvailable>();

/** Looks for bubblewrap on the path and really starts a program in it, once. */
export function sandboxAvailable(path = process.env["PATH"] ?? ""): SandboxAvailable {
  const known = tried.get(path);
  if (known !== undefined) return known;
  const found = tryOut(path);
  tried.set(path, found);
  return found;
}

/** The command line that runs a program in the sandbox. Throws where there is no bubblewrap; ask `sandboxAvailable` first. */
export function sandboxed(spec: SandboxSpec): { readonly file: string; readonly args: readonly string[] } {
  const { bwrap, why } = sandboxAvailable();
  if (bwrap === null) throw new Error(why);
  return { file: bwrap, args: argumentsOf(spec) };
}

function argumentsOf({ command, env = {}, readable = [], writable = [], folder = "/tmp", tmp = TMP }: SandboxSpec): string[] {
  const variables = Object.entries({ ...ENV, ...env });
  return [
    ...["--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534", "--disable-userns"],
    ...["--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL", "--hostname", "sandbox"],
    ...SYSTEM.flatMap(asItLies),
    ...ETC.flatMap((path) => ["--ro-bind-try", path, path]),
    ...["--proc", "/proc"],
    ...KERNEL.flatMap((path) => ["--ro-bind-try", path, path]),
    ...["--dev", "/dev", "--size", String(Math.ceil(tmp * MEGABYTE)), "--tmpfs", "/tmp"],
    ...["--ro-bind", realpathSync(process.execPath), NODE_INSIDE],
    // A link would be followed anyway; this way the command line on record says what is really seen.
    ...readable.flatMap(({ from, to }) => ["--ro-bind", realpathSync(from), to]),
    ...writable.flatMap(({ from, to }) => ["--bind", realpathSync(from), to]),
    ...["--remount-ro", "/", "--chdir", folder],
    ...variables.flatMap(([name, value]) => ["--setenv", name, value]),
    "--",
    ...command,
  ];
}

/** On a merged /usr the other system folders are links into it, and must stay links. */
function asItLies(path: string): string[] {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  return stat.isSymbolicLink() ? ["--symlink", readlinkSync(path), path] : ["--ro-bind", path, path];
}

function tryOut(path: string): SandboxAvailable {
  const no = (why: string) => ({ bwrap: null, version: null, why });
  if (process.platform !== "linux") return no(`a kernel sandbox needs Linux, and this is ${process.platform}`);
  const bwrap = findProgram("bwrap", path);
  if (bwrap === undefined) return no("bubblewrap (bwrap) is not installed");
  const said = run(bwrap, ["--version"]);
  if (said.failure !== null) return no(`bubblewrap (${bwrap}) does not start: ${said.failure}`);
  const { failure } = run(bwrap, argumentsOf({ command: [NODE_INSIDE, "--version"] }));
  if (failure !== null) return no(`bubblewrap (${bwrap}) cannot make a sandbox here: ${failure}`);
  return { bwrap, version: said.text.replace(/^bubblewrap\s+/, ""), why: null };
}

const PATIENCE = 10_000;
const LONGEST = 300;

function run(file: string, args: readonly string[]): { readonly text: string; readonly failure: string | null } {
  try {
    const { status, signal, error, stdout, stderr } = spawnSync(file, args, {
      encoding: "utf8",
      timeout: PATIENCE,
      env: {},
      cwd: "/",
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (error !== undefined) return { text: "", failure: shorten(messageOf(error), LONGEST) };
    if (status === 0) return { text: stdout.trim(), failure: null };
    const reason = stderr.trim().split("\n").slice(0, 3).join("; ");
    return { text: "", failure: shorten(reason === "" ? `it ended with ${status ?? signal}` : reason, LONGEST) };
  } catch (error) {
    return { text: "", failure: shorten(messageOf(error), LONGEST) };
  }
}

/** The folders a sandbox shows of the system; a program in one of them needs no bind of its own. */
export function isSystemPath(path: string): boolean {
  return SYSTEM.some((folder) => path === folder || path.startsWith(join(folder, "/")));
}
