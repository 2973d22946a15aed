import { createHash } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { copyFile, lstat, mkdir, readdir, readlink, symlink } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { EarnestError, messageOf } from "../../errors.ts";

/** History and what programs leave behind are no part of one. */
const LEFT_OUT = new Set([".git", "__pycache__"]);

/**
 * Copies a program's folder, so that what runs is what was there when the run began, and gives a digest of it.
 * Links are copied as they stand: where they lead is nothing that can be seen from inside a sandbox. Throws AGENT_START.
 */
export async function copyFolder(from: string, to: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    await copy(from, to, "", hash);
  } catch (cause) {
    throw new EarnestError("AGENT_START", `the folder of the agent cannot be copied: ${messageOf(cause)}`, {
      where: { file: from },
      next: "Name the folder that holds the agent's program, and nothing else of yours: it is what the agent gets to see",
      cause,
    });
  }
  return hash.digest("hex");
}

async function copy(from: string, to: string, path: string, hash: ReturnType<typeof createHash>): Promise<void> {
  await mkdir(to, { recursive: true });
  const names = (await readdir(from)).filter((name) => !LEFT_OUT.has(name)).sort();
  for (const name of names) {
    const [source, target, inner] = [join(from, name), join(to, name), `${path}/${name}`];
    // A folder that holds the run's own would be copied into itself for ever.
    if (to.startsWith(join(source, "/"))) continue;
    const stat = await lstat(source);
    if (stat.isDirectory()) await copy(source, target, inner, hash);
    else if (stat.isSymbolicLink()) {
      const link = await readlink(source);
      hash.update(JSON.stringify(["link", inner, link]));
      await symlink(link, target);
    } else if (stat.isFile()) {
      await copyFile(source, target, constants.COPYFILE_FICLONE);
      // Read from the copy: that is what runs.
      const content = createHash("sha256");
      await pipeline(createReadStream(target), content);
      hash.update(JSON.stringify(["file", inner, content.digest("hex")]));
    }
  }
}
