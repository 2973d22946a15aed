import { aurc } from "../aurc.ts";
import { brier } from "../brier.ts";
import type { Interval } from "../clopperPearson.ts";
import { cohenKappa } from "../cohenKappa.ts";
import { cusumArl } from "../cusumArl.ts";
import { CusumBernoulli } from "../cusumBernoulli.ts";
import { eceEqualMass } from "../eceEqualMass.ts";
import { EDetector } from "../eDetector.ts";
import { gwetAc1 } from "../gwetAc1.ts";
import { humanCeiling } from "../humanCeiling.ts";
import { JudgeAuditE } from "../judgeAuditE.ts";
import { judgeFinite } from "../judgeFinite.ts";
import { krippendorffNominal, type Ratings } from "../krippendorffNominal.ts";
import { lttThreshold } from "../lttThreshold.ts";
import { passK } from "../passK.ts";
import { type NormalEstimate, ppiMean } from "../ppiMean.ts";
import { quantileCi } from "../quantileCi.ts";
import { rcpsThreshold } from "../rcpsThreshold.ts";
import { roganGladen } from "../roganGladen.ts";
import type { Sides } from "../sides.ts";
import { varianceDecomposition } from "../varianceDecomposition.ts";
import type { Adapters } from "./adapters.ts";

type Label = string | number;
interface Confident {
  confidence: number[];
  correct?: number[];
  error?: number[];
}
interface Thresholds extends Confident {
  thresholds: number[];
  eps: number;
  delta: number;
}
interface Repeated {
  successes: number[];
  trials: number[];
}

const ends = (interval: Interval | null | undefined) => ({ lower: interval?.low ?? null, upper: interval?.high ?? null });
const claims = ({ confidence, correct, error }: Confident) =>
  confidence.map((one, at) => ({ confidence: one, match: correct ? correct[at] === 1 : error?.[at] === 0 }));
const attempts = ({ successes, trials }: Repeated) => trials.map((n, at) => ({ attempts: n, matches: successes[at] ?? 0 }));
const adjudicated = (y: number[], f: number[]) => y.map((human, at) => ({ human, judge: f[at] ?? 0 }));
const normal = ({ estimate, se, interval }: NormalEstimate) => ({ estimate, se, ...ends(interval) });

/** People as the yardstick, confidence, judges, times, drift and repeats. */
export const people: Adapters = {
  cohenKappa: ({ table }: { table: number[][] }) => {
    const { kappa, se, seByChance, interval, observed, expected } = cohenKappa(table);
    return { kappa, se, se0: seByChance, ...ends(interval), po: observed, pe: expected };
  },
  krippendorffNominal: ({ units }: { units: Ratings<Label>[] }) => krippendorffNominal(units),
  gwetAc1: ({ units, categories }: { units: Ratings<Label>[]; categories: Label[] }) => {
    const { ac1, se, interval, observed, expected } = gwetAc1(units, categories);
    return { ac1, se, pa: observed, pe: expected, ...ends(interval) };
  },
  humanCeiling: ({ agent, humans }: { agent: Label[]; humans: Label[][] }) => {
    const { agentHuman, humanHuman, difference, ratio } = humanCeiling(
      humans.map((labels, at) => ({ humans: labels, agent: agent[at] ?? null })),
    );
    return {
      agentHuman,
      humanHuman,
      diff: difference?.estimate,
      diffSe: difference?.se,
      diffLower: difference?.interval.low,
      diffUpper: difference?.interval.high,
      ratio: ratio?.estimate,
      ratioSe: ratio?.se,
      ratioLower: ratio?.interval.low,
      ratioUpper: ratio?.interval.high,
    };
  },
  brier: (input: Confident) => brier(claims(input)),
  eceEqualMass: ({ bins, ...input }: Confident & { bins: number }) => {
    const found = eceEqualMass(claims(input), { bins });
    const diagram = found.bins.map((bin) => ({ ...bin, accuracy: bin.agreement, ...ends(bin) }));
    return { ece: found.ece, mce: found.largest, bins: diagram };
  },
  aurc: (input: Confident) => {
    const found = aurc(claims(input));
    return { aurc: found?.aurc, optimalAurc: found?.optimal, eAurc: found?.excess, fullCoverageRisk: found?.fullRisk };
  },
  lttThreshold: ({ thresholds, eps, delta, ...input }: Thresholds) => {
    const { selected, minimum, table } = lttThreshold(claims(input), { thresholds, risk: eps, delta });
    return { selected, nMin: minimum, table };
  },
  rcpsThreshold: ({ thresholds, eps, delta, ...input }: Thresholds) =>
    rcpsThreshold(claims(input), { thresholds, risk: eps, delta }),
  roganGladen: (input: { pos: number; n: number; truePos: number; nPos: number; trueNeg: number; nNeg: number }) => {
    const found = roganGladen({
      ruled: { count: input.pos, n: input.n },
      sensitivity: { count: input.truePos, n: input.nPos },
      specificity: { count: input.trueNeg, n: input.nNeg },
    });
    const [wald, lr] = [found.wald, found.interval];
    const limits = { waldLower: wald.low, waldUpper: wald.high, lrLower: lr.low, lrUpper: lr.high };
    return { estimate: found.estimate, estimateRaw: found.raw, se: found.se, ...limits };
  },
  ppiMean: ({ y, f, fUnlabeled }: { y: number[]; f: number[]; fUnlabeled: number[] }) => {
    const { humans, full, tuned, weight } = ppiMean(adjudicated(y, f), fUnlabeled);
    return { classical: normal(humans), ppi: normal(full), ppiPlusPlus: normal(tuned), lambdaHat: weight };
  },
  judgeFinite: ({ y, f, fAllMean, N }: { y: number[]; f: number[]; fAllMean: number; N: number }) => {
    const found = judgeFinite({ adjudicated: adjudicated(y, f), judgeShare: fAllMean, cases: N });
    return {
      estimate: found.estimate,
      seDataset: found.dataset.se,
      seProcess: found.process.se,
      lowerDataset: found.dataset.interval.low,
      upperDataset: found.dataset.interval.high,
      lowerProcess: found.process.interval.low,
      upperProcess: found.process.interval.high,
    };
  },
  judgeAuditE: ({ o, judgeTotal, N, p0 }: { o: number[]; judgeTotal: number; N: number; p0: number }) => {
    const audit = new JudgeAuditE({ cases: N, judgeMatches: judgeTotal, share: p0 });
    const logE = o.map((overstatement) => {
      audit.add({ judge: overstatement >= 0, human: overstatement <= 0 });
      return audit.logE;
    });
    const crossing = logE.findIndex((height) => height >= Math.log(20));
    return { nullMean: audit.nullMean, logE, firstCrossing: crossing < 0 ? null : crossing + 1 };
  },
  quantileCi: ({ n, p, conf, side }: { n: number; p: number; conf: number; side: Sides }) => {
    const { low, high, coverage } = quantileCi(n, p, conf, side);
    return { lowerIndex: low, upperIndex: high, coverage };
  },
  cusumBernoulli: ({ misses, q0, q1, h }: { misses: number[]; q0: number; q1: number; h: number }) => {
    const chart = new CusumBernoulli({ usual: q0, worse: q1, alarm: h });
    const path = misses.map((miss) => {
      chart.add(miss === 0);
      return chart.height;
    });
    return { path, alarmAt: chart.alarmAt, missScore: chart.missStep, matchScore: chart.matchStep };
  },
  eDetector: (input: { nights: [number, number][]; pBase: number; threshold: number; kind: "sr" | "cusum" }) => {
    const detector = new EDetector({ share: input.pBase, nights: input.threshold, kind: input.kind });
    const logM = input.nights.map(([matches, misses]) => {
      detector.add({ matches, misses });
      return detector.logM;
    });
    return { logM, alarmNight: detector.alarmNight };
  },
  cusumArl: ({ a, h, q }: { a: number; h: number; q: number }) => ({ arl: cusumArl({ missStep: a, alarm: h, missRate: q }) }),
  passK: ({ k, ...input }: Repeated & { k: number }) => {
    const { all, any, cases, allSe } = passK(attempts(input), k);
    return { passHatK: all, passAtK: any, cases, seHat: allSe };
  },
  varianceDecomposition: (input: Repeated) => {
    const { se, typicalAttempts, ...rest } = varianceDecomposition(attempts(input));
    return { ...rest, seMean: se, n0: typicalAttempts };
  },
};
