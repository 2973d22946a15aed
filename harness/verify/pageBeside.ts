import { join } from "node:path";
import { shorten } from "../words.ts";
import { fileBeside } from "./fileBeside.ts";
import type { RunCheck } from "./verifyRun.ts";

/** Bytes; of more no text can be made. */
const LARGEST = 500_000_000;

/** A page in a folder that may come from anybody: its text, null where it is not there, or a check that says why it is not read. */
export function pageBeside(dir: string, file: string): { readonly text: string } | RunCheck | null {
  const found = fileBeside(join(dir, file), LARGEST);
  if (found === null) return null;
  if (typeof found === "string") return { what: "report", state: "broken", says: `${shorten(file, 80)} ${found}` };
  return { text: found.toString("utf8") };
}
