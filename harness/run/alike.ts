import { sameJson } from "../canonical.ts";
import { EarnestError } from "../errors.ts";
import type { RunHeader } from "../ledger/record.ts";
import type { Night } from "./nights.ts";

/** By the names people know it by; undefined for what an earlier format does not say. */
type Ground = Readonly<Record<string, unknown>>;

/** What makes an agent the same one, whatever version it calls itself, and puts the same question to it. */
export function agentGround({ agent, wall, tools, models, timeout }: RunHeader): Ground {
  return {
    agent: agent.name,
    "agent version": agent.version,
    "the agent’s code": wall === undefined ? undefined : (wall?.code ?? null),
    tools,
    models: wall === undefined ? models : (models ?? []),
    timeout,
  };
}

/** What must not differ between runs that count together; a part of the answer would otherwise be about something else. */
function ground(header: RunHeader): Ground {
  const { suite, dataset, agent, selection } = header;
  const mix = dataset.weights?.mix;
  return {
    suite: suite.name,
    dataset: dataset.name,
    isolation: agent.isolation,
    clusterCap: dataset.clusterCap ?? null,
    // A part chosen by what the cases are is no draw from the others.
    filter: selection.filter,
    mix: mix === undefined || mix === null ? null : [mix.slice, ...mix.strata.map(({ value, share }) => [value, share])],
    ...agentGround(header),
  };
}

/** In what two runs differ that makes the agent another one, or the question put to it; what one of them does not say is no difference. */
export function agentDiffers(one: RunHeader, other: RunHeader): string[] {
  const [here, there] = [agentGround(one), agentGround(other)];
  return Object.keys(here).filter(
    (what) => here[what] !== undefined && there[what] !== undefined && !sameJson(here[what], there[what]),
  );
}

/** Throws USAGE for runs of different suites, datasets, walls, cluster caps, filters or mixes, or of agents that are alike by name only. */
export function refuseUnlessAlike(nights: readonly Night[]): void {
  const seen = new Map<string, { readonly value: unknown; readonly dir: string }>();
  for (const { dir, header } of nights) {
    for (const [what, value] of Object.entries(ground(header))) {
      if (value === undefined) continue;
      const first = seen.get(what) ?? { value, dir };
      seen.set(what, first);
      if (!sameJson(first.value, value)) throw unlike(what, first.dir, dir);
    }
  }
}

function unlike(what: string, one: string, other: string): EarnestError {
  return new EarnestError("USAGE", `these runs cannot count together: they differ in ${what}`, {
    details: [one, other],
    next: "Judge them apart",
  });
}
