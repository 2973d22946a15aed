import { sameJson } from "../canonical.ts";
import { EarnestError } from "../errors.ts";
import type { RunHeader } from "../ledger/record.ts";
import type { Night } from "./nights.ts";

/** What must not differ between runs that count together; a part of the answer would otherwise be about something else. */
function ground({ suite, dataset, agent }: RunHeader): Record<string, unknown> {
  const mix = dataset.weights?.mix;
  return {
    suite: suite.name,
    dataset: dataset.name,
    isolation: agent.isolation,
    clusterCap: dataset.clusterCap ?? null,
    mix: mix === undefined || mix === null ? null : [mix.slice, ...mix.strata.map(({ value, share }) => [value, share])],
  };
}

/** Throws USAGE for runs of different suites, datasets, walls, cluster caps or mixes. */
export function refuseUnlessAlike(nights: readonly Night[]): void {
  const [first, ...others] = nights;
  if (first === undefined) return;
  const here = ground(first.header);
  for (const other of others) {
    const there = ground(other.header);
    const differs = Object.keys(here).find((what) => !sameJson(here[what], there[what]));
    if (differs === undefined) continue;
    throw new EarnestError("USAGE", `these runs cannot count together: they differ in ${differs}`, {
      details: [first.dir, other.dir],
      next: "Judge them apart",
    });
  }
}
