import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { unusable } from "../../compare.ts";
import { EarnestError } from "../../errors.ts";
import type { RunHeader } from "../../ledger/record.ts";
import { actionsOf, keptOf } from "../../policy/compareUnder.ts";
import { WindowPass } from "../../policy.ts";
import { byTime, headerIn, headerOf } from "../../run/nights.ts";
import { readPast } from "../../run/past.ts";
import { readRun } from "../../run/readRun.ts";
import type { ReadySuite } from "../../suite.ts";
import { RUNS } from "../resume.ts";

/** Acts of one type that an agent proposed. */
export interface ProposedActs {
  /** Params of those that its envelope lets through, in sampling order. */
  readonly params: unknown[];
  /** Left out: kept back by the envelope, and with params that cannot be used. */
  kept: number;
  unusable: number;
}

/** What the agent proposed in one run, by action type; `head` is the hash of the ledger's last record. */
export interface ProposedIn {
  readonly run: string;
  readonly head: string;
  readonly acts: ReadonlyMap<string, ProposedActs>;
}

/** The acts of these types that were proposed in a run, first attempts only, as far as their envelopes let them through. Throws what `readRun` throws, or USAGE for a run of another agent version. */
export function proposedActs(suite: ReadySuite, dir: string, types: readonly string[]): ProposedIn {
  refuseOthers(suite, dir, headerOf(dir));
  const pass = suite.policies.windowed ? new WindowPass(suite.policies, suite.compared) : undefined;
  if (pass !== undefined) readRun(dir, { case: ({ case: one, observations }) => pass.add(one, observations) });
  const beyond = pass?.beyond();
  const acts = new Map(types.map((type): [string, ProposedActs] => [type, { params: [], kept: 0, unusable: 0 }]));
  const { run, end } = readRun(dir, {
    case({ case: one, observations }) {
      for (const [index, action] of actionsOf(observations[0]).entries()) {
        const found = acts.get(action.type);
        if (found === undefined) continue;
        const envelope = suite.policies.under(action.type);
        if (unusable(action, suite.compared.get(action.type)) !== undefined) found.unusable++;
        else if (envelope !== undefined && keptOf(envelope, one, action, index, beyond).length > 0) found.kept++;
        else found.params.push(action.params);
      }
    },
  });
  return { run: run.id, head: end.head, acts };
}

/** The newest run of this suite and agent version that came to its end; undefined where there is none. */
export function newestWholeRun(suite: ReadySuite, file: string): string | undefined {
  const names = existsSync(RUNS) ? readdirSync(RUNS) : [];
  const mine = names.flatMap((name) => {
    const dir = join(RUNS, name);
    const header = readable(() => headerIn(dir));
    if (header === undefined || resolve(header.suite.file) !== resolve(file) || !sameAgent(suite, header)) return [];
    return [{ dir, header }];
  });
  return mine.sort((a, b) => byTime(b, a)).find(({ dir }) => readable(() => readPast(dir, false)?.over) === true)?.dir;
}

/** Of what cannot be read nobody can tell whose run it is. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof EarnestError) return undefined;
    throw error;
  }
}

function sameAgent({ agent }: ReadySuite, { agent: seen }: RunHeader): boolean {
  return seen.name === agent.name && seen.version === agent.version;
}

function refuseOthers(suite: ReadySuite, dir: string, header: RunHeader): void {
  if (header.suite.name !== suite.name)
    throw new EarnestError("USAGE", `the run in ${dir} is of another suite, ${header.suite.name}`, {
      next: "Name a run of this suite with --run",
    });
  if (sameAgent(suite, header)) return;
  const [seen, now] = [`${header.agent.name} ${header.agent.version}`, `${suite.agent.name} ${suite.agent.version}`];
  throw new EarnestError("USAGE", `the run in ${dir} is of ${seen}, and the suite's agent is ${now}`, {
    next: "A drill stands for one version: name a run of that with --run, or run the suite first",
  });
}
