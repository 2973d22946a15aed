import { lstatSync, mkdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { EarnestError } from "../../errors.ts";

/** A path in a copy, its folders made, at which there is nothing, or a plain file or folder. Throws AGENT_START where a link lies on the way: what is made through one lands outside the copy. */
export function placeIn(copy: string, path: string): string {
  const place = join(copy, path);
  let folder = copy;
  for (const name of relative(copy, place).split("/")) {
    folder = join(folder, name);
    const stat = lstatSync(folder, { throwIfNoEntry: false });
    if (stat?.isSymbolicLink() === true || (stat?.isFile() === true && folder !== place))
      throw taken(path, relative(copy, folder));
  }
  mkdirSync(dirname(place), { recursive: true });
  return place;
}

function taken(path: string, at: string): EarnestError {
  return new EarnestError("AGENT_START", `a file cannot be given to the agent as ${path}: ${at} there is a link, or no folder`, {
    where: { file: at },
    next: "Give it another name, or take the link out of the agent's folder",
  });
}
