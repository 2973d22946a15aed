import { EarnestError } from "../errors.ts";
import { refuseOtherSuite } from "../register/beginRegister.ts";
import { breakerMoves } from "../register/breakerMoves.ts";
import { datedAt, enter } from "../register/enter.ts";
import type { KeptRegister } from "../register/readRegister.ts";
import { originOf } from "../register/register.ts";
import { type RegisterGaps, type RungGap, registerGaps } from "../register/registerGaps.ts";
import { setAt } from "../register/setAt.ts";
import { writeRegister } from "../register/writeRegister.ts";
import type { TypeJudgement } from "../run/judgement.ts";
import { many } from "../words.ts";
import type { JudgedRuns } from "./judgedRuns.ts";
import { rowLine } from "./rowLine.ts";

/** What a gate found of the register, and did to it. */
export interface GatedRegister extends RegisterGaps {
  readonly file: string;
  /** How many entries its history has, and the digest of the last: who keeps them sees when entries were taken off its end. */
  readonly entries: number;
  readonly head: string;
  /** The moment that written demotions are dated at, where a clock ran ahead of this one. */
  readonly dated: string | null;
  /** Demotions that a circuit breaker wrote, or would have written. */
  readonly demoted: readonly {
    readonly type: string;
    readonly from: string;
    readonly to: string;
    readonly written: boolean;
    /** What a person now sets in the suite. */
    readonly set: string;
  }[];
}

/**
 * Holds a register against what was judged, and writes the demotions that a circuit breaker stands for: only of types that stand where they
 * were judged. Throws REGISTER_DIFFERS where others do not, and says what was written all the same.
 */
export function besideRegister(
  kept: KeptRegister,
  judged: JudgedRuns,
  types: readonly TypeJudgement[],
  dry: boolean,
): GatedRegister {
  const { suite, judgement } = judged;
  refuseOtherSuite(kept, suite);
  const now = new Date().toISOString();
  const moves = breakerMoves(kept.register, suite, judgement, types, now);
  const after = dry ? kept.register : moves.reduce((register, move) => enter(register, move), kept.register);
  if (after !== kept.register) writeRegister(kept.file, kept.source, after);
  const { rungs } = after.ladder;
  const asks = (type: string) => types.some((one) => one.type === type && one.decided.ask !== null);
  const register: GatedRegister = {
    file: kept.file,
    entries: after.history.length,
    head: after.history.at(-1)?.digest ?? originOf(after),
    dated: after === kept.register ? null : datedAt(after, now),
    ...registerGaps(kept.register, suite, judgement, types, now),
    demoted: moves.map(({ type, to }) => ({
      type,
      from: kept.register.actions.get(type)?.rung ?? "",
      to,
      written: !dry,
      set: setAt(rungs, to, asks(type)),
    })),
  };
  if (register.rungs.length > 0) throw differs(kept, judged, register, asks);
  return register;
}

function differs(
  { file, lineOf, register }: KeptRegister,
  { file: suiteFile }: JudgedRuns,
  { rungs, demoted }: GatedRegister,
  asks: (type: string) => boolean,
): EarnestError {
  const [first] = rungs as [RungGap];
  const line = ({ type }: RungGap) => lineOf(["actions", type, "rung"]);
  const told = ({ type, registered, judged }: RungGap) =>
    `${type} stands on ${registered} in the register, and the suite judged it on ${judged}`;
  const places = rungs.flatMap((gap) => {
    const there = rowLine(suiteFile, gap.type, gap.judged);
    return [
      ...(rungs.length > 1 ? [`${told(gap)}:`] : []),
      `${file}:${line(gap)} rung: ${gap.registered}`,
      `${suiteFile}${there === undefined ? "" : `:${there}`} at: "${gap.judged}"`,
    ];
  });
  const fallen = demoted
    .filter(({ written }) => written)
    .map(
      ({ type, from, to, set }) =>
        `This gate has just written to ${file}: ${type} is demoted from ${from} to ${to}, by its circuit breaker; ${set}`,
    );
  return new EarnestError(
    "REGISTER_DIFFERS",
    rungs.length === 1
      ? told(first)
      : `${many(rungs.length, "action type")} stand elsewhere in the register than where the suite judged them`,
    {
      where: { file, line: line(first) },
      details: [...places, ...fallen],
      next: `Where the register is right, ${setAt(register.ladder.rungs, first.registered, asks(first.type))}, and judge again; a rung of the register is changed by earnest promote and earnest demote`,
    },
  );
}
