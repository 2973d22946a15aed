import type { Judgement } from "../run/judgement.ts";
import { clopperPearson } from "../stats/clopperPearson.ts";

/** What `--json` says about a judgement: counts, shares and ranges per action type, and everything left out. */
export function jsonData(judgement: Judgement, runDir: string): object {
  const { run, flow, evidence, exclusions } = judgement;
  return {
    runDir,
    run: run.id,
    headline: judgement.headline,
    caveats: judgement.caveats,
    loosened: judgement.loosened,
    cases: evidence.cases,
    clusters: evidence.clusters,
    attempts: evidence.attempts,
    flow,
    stopped: judgement.stopped,
    runs: judgement.runs,
    method: judgement.method,
    together: judgement.together,
    outcomes: evidence.outcomes,
    cells: evidence.cells,
    repeated: evidence.repeated,
    wall: judgement.wall,
    breaches: judgement.breaches,
    reads: judgement.reads,
    usage: judgement.usage,
    failures: judgement.failures,
    exclusions,
    types: Object.fromEntries(judgement.types.map((type) => [type.type, typeData(type)])),
  };
}

function typeData(type: Judgement["types"][number]): object {
  const { title, decided, evidence, declared, among, ceiling, leftOut, policy } = type;
  const { proposed, decided: row } = evidence;
  const { low, high } = clopperPearson(proposed.matches, proposed.n);
  return {
    title,
    declared,
    verdict: decided.verdict,
    at: decided.at,
    ask: decided.ask,
    to: decided.to,
    why: decided.why,
    change: decided.change,
    bound: decided.bound,
    ceiling,
    leftOut,
    policy,
    proposed: { ...proposed, agreement: share(proposed.matches, proposed.n), clopperPearson95: [low, high] },
    decided: { ...row, coverage: share(row.matches, row.n) },
    serious: evidence.serious,
    failures: evidence.failures,
    shares: evidence.shares,
    among,
    findings: { climb: decided.climb, hold: decided.hold, stay: decided.stay },
  };
}

/** A share of nothing is not a number, and says so. */
function share(k: number, n: number): number | null {
  return n === 0 ? null : k / n;
}
