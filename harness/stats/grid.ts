/**
 * A fixed set of bets that a share lies above its null value. Node k wagers the part `bets[k]` (between 0 and 1) of its capital on
 * every case and starts with the part exp(`logWeights[k]`). Changing a grid after seeing data voids the guarantee: `id` belongs into every digest.
 */
export interface Grid {
  readonly id: "P64" | "D64";
  readonly bets: Float64Array;
  readonly logWeights: Float64Array;
  /** log(1 - bet): what a case with value 0 costs each node. */
  readonly losses: Float64Array;
}

const NODES = 64;

function makeGrid(id: Grid["id"], bet: (step: number) => number, weight: (step: number) => number): Grid {
  // Midpoints of 64 equal steps over [0, 1].
  const steps = Float64Array.from({ length: NODES }, (_, k) => (2 * k + 1) / (2 * NODES));
  const bets = steps.map(bet);
  return { id, bets, logWeights: steps.map((step) => Math.log(weight(step))), losses: bets.map((c) => Math.log1p(-c)) };
}

/** The promotion grid, linear with rising weights: node k bets that the agent avoids a share c_k of the misses the threshold allows. */
export const P_GRID = makeGrid(
  "P64",
  (step) => step,
  (step) => step / (NODES / 2),
);

/** The demotion grid, for misses: log-spaced over three decades with equal weights, because the null miss share is small. */
export const D_GRID = makeGrid(
  "D64",
  (step) => 10 ** (-3 * (1 - step)),
  () => 1 / NODES,
);
