import type { Bound, Ceiling, CeilingSeen } from "./ceiling/ceiling.ts";
import { checkRisk, type RiskContext } from "./ceiling/checkRisk.ts";
import { fourQuestions } from "./ceiling/fourQuestions.ts";
import { quickTest } from "./ceiling/quickTest.ts";
import { refusalSignals } from "./ceiling/refusalSignals.ts";
import type { RiskProfile } from "./ceiling/riskProfile.ts";
import { scorecard } from "./ceiling/scorecard.ts";
import { tier } from "./ceiling/tier.ts";
import { quote } from "./comparators/quote.ts";
import { EarnestError } from "./errors.ts";
import { evidenceLadder, type Ladder, rungIndex } from "./ladders.ts";

export type { Bound, Ceiling, CeilingSeen } from "./ceiling/ceiling.ts";
export type { RiskProfile } from "./ceiling/riskProfile.ts";

/** The instruments, in the order in which bounds of the same rung are told. */
const INSTRUMENTS: readonly ((risk: RiskProfile, context: RiskContext | undefined) => Bound[])[] = [
  refusalSignals,
  scorecard,
  fourQuestions,
  quickTest,
  tier,
];

/**
 * The highest rung of the evidence ladder that a risk profile allows: the lowest that any of its instruments allows. With what the
 * suite says besides, a row without owners counts as a signal. Throws SUITE_BROKEN.
 */
export function ceilingOf(risk: RiskProfile, context?: RiskContext): Ceiling {
  checkRisk(risk, context);
  const bounds = INSTRUMENTS.flatMap((instrument) => instrument(risk, context)).sort((a, b) => height(a.rung) - height(b.rung));
  return { rung: bounds[0]?.rung ?? "L5", bounds };
}

/**
 * Where it stands on a ladder: below the first rung that stands for more than the ceiling; a row that claims no rung is barred from
 * none. Throws SUITE_BROKEN for a ladder that does not say what its rungs stand for.
 */
export function seenOn(
  risk: RiskProfile,
  ladder: Ladder,
  at: string | undefined,
  ask: string | undefined,
  context?: RiskContext,
): CeilingSeen {
  const ceiling = ceilingOf(risk, context);
  const heights = ladder.rungs.map(({ id, like = ladder === evidenceLadder ? id : undefined }) => {
    const known = evidenceLadder.rungs.some((rung) => rung.id === like);
    if (like !== undefined && known) return height(like);
    throw new EarnestError("SUITE_BROKEN", `${context?.type ?? "a row"} declares its risk, and ${lacks(ladder, id, like)}`, {
      next: `Give each of its rungs like: the one of ${evidenceLadder.rungs.map((rung) => rung.id).join(", ")} that it stands for`,
    });
  });
  const above = heights.findIndex((one) => one > height(ceiling.rung));
  const highest = (above < 0 ? heights.length : above) - 1;
  const bars = (rung: string | undefined) => rung !== undefined && rungIndex(ladder, rung) > highest;
  return { ...ceiling, highest: ladder.rungs[highest]?.id ?? null, bars: { ask: bars(ask), at: bars(at) } };
}

function lacks({ name }: Ladder, id: string, like: string | undefined): string {
  const rung = `the rung ${id} of the ladder "${name}"`;
  return like === undefined
    ? `${rung} does not say which rung of the evidence ladder it stands for`
    : `${rung} is like ${quote(like)}, which is no rung of the evidence ladder`;
}

function height(rung: string): number {
  return rungIndex(evidenceLadder, rung);
}
