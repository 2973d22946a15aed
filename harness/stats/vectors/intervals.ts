import { bayesBeta } from "../bayesBeta.ts";
import { betaQuantile } from "../betaQuantile.ts";
import { binomTail } from "../binomTail.ts";
import { clopperPearson, type Interval } from "../clopperPearson.ts";
import { jeffreys } from "../jeffreys.ts";
import { planFixedMinN } from "../planFixedMinN.ts";
import { planFixedPower } from "../planFixedPower.ts";
import type { Sides } from "../sides.ts";
import { tQuantile } from "../tQuantile.ts";
import { wilson } from "../wilson.ts";
import { zeroFailureMinN } from "../zeroFailureMinN.ts";
import { zeroFailureUpper } from "../zeroFailureUpper.ts";
import type { Adapters } from "./adapters.ts";

interface Share {
  x: number;
  n: number;
  conf: number;
  sides: Sides;
}

const ends = ({ low, high }: Interval) => ({ lower: low, upper: high });

/** Methods for one look at a number of cases fixed beforehand. */
export const intervals: Adapters = {
  wilson: ({ x, n, conf, sides }: Share) => ends(wilson(x, n, conf, sides)),
  clopperPearson: ({ x, n, conf, sides }: Share) => ends(clopperPearson(x, n, conf, sides)),
  jeffreys: ({ x, n, conf, sides }: Share) => ends(jeffreys(x, n, conf, sides)),
  bayesBeta: ({ x, n, a, b, conf }: Omit<Share, "sides"> & { a: number; b: number }) => {
    const belief = bayesBeta(x, n, { a, b, confidence: conf });
    return { ...ends(belief), mean: belief.mean };
  },
  zeroFailureUpper: ({ n, conf }: { n: number; conf: number }) => {
    const { exact, logarithm, ruleOfThree } = zeroFailureUpper(n, conf);
    return { exactUpper: exact, logApprox: logarithm, ruleOfThree };
  },
  zeroFailureMinN: ({ p0, conf }: { p0: number; conf: number }) => ({ n: zeroFailureMinN(p0, conf) }),
  binomTail: ({ x, n, p }: { x: number; n: number; p: number }) => {
    const { atMost, atLeast } = binomTail(x, n, p);
    return { lower: atMost, upper: atLeast };
  },
  betaQuantile: ({ p, a, b }: { p: number; a: number; b: number }) => ({ q: betaQuantile(p, a, b) }),
  tQuantile: ({ p, df }: { p: number; df: number }) => ({ q: tQuantile(p, df) }),
  planFixedMinN: ({ p0, alpha, misses }: { p0: number; alpha: number; misses: number }) => ({
    n: planFixedMinN({ share: p0, alpha, misses }),
  }),
  planFixedPower: ({ p0, p1, alpha, power }: { p0: number; p1: number; alpha: number; power: number }) =>
    planFixedPower({ share: p0, hoped: p1, alpha, power }),
};
