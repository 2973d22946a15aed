import { csBernoulli } from "../csBernoulli.ts";
import { csRobbins } from "../csRobbins.ts";
import { csWithoutReplacement } from "../csWithoutReplacement.ts";
import { curtailDataset } from "../curtailDataset.ts";
import { curtailProcess } from "../curtailProcess.ts";
import { eBernoulli } from "../eBernoulli.ts";
import { eBernoulliDemote } from "../eBernoulliDemote.ts";
import { eCombine } from "../eCombine.ts";
import { eHypergeom } from "../eHypergeom.ts";
import { ESequence } from "../eSequence.ts";
import { eTruncBeta } from "../eTruncBeta.ts";
import { D_GRID, P_GRID } from "../grid.ts";
import { hedgedCapital } from "../hedgedCapital.ts";
import { hedgedCs } from "../hedgedCs.ts";
import { planAtRate } from "../planAtRate.ts";
import { promoteProbability } from "../promoteProbability.ts";
import { type RunRule, runVerdict } from "../runVerdict.ts";
import { sprt } from "../sprt.ts";
import type { Adapters } from "./adapters.ts";

/** s matches and f misses, and the options of the methods that take them. */
interface Seen {
  s: number;
  f: number;
}
type RunLengths = (readonly [bit: 0 | 1, count: number])[];

const counts = ({ s, f }: Seen) => ({ matches: s, misses: f });
const unroll = (runs: RunLengths) => runs.flatMap(([bit, count]) => Array.from({ length: count }, () => bit === 1));

/** Methods that may be looked at after every case, and what is planned and stopped with them. */
export const sequential: Adapters = {
  eBernoulli: (input: Seen & { p0: number }) => ({ logE: eBernoulli({ ...counts(input), share: input.p0 }) }),
  eBernoulliDemote: (input: Seen & { pd: number }) => ({ logE: eBernoulliDemote({ ...counts(input), share: input.pd }) }),
  csBernoulli: ({ s, f, alpha }: Seen & { alpha: number }) => {
    const { low, high } = csBernoulli(s, f, alpha);
    return { lower: low, upper: high };
  },
  eSequence: ({ x, grid, m, N, nullTotal }: { x: number[]; grid: "P" | "D"; m?: number; N?: number; nullTotal?: number }) => {
    const against = m === undefined ? { cases: N ?? 0, total: nullTotal ?? 0 } : { mean: m };
    const sequence = new ESequence(against, grid === "P" ? P_GRID : D_GRID);
    const logE = x.map((value) => {
      sequence.add(value);
      return sequence.logE;
    });
    const crossing = logE.findIndex((height) => height >= Math.log(20));
    return { logE, anytimeP: sequence.anytimeP, firstCrossing: crossing < 0 ? null : crossing + 1 };
  },
  csWithoutReplacement: ({ xRle, N, alpha }: { xRle: RunLengths; N: number; alpha: number }) => {
    const { latest, best } = csWithoutReplacement(unroll(xRle), N, alpha);
    return { lowerTotal: latest.low, upperTotal: latest.high, lowerTotalRunning: best.low, upperTotalRunning: best.high };
  },
  eTruncBeta: (input: Seen & { p0: number; a: number; b: number }) => ({
    logE: eTruncBeta({ ...counts(input), share: input.p0, a: input.a, b: input.b }),
  }),
  csRobbins: ({ s, f, ...prior }: Seen & { a: number; b: number; alpha: number }) => {
    const { low, high } = csRobbins(s, f, prior);
    return { lower: low, upper: high };
  },
  hedgedCapital: (input: { x: number[]; m: number; alpha: number; theta: number; truncC: number; N?: number }) => {
    const { x, m, alpha, theta, truncC, N } = input;
    const { up, down, hedged } = hedgedCapital(x, m, { alpha, theta, truncation: truncC, cases: N });
    return { logKPlus: up, logKMinus: down, logHedged: hedged };
  },
  hedgedCs: ({ x, alpha, N }: { x: number[]; alpha: number; N?: number }) => {
    const { low, high } = hedgedCs(x, { alpha, cases: N });
    return { lower: low, upper: high };
  },
  eHypergeom: (input: Seen & { N: number; kStar: number }) => ({
    logE: eHypergeom({ ...counts(input), cases: input.N, needed: input.kStar }),
  }),
  sprt: (input: Seen & { p0: number; p1: number; alpha: number; beta: number }) => {
    const { p0, p1, alpha, beta } = input;
    const test = sprt({ ...counts(input), below: p0, above: p1, alpha, beta });
    const named = { above: "accept-h1", below: "accept-h0", continue: "continue" }[test.decision];
    const cost = { expectedN1: test.casesIfAbove, expectedN0: test.casesIfBelow, powerOneN: test.fewestCases };
    return { upper: test.upper, lower: test.lower, llr: test.logRatio, decision: named, kl10: test.divergence, ...cost };
  },
  eCombine: ({ logE, mode }: { logE: number[]; mode: "product" | "mean" }) => ({ logE: eCombine(logE, mode) }),
  curtailDataset: (input: Seen & { N: number; p0: number }) => {
    const { needed, missesAllowed, status } = curtailDataset({ ...counts(input), cases: input.N, share: input.p0 });
    const named = { reached: "promote-certain", "out-of-reach": "cannot-promote-certain", open: "open" }[status];
    return { kStar: needed, maxMisses: missesAllowed, status: named };
  },
  curtailProcess: (input: Seen & { remaining: number; p0: number; alpha: number }) => {
    const { remaining, p0, alpha } = input;
    const { bestLogE, canPromote, matchesInARow } = curtailProcess({ ...counts(input), remaining, share: p0, alpha });
    return { bestLogE, canPromote, successesInARowNeeded: matchesInARow };
  },
  runVerdict: (input: {
    xRle: RunLengths;
    mode: RunRule["mode"];
    p0: number;
    pd: number;
    alphaPromote: number;
    alphaDemote: number;
    N: number;
  }) => {
    const { xRle, mode, p0, pd, alphaPromote, alphaDemote, N } = input;
    const rule = { mode, promoteAbove: p0, demoteBelow: pd, alphaPromote, alphaDemote, cases: N };
    const { verdict, stopAt, matches, misses, logEUp, logEDown } = runVerdict(unroll(xRle), rule);
    return { verdict, stopAt, s: matches, f: misses, logEUp, logEDown };
  },
  planAtRate: (input: Seen & { rate: number; p0: number; alpha: number }) => ({
    additional: planAtRate({ ...counts(input), rate: input.rate, share: input.p0, alpha: input.alpha }),
  }),
  promoteProbability: (input: Seen & { remaining: number; p: number; p0: number; alpha: number }) => {
    const { remaining, p, p0, alpha } = input;
    return promoteProbability({ ...counts(input), remaining, rate: p, share: p0, alpha });
  },
};
