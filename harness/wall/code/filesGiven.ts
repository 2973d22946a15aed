import { lstatSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, isAbsolute, join, normalize, relative } from "node:path";
import { sha256 } from "../../canonical.ts";
import { EarnestError } from "../../errors.ts";

/** A file or folder an agent may read, and the name it has for the agent. */
export interface FileGiven {
  readonly from: string;
  readonly to: string;
}

/** A file or folder that is there, with what it holds. */
export interface FileFound extends FileGiven {
  /** Path and digest of every file. */
  readonly stamps: readonly (readonly [string, string])[];
}

/** Looks the files up. Throws AGENT_START for what is not there, or holds a link out of itself, which would show what was not given. */
export function filesGiven(given: readonly (string | FileGiven)[]): readonly FileFound[] {
  return given.map((one) => {
    const { from, to } = typeof one === "string" ? { from: one, to: basename(one) } : one;
    const inside = normalize(to);
    if (isAbsolute(inside) || inside.startsWith("..") || inside === ".")
      throw refused(from, `it cannot be shown to the agent as ${to}`);
    const real = found(from);
    return { from: real, to: inside, stamps: stampsOf(real, real, from) };
  });
}

function found(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    throw refused(path, "it is not there", cause);
  }
}

function stampsOf(path: string, root: string, given: string): (readonly [string, string])[] {
  const stat = lstatSync(path);
  if (stat.isDirectory())
    return readdirSync(path)
      .sort()
      .flatMap((name) => stampsOf(join(path, name), root, given));
  if (stat.isFile()) return [[relative(root, path), sha256(readFileSync(path))]];
  if (stat.isSymbolicLink() && `${found(path)}/`.startsWith(`${root}/`)) return [];
  throw refused(given, `${relative(root, path)} in it is neither a file nor a folder of its own`);
}

function refused(path: string, because: string, cause?: unknown): EarnestError {
  return new EarnestError("AGENT_START", `the file ${path} cannot be given to the agent: ${because}`, {
    where: { file: path },
    next: "Give it a file or a folder of plain files",
    cause,
  });
}
