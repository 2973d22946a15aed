import { lstatSync, readFileSync } from "node:fs";
import { messageOf } from "../errors.ts";

/** What lies beside a report may come from anybody: its bytes, null where nothing is there, or why it is not read, without its subject. */
export function fileBeside(file: string, largest: number): Buffer | null | string {
  try {
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (found === undefined) return null;
    if (!found.isFile()) return "is no plain file";
    return found.size > largest ? "is too large to be one" : readFileSync(file);
  } catch (error) {
    return `cannot be read: ${messageOf(error)}`;
  }
}
