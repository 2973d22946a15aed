import { createRequire } from "node:module";
import type Betainc from "@stdlib/math-base-special-betainc";
import type Erfc from "@stdlib/math-base-special-erfc";
import type Erfcinv from "@stdlib/math-base-special-erfcinv";
import type Gammaln from "@stdlib/math-base-special-gammaln";
import type BetaincInv from "@stdlib/math-base-special-kernel-betaincinv";
import type BetaQuantile from "@stdlib/stats-base-dists-beta-quantile";

// Each is dozens of files, and a process that computes nothing, such as one that carries out acts, is started again and again.
const load = createRequire(import.meta.url);

function later<F extends (...given: never[]) => unknown>(name: string): F {
  let loaded: F | undefined;
  const call = (...given: Parameters<F>) => {
    loaded ??= load(name) as F;
    return loaded(...given);
  };
  return call as F;
}

/** The special functions of @stdlib that statistics stand on, each loaded when it is first asked for. */
export const special = {
  betainc: later<typeof Betainc>("@stdlib/math-base-special-betainc"),
  betaincInv: later<typeof BetaincInv>("@stdlib/math-base-special-kernel-betaincinv"),
  betaQuantile: later<typeof BetaQuantile>("@stdlib/stats-base-dists-beta-quantile"),
  erfc: later<typeof Erfc>("@stdlib/math-base-special-erfc"),
  erfcinv: later<typeof Erfcinv>("@stdlib/math-base-special-erfcinv"),
  gammaln: later<typeof Gammaln>("@stdlib/math-base-special-gammaln"),
};
