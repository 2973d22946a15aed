import { ClusterE } from "../../harness/stats/clusterE.ts";
import { eBernoulli } from "../../harness/stats/eBernoulli.ts";
import { logBeta } from "../../harness/stats/logBeta.ts";
import { randomIndexes } from "../../harness/stats/random.ts";
import { RateBounds } from "../../harness/stats/rateBounds.ts";
import { ALPHA, boundaryOf, type Gate, gatesAt } from "./gates.ts";

/** Runs of one gate (by its place in the list) at one line, when the true match share is `truth`. */
export interface CaseTask {
  readonly kind: "cases";
  readonly gate: number;
  readonly share: number;
  readonly truth: number;
  readonly cases: number;
  readonly runs: number;
  readonly seed: number;
}

/** Runs on clusters of five decisions that are alike by `icc`, the true match share being the line. */
export interface ClusterTask {
  readonly kind: "clusters";
  readonly icc: number;
  readonly share: number;
  readonly clusters: number;
  readonly runs: number;
  readonly seed: number;
}

/** Runs on clusters of unequal sizes, of which the large ones are the worse, the line being the true match share; the gate alone. */
export interface UnequalTask {
  readonly kind: "unequal";
  readonly mix: Mix;
  readonly clusters: number;
  readonly runs: number;
  readonly seed: number;
}

/** A share of the clusters is large, and decides alike as a whole; all others are lone cases. */
export interface Mix {
  readonly large: number;
  readonly size: number;
  /** How often a large cluster matches, and how often a lone case does. */
  readonly matches: number;
  readonly lone: number;
}

export type Task = CaseTask | ClusterTask | UnequalTask;

/** After how many cases each run opened the gate, 0 for never; for clusters the three ways of counting, one after the other. */
export type Stops = Uint32Array[];

const UNIT = 2 ** 31;
const DECISIONS = 5;

export function simulate(task: Task): Stops {
  if (task.kind === "cases") return [cases(task)];
  return task.kind === "clusters" ? clusters(task) : [unequal(task)];
}

/** The match share per decision of a mix. */
export function shareOf({ large, size, matches, lone }: Mix): number {
  return (large * size * matches + (1 - large) * lone) / (large * size + 1 - large);
}

function unequal({ mix, clusters: most, runs, seed }: UnequalTask): Uint32Array {
  const draw = randomIndexes(seed, UNIT);
  const below = (share: number) => draw() < share * UNIT;
  const share = shareOf(mix);
  return Uint32Array.from({ length: runs }, () => {
    const bounds = new RateBounds();
    for (let seen = 1; seen <= most; seen += 1) {
      const size = below(mix.large) ? mix.size : 1;
      bounds.add({ hits: below(size > 1 ? mix.matches : mix.lone) ? size : 0, size, most: mix.size });
      if (bounds.bounds(false).low >= share) return seen;
    }
    return 0;
  });
}

function cases({ gate: at, share, truth, cases: most, runs, seed }: CaseTask): Uint32Array {
  const gate = gatesAt(share)[at];
  if (!gate) throw new RangeError(`there is no gate ${at}`);
  const draw = randomIndexes(seed, UNIT);
  const perMatch = 1 / Math.log(truth);
  // How many matches come before the next miss, by inversion: one draw for a whole stretch of cases.
  const stretch = () => Math.floor(Math.log((draw() + 0.5) / UNIT) * perMatch);
  const fewest = gate.opens && boundaryOf(gate.opens, most);
  return Uint32Array.from({ length: runs }, (_, run) => {
    if (!fewest) return follow(gate, stretch, most);
    if (run >= 3) return cross(fewest, gate.firstLook, stretch, most);
    // The first runs go case by case too: the boundary must stop them where the gate itself does.
    const drawn: number[] = [];
    const stop = follow(
      gate,
      () => {
        drawn.push(stretch());
        return drawn.at(-1) ?? 0;
      },
      most,
    );
    const again = drawn.values();
    const crossed = cross(fewest, gate.firstLook, () => again.next().value ?? most, most);
    if (crossed !== stop) throw new Error(`${gate.name} opened after ${stop} cases, by its boundary after ${crossed}`);
    return stop;
  });
}

/** Goes through the gate itself, case by case. */
function follow(gate: Gate, stretch: () => number, most: number): number {
  const opening = gate.make();
  let left = stretch();
  for (let n = 1; n <= most; n += 1) {
    const match = left > 0;
    left = match ? left - 1 : stretch();
    if (opening.add(match)) return n;
  }
  return 0;
}

/** The same from the boundary: between two misses only the number of matches grows. */
function cross(fewest: Float64Array, firstLook: number, stretch: () => number, most: number): number {
  let matches = 0;
  for (let misses = 0; matches + misses <= most; misses += 1) {
    const needed = Math.max(matches, fewest[misses] ?? Infinity, firstLook - misses);
    matches += stretch();
    if (needed <= matches && needed + misses <= most) return needed + misses;
  }
  return 0;
}

function clusters({ icc, share, clusters: most, runs, seed }: ClusterTask): Stops {
  const draw = randomIndexes(seed, UNIT);
  const limits = matchesLaw(share, icc);
  const line = -Math.log(ALPHA);
  const fewest = boundaryOf((matches, misses) => eBernoulli({ matches, misses, share }) >= line, most * DECISIONS);
  const [asCases, asMeans, asJudged] = [new Uint32Array(runs), new Uint32Array(runs), new Uint32Array(runs)];
  for (let run = 0; run < runs; run += 1) {
    const means = new ClusterE(share, { per: "cluster" });
    const bounds = new RateBounds();
    let [matches, misses] = [0, 0];
    for (let seen = 1; seen <= most && (asCases[run] === 0 || asMeans[run] === 0 || asJudged[run] === 0); seen += 1) {
      const drawn = draw() / UNIT;
      let matched = 0;
      while (drawn >= (limits[matched] ?? 1)) matched += 1;
      matches += matched;
      misses += DECISIONS - matched;
      if (asCases[run] === 0 && matches >= (fewest[misses] ?? Infinity)) asCases[run] = seen * DECISIONS;
      if (asMeans[run] === 0) {
        means.add({ matches: matched, size: DECISIONS });
        if (means.logE >= line) asMeans[run] = seen * DECISIONS;
      }
      if (asJudged[run] !== 0) continue;
      bounds.add({ hits: matched, size: DECISIONS, most: DECISIONS });
      if (bounds.bounds(false).low >= share) asJudged[run] = seen * DECISIONS;
    }
  }
  return [asCases, asMeans, asJudged];
}

/** The chance of at most 0, 1 ... 5 matches in a cluster whose own match share is drawn from a beta law with this intraclass correlation. */
function matchesLaw(share: number, icc: number): number[] {
  const weight = (1 - icc) / icc;
  const [a, b] = [share * weight, (1 - share) * weight];
  let [ways, below] = [1, 0];
  return Array.from({ length: DECISIONS + 1 }, (_, matched) => {
    if (matched > 0) ways *= (DECISIONS - matched + 1) / matched;
    below += ways * Math.exp(logBeta(a + matched, b + DECISIONS - matched) - logBeta(a, b));
    return matched === DECISIONS ? 1 : below;
  });
}
