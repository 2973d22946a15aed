import { EarnestError } from "../errors.ts";
import { byTime, headerIn, type Night } from "../run/nights.ts";

/** Runs of one suite in order of time, one a night, and the folders that are no night of their own. */
export interface DriftNights {
  readonly runs: readonly [Night, ...Night[]];
  readonly leftOut: readonly { readonly dir: string; readonly because: string }[];
}

/**
 * Puts run folders in order of time, in whatever order they are given. A run given twice is one night, one that was cut off before its
 * first case is none. Throws USAGE for runs of several suites, RUN_EMPTY when nothing is left, and what reading a ledger throws.
 */
export function driftNights(dirs: readonly string[]): DriftNights {
  const leftOut: { dir: string; because: string }[] = [];
  const byId = new Map<string, Night>();
  for (const dir of dirs) {
    const header = headerIn(dir);
    const known = header === undefined ? undefined : byId.get(header.id);
    if (header === undefined) leftOut.push({ dir, because: "it was cut off before its first case" });
    else if (known !== undefined) leftOut.push({ dir, because: `it is the same run as ${known.dir}` });
    else byId.set(header.id, { dir, header });
  }
  const [first, ...others] = [...byId.values()].sort(byTime);
  if (first === undefined) {
    throw new EarnestError("RUN_EMPTY", "none of the runs came to its first case", {
      details: leftOut.map(({ dir, because }) => `${dir}: ${because}`),
      next: "Give the folders of runs, such as .earnest/runs/*",
    });
  }
  const stranger = others.find(({ header }) => header.suite.name !== first.header.suite.name);
  if (stranger !== undefined) {
    throw new EarnestError(
      "USAGE",
      `these are runs of several suites: ${first.header.suite.name} and ${stranger.header.suite.name}`,
      {
        details: [first, stranger].map(({ dir, header }) => `${dir}: ${header.suite.name}`),
        next: "Give the runs of one suite; nights are compared only with their like",
      },
    );
  }
  return { runs: [first, ...others], leftOut };
}
