import type { Finding } from "../criteria/criterion.ts";
import type { Decided, Together } from "../gate.ts";
import { say } from "../sentences.ts";
import { eBh } from "../stats/eBh.ts";
import { holm } from "../stats/holm.ts";

/** The chance that any promotion of a report is wrong stays at most this; each by itself, that this one is. */
export const TOGETHER = 0.05;

/** How an answer stands among the others of its report. */
export interface AmongOthers {
  /** The chance, at any look, of so much evidence for every check if one were not so; alone, and corrected for all that were asked. */
  readonly p: number;
  readonly adjusted: number;
  /** The largest chance at which it would still pass among the others. */
  readonly level: number;
  /** Is it on the nightly list of those worth a look, of which at most one in twenty is expected to be wrong? Never a gate. */
  readonly candidate: boolean;
}

/**
 * The chance of an answer: checks for the rung asked for, and `besides` those that have to hold on the present one. A promotion takes
 * them all, so the weakest decides (intersection-union); one that says no chance is not a matter of luck, but none for the next rung is.
 */
export function promotionP(climb: readonly (number | undefined)[], besides: readonly (number | undefined)[] = []): number {
  if (climb.every((p) => p === undefined)) return 1;
  return Math.max(...[...climb, ...besides].filter((p) => p !== undefined));
}

export function together(ps: readonly number[], method: Together): number[] {
  return method === "holm" ? holm(ps) : [...ps];
}

/** By Holm's method that is always the level over a whole number, of those that are left at its step. */
function levelAt(ps: readonly number[], at: number, method: Together): number {
  const steps = ps.map((_, i) => (TOGETHER / (i + 1)) * (1 - 1e-9));
  return steps.find((level) => (together(ps.with(at, level), method)[at] as number) <= TOGETHER) ?? TOGETHER / ps.length;
}

/**
 * Corrects answers for having been asked at once: what would promote alone but not among all that were asked is not enough evidence.
 * All types asked about count, also those that stayed silent. Source: `holm` on anytime p-values; list of candidates by `eBh`.
 */
export function decideTogether(answers: readonly Decided[], method: Together): { decided: Decided; among: AmongOthers | null }[] {
  const asked = answers.filter(({ ask }) => ask !== null);
  const chance = ({ numbers }: Finding) => numbers["p"];
  const ps = asked.map(({ climb, hold, stay }) => promotionP(climb.map(chance), [...hold, ...stay].map(chance)));
  const adjusted = together(ps, method);
  const tonight = asked.map(({ climb, hold, stay, verdict }) =>
    verdict === "demote" || climb.length === 0
      ? -Infinity
      : Math.min(...[...climb, ...hold, ...stay].map((finding) => evidenceNow(finding))),
  );
  const candidates =
    asked.length === 0
      ? []
      : eBh(
          tonight.map((e) => (e === Infinity ? -Infinity : e)),
          TOGETHER,
        );
  return answers.map((decided) => {
    const at = asked.indexOf(decided);
    if (at < 0) return { decided, among: null };
    const among = {
      p: ps[at] as number,
      adjusted: adjusted[at] as number,
      level: levelAt(ps, at, method),
      candidate: candidates[at] === true,
    };
    const passes = decided.verdict !== "promote" || among.adjusted <= TOGETHER;
    return { decided: passes ? decided : notTogether(decided, among, asked.length), among };
  });
}

/** What the level of a report holds for: each answer alone, or all of its promotions together. */
export function togetherSaid(types: readonly { readonly among: AmongOthers | null }[], method: Together): string {
  const asked = types.filter(({ among }) => among !== null).length;
  const { none, one, ...several } = say.answers.together;
  if (asked < 2) return asked === 0 ? none : one;
  return several[method]({ asked, allowed: TOGETHER });
}

function evidenceNow({ verdict, numbers }: Finding): number {
  return numbers["logE"] ?? (verdict === "met" ? Infinity : -Infinity);
}

function notTogether(decided: Decided, { adjusted }: AmongOthers, asked: number): Decided {
  const weakest = [...decided.climb, ...decided.hold, ...decided.stay].reduce((a, b) =>
    (b.numbers["p"] ?? 0) > (a.numbers["p"] ?? 0) ? b : a,
  );
  const { n = 0, logE = 0 } = weakest.numbers;
  // Evidence grows about evenly with the cases; what is missing is a matter of how many questions were asked.
  const missing = Math.log(adjusted / TOGETHER);
  const more = logE > 0 ? Math.ceil((missing / logE) * n) : null;
  return {
    ...decided,
    verdict: "insufficient",
    to: decided.at,
    why: say.answers.notTogether({ because: weakest.because, asked, chance: adjusted, allowed: TOGETHER }),
    change: say.answers.moreLikeThese(more),
  };
}
