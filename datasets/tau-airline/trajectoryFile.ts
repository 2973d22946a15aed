import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { EarnestError } from "earnest";

/** Where the trajectories lie, or what stops us from reading them. */
type Found = { readonly file: string } | { readonly missing: EarnestError };

const NEXT =
  "Get the public repository sierra-research/tau-bench on GitHub and name a file of its historical_trajectories folder, such as gpt-4o-airline.json, with --data FILE or EARNEST_DATA";

/** The trajectory file that `data` names: the file itself (JSON, plain or gzip), or the one whose name has “airline” in a folder. Throws nothing. */
export function trajectoryFile(data: string | undefined): Found {
  if (data === undefined) return missing("the tau-bench trajectories are not part of earnest, and no file was named");
  const kind = statSync(data, { throwIfNoEntry: false });
  if (kind === undefined) return missing("there is no such file or folder", data);
  if (!kind.isDirectory()) return { file: data };
  const names = readdirSync(data)
    .filter((name) => /^[^.].*\.json(\.gz)?$/.test(name) && name.includes("airline"))
    .sort();
  const [only, ...others] = names;
  if (only === undefined) return missing("the folder holds no airline trajectories", data);
  if (others.length > 0) return missing(`the folder holds several: ${names.join(", ")}; which one is meant?`, data);
  return { file: join(data, only) };
}

function missing(message: string, file?: string): Found {
  return {
    missing: new EarnestError("DATA_MISSING", message, { next: NEXT, ...(file === undefined ? {} : { where: { file } }) }),
  };
}
