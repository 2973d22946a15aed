import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { homedir } from "node:os";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { EarnestError, messageOf } from "../../errors.ts";
import { isWithin } from "../mayShow.ts";
import { findPackages, type Package, packageNameOf } from "./findPackages.ts";
import { importsOf } from "./importsOf.ts";
import { plainJavaScript } from "./plainJavaScript.ts";

/** The code of an agent: every file its entry imports, directly or not, and the packages it stands on. */
export interface ModuleGraph {
  readonly entry: string;
  /** The folder above all files. */
  readonly root: string;
  /** Whole path to JavaScript or JSON text. */
  readonly files: ReadonlyMap<string, string>;
  readonly packages: readonly Package[];
  /** The file that "earnest" means; undefined where it is not imported. */
  readonly earnest: string | undefined;
  /** "module" or "commonjs", as the package of the entry has it; undefined where it does not say. */
  readonly type: string | undefined;
}

const HARNESS = realpathSync(join(import.meta.dirname, "..", ".."));
const EARNEST = join(HARNESS, "index.ts");
const TYPESCRIPT = new Set([".ts", ".mts"]);
const CODE = new Set([...TYPESCRIPT, ".js", ".mjs", ".cjs", ".json"]);
/** What is left of an import of nothing but types. */
const HOLLOW = /import\s*\{\s*\}\s*from\s*["']earnest["'];?/g;
/** Of a name that belongs to a file, not to a package. */
const FILE = /^(\.{1,2}$|\.{0,2}\/|file:)/;

/**
 * Reads the code of an agent without running any of it. Throws AGENT_START for what cannot be read, is more than types, or lies outside
 * the agent's own package: a name in the code would be enough to have any file of the machine shown to it.
 */
export function moduleGraph(module: string | URL): ModuleGraph {
  const entry = entryOf(module);
  const own = packageOf(entry);
  const files = new Map<string, string>();
  const wanted = new Map<string, string>();
  const todo = [entry];
  let earnest: string | undefined;
  for (let file = todo.pop(); file !== undefined; file = todo.pop()) {
    if (files.has(file)) continue;
    const text = textOf(file);
    files.set(file, text);
    if (extname(file) === ".json") continue;
    for (const name of importsOf(text, file)) {
      if (isBuiltin(name) || name.startsWith("#")) continue;
      if (name === "earnest") {
        earnest = EARNEST;
        todo.push(earnest);
      } else if (FILE.test(name)) {
        const found = beside(file, name);
        if (found === undefined) continue;
        if (!isWithin(found, isWithin(file, HARNESS) ? HARNESS : own)) throw outside(file, found, own);
        todo.push(found);
      } else if (!wanted.has(packageNameOf(name))) wanted.set(packageNameOf(name), dirname(file));
    }
  }
  // A part of earnest is no package of the agent's: where earnest is linked, its whole repository would come along.
  wanted.delete("earnest");
  const packages = findPackages(wanted);
  const whole = packages.find(({ folder }) => isWithin(own, folder));
  if (whole !== undefined) throw outside(entry, whole.folder, own);
  return { entry, root: commonFolder([...files.keys()]), files, packages, earnest, type: typeOf(entry) };
}

function entryOf(module: string | URL): string {
  const path = module instanceof URL || module.startsWith("file:") ? fileURLToPath(module) : resolve(module);
  if (CODE.has(extname(path)) && statSync(path, { throwIfNoEntry: false })?.isFile() === true) return realpathSync(path);
  throw new EarnestError("AGENT_START", `the module of the agent is not there: ${path}`, {
    next: 'Name a .ts or .js file that exports the agent, for example new URL("./agent.ts", import.meta.url)',
  });
}

function textOf(file: string): string {
  const text = readFileSync(file, "utf8");
  if (!TYPESCRIPT.has(extname(file))) return text;
  try {
    return plainJavaScript(file, text).replace(HOLLOW, (found) => found.replace(/[^\n]/g, " "));
  } catch (cause) {
    throw new EarnestError(
      "AGENT_START",
      `a file of the agent is not TypeScript whose types can be left out: ${messageOf(cause)}`,
      {
        where: { file },
        next: "Only types may be TypeScript's own: no enum, namespace, decorator or parameter property",
        cause,
      },
    );
  }
}

function beside(file: string, name: string): string | undefined {
  const path = name.startsWith("file:") ? fileURLToPath(name) : resolve(dirname(file), name);
  const found = [path, `${path}.js`, `${path}.cjs`, `${path}.json`, join(path, "index.js")].find(
    (candidate) => CODE.has(extname(candidate)) && statSync(candidate, { throwIfNoEntry: false })?.isFile() === true,
  );
  return found === undefined ? undefined : realpathSync(found);
}

function commonFolder(files: readonly string[]): string {
  let folder = dirname(files[0] ?? "/");
  while (!files.every((file) => file.startsWith(folder === "/" ? "/" : `${folder}/`))) folder = dirname(folder);
  return folder;
}

/** The folder of the nearest package.json that is not a whole home's; without one, the module's own. */
function packageOf(entry: string): string {
  for (let folder = dirname(entry); !isWithin(homedir(), folder); folder = dirname(folder))
    if (existsSync(join(folder, "package.json"))) return folder;
  return dirname(entry);
}

function outside(file: string, found: string, own: string): EarnestError {
  return new EarnestError("AGENT_START", `the agent imports ${found}, which lies outside its own package, ${own}`, {
    where: { file },
    next: "Move it there, or give the agent a file to read by the option files",
  });
}

function typeOf(entry: string): string | undefined {
  for (let folder = dirname(entry); ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file)) return (JSON.parse(readFileSync(file, "utf8")) as { type?: string }).type;
    if (folder === dirname(folder)) return undefined;
  }
}
