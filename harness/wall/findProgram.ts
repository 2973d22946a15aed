import { accessSync, constants, statSync } from "node:fs";
import { delimiter, resolve } from "node:path";

/** The file a shell would run for this name: by the path, or the name itself where it holds a slash. */
export function findProgram(name: string, path = process.env["PATH"] ?? ""): string | undefined {
  const candidates = name.includes("/")
    ? [resolve(name)]
    : path
        .split(delimiter)
        .filter((folder) => folder !== "")
        .map((folder) => resolve(folder, name));
  return candidates.find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // Not there, or not for us: a shell would look on, too.
    return false;
  }
}
