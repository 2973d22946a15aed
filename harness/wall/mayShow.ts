import { existsSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { type Bind, isSystemPath } from "./sandbox.ts";

/** May a folder outside the agent's be shown to it? Never one that holds a home, the agent's own folder or the current one, nor that of a person's own programs, which holds keys as well. */
export function mayShow(path: string, folder: string): boolean {
  return ![homedir(), process.cwd(), folder].some((kept) => isWithin(kept, path)) && resolve(path) !== join(homedir(), ".local");
}

/** What programs below a prefix need of it: not what may lie beside. */
export function partsOf(prefix: string, folder: string): readonly Bind[] {
  if (isSystemPath(prefix) || isWithin(homedir(), prefix) || prefix === join(homedir(), ".local")) return [];
  return ["bin", "lib", "lib64"]
    .map((name) => join(prefix, name))
    .filter((path) => existsSync(path) && mayShow(path, folder))
    .map((path) => ({ from: path, to: path }));
}

/** Does the path lie in the folder, as it is written or where it really leads? */
export function isWithin(path: string, folder: string): boolean {
  return below(resolve(path), resolve(folder)) || below(real(path), real(folder));
}

/** Does it lie in the folder, and lead out of it to what is not the system's? */
export function leadsOut(path: string, folder: string): boolean {
  return isWithin(path, folder) && !below(real(path), real(folder)) && !isSystemPath(real(path));
}

function below(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}

function real(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}
