import { D_GRID, P_GRID } from "../stats/grid.ts";

/** How gates weigh evidence: the data that belongs into every digest, and the words for a page. Changing it after cases were seen voids the guarantee. */
export const gateMethod = {
  name: "grid e-process",
  version: "1",
  confidence: 0.95,
  /** The error level of one end of a range. */
  alpha: 0.05,
  grids: [P_GRID.id, D_GRID.id],
  clusters: "per decision, one vote each, bets scaled by the largest there can be",
  target: "process",
  says: "a range that holds however often it is looked at and whenever a run is stopped; each end by itself is wrong in at most 5% of such runs; a cluster is one vote",
} as const;
