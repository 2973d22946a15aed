import { benjaminiHochberg } from "../benjaminiHochberg.ts";
import { benjaminiYekutieli } from "../benjaminiYekutieli.ts";
import { clusterBootstrap } from "../clusterBootstrap.ts";
import { ClusterE, clusterValue } from "../clusterE.ts";
import { clusterSe } from "../clusterSe.ts";
import { eBh } from "../eBh.ts";
import { ePaired } from "../ePaired.ts";
import { holm } from "../holm.ts";
import { iccAnova } from "../iccAnova.ts";
import { mcnemar } from "../mcnemar.ts";
import { mnDiff } from "../mnDiff.ts";
import { mnNonInferiority } from "../mnNonInferiority.ts";
import { newcombeDiff } from "../newcombeDiff.ts";
import { newcombePaired } from "../newcombePaired.ts";
import type { Difference } from "../pairedTable.ts";
import { poststratified, type WeightedShare } from "../poststratified.ts";
import { tangoPaired } from "../tangoPaired.ts";
import { weightedMean } from "../weightedMean.ts";
import type { Adapters } from "./adapters.ts";

/** y of m decisions matched, cluster by cluster. */
interface Clusters {
  m: number[];
  y: number[];
}
interface Pairs {
  a: number;
  b: number;
  c: number;
  d: number;
}
interface Rates {
  x1: number;
  n1: number;
  x2: number;
  n2: number;
}

const clusters = ({ m, y }: Clusters) => m.map((size, at) => ({ size, matches: y[at] ?? 0 }));
const pairs = ({ a, b, c, d }: Pairs) => ({ both: a, first: b, second: c, neither: d });
const difference = ({ estimate, low, high }: Difference) => ({ diff: estimate, lower: low, upper: high });
const adjusted = (adjust: (p: number[]) => number[]) => (input: { p: number[] }) => ({ adjusted: adjust(input.p) });
const weighted = ({ effective, adjusted: nEffAdj, kish, low, high, ...rest }: WeightedShare) => {
  return { ...rest, nEff: effective, nEffAdj, kishNEff: kish, lower: low, upper: high };
};

/** Clusters and weights, pairs and differences, many tests at once. */
export const comparison: Adapters = {
  clusterSe: (input: Clusters) => {
    const { effective, adjusted: nEffAdj, designEffect, low, high, ...rest } = clusterSe(clusters(input));
    return { ...rest, deff: designEffect, nEff: effective, nEffAdj, lower: low, upper: high };
  },
  clusterBootstrapExact: (input: Clusters) => {
    const drawn = clusterBootstrap(clusters(input), { seed: 7, resamples: 40_000 });
    const at = (share: number) => drawn?.quantile(share);
    return { mean: drawn?.mean, se: drawn?.se, q025: at(0.025), q05: at(0.05), q95: at(0.95), q975: at(0.975) };
  },
  iccAnova: (input: Clusters) => {
    const { icc, typicalSize, designEffect, effective } = iccAnova(clusters(input));
    return { icc, m0: typicalSize, deffKish: designEffect, nEffKish: effective };
  },
  clusterE: ({ p0, M, mode, ...input }: Clusters & { p0: number; M?: number; mode: "decision" | "cluster" }) => {
    const unit = mode === "decision" ? ({ per: mode, cap: M ?? 0 } as const) : ({ per: mode } as const);
    const evidence = new ClusterE(p0, unit);
    const path = clusters(input).map((cluster) => {
      evidence.add(cluster);
      return { value: clusterValue(cluster, p0, unit), logE: evidence.logE };
    });
    return { z: path.map((step) => step.value), logE: path.map((step) => step.logE) };
  },
  poststratified: ({ W, x, n }: { W: number[]; x: number[]; n: number[] }) =>
    weighted(poststratified(W.map((share, at) => ({ share, matches: x[at] ?? 0, n: n[at] ?? 0 })))),
  weightedMean: ({ x, w }: { x: number[]; w: number[] }) =>
    weighted(weightedMean(x.map((value, at) => ({ value, weight: w[at] ?? 0 })))),
  mcnemar: ({ b, c }: Pairs) => {
    const { exact, midP, exactOneSided } = mcnemar(b, c);
    return { exactTwoSided: exact, midP, exactOneSided };
  },
  newcombePaired: (input: Pairs) => {
    const found = newcombePaired(pairs(input));
    return { ...difference(found), phi: found.phi };
  },
  tangoPaired: (input: Pairs) => difference(tangoPaired(pairs(input))),
  ePaired: ({ wins, losses }: { wins: number; losses: number }) => ({ logE: ePaired(wins, losses) }),
  newcombeDiff: ({ x1, n1, x2, n2 }: Rates) => difference(newcombeDiff({ count: x1, n: n1 }, { count: x2, n: n2 })),
  mnDiff: ({ x1, n1, x2, n2 }: Rates) => difference(mnDiff({ count: x1, n: n1 }, { count: x2, n: n2 })),
  mnNonInferiority: ({ x1, n1, x2, n2, margin }: Rates & { margin: number }) =>
    mnNonInferiority({ agent: { count: x1, n: n1 }, human: { count: x2, n: n2 }, margin }),
  pAdjust_holm: adjusted(holm),
  pAdjust_bh: adjusted((p) => benjaminiHochberg(p)),
  pAdjust_by: adjusted(benjaminiYekutieli),
  eBh: ({ e, alpha }: { e: number[]; alpha: number }) => {
    const rejected = eBh(e.map(Math.log), alpha);
    return { rejected, count: rejected.filter(Boolean).length };
  },
};
