import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OnBadRow } from "../dataset/defineDataset.ts";
import { EarnestError } from "../errors.ts";
import { countDataset } from "../plan/countDataset.ts";
import { countRun } from "../plan/countRun.ts";
import { levelOf, plan } from "../plan/plan.ts";
import { CURRENCY } from "../suite.ts";
import type { CommonOptions } from "./commands.ts";
import { EXIT } from "./exitCode.ts";
import { loadSuite } from "./loadSuite.ts";
import { EARNEST, say, sayJson, shellWord } from "./say.ts";
import { sayPlan } from "./sayPlan.ts";

export interface PlanFlags extends CommonOptions {
  readonly data?: string;
  readonly run?: string;
  readonly perDay?: number;
  readonly attempts?: number;
  readonly price?: number;
  readonly currency?: string;
  readonly reviewMinutes: number;
  readonly onBadRow?: OnBadRow;
}

/** earnest plan: what a verdict takes, before there is one. */
export async function planCommand(path: string, flags: PlanFlags): Promise<number> {
  const given = priceOf(flags);
  const { suite } = await loadSuite(path, flags.data);
  const price = given ?? (suite.price && { perCall: suite.price.perAttempt, currency: suite.price.currency });
  const run = flags.run === undefined ? undefined : countRun(suite, flags.run, levelOf(suite));
  // The cases wait in a folder that is gone afterwards, whatever happens.
  using folder = mkdtempDisposableSync(join(tmpdir(), "earnest-plan-"));
  const dataset = await countDataset(suite, folder.path, flags.onBadRow);
  const planned = plan(suite, dataset, run, {
    attempts: flags.attempts ?? suite.attempts ?? 1,
    price,
    perDay: flags.perDay,
    minutesPerReview: flags.reviewMinutes,
  });
  if (flags.json === true) {
    sayJson("plan", planned);
    return EXIT.done;
  }
  sayPlan(planned, suite);
  say(`\n  Next: ${EARNEST} run ${shellWord(path) ?? "<suite>"}`);
  return EXIT.done;
}

function priceOf({ price, currency }: PlanFlags): { perCall: number; currency: string } | undefined {
  if (price === undefined) return undefined;
  if (currency !== undefined && !CURRENCY.test(currency))
    throw new EarnestError("USAGE", "a currency is a few letters or a sign, such as EUR", {
      next: "Mend --currency or EARNEST_CURRENCY",
    });
  if (currency !== undefined) return { perCall: price, currency };
  throw new EarnestError("USAGE", `a price of ${price} needs its currency`, {
    next: "Add --currency EUR, or set EARNEST_CURRENCY",
  });
}
