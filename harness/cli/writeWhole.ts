import { realpathSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file whole or not at all: beside it under another name, then in its place. What is there stays until then. A process killed in
 * between leaves a hidden draft, `.<name>.<pid>.tmp`, that nothing reads.
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const target = followed(file);
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    await writeFile(draft, content, { flush: true });
    await rename(draft, target);
  } catch (cause) {
    await rm(draft, { force: true });
    throw cause;
  }
}

/** A link stays one: what it leads to is replaced. */
function followed(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    // There is nothing yet; or it cannot be looked at, and then writing says why.
    return file;
  }
}
