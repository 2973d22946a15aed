import type { Criterion } from "../criteria/criterion.ts";
import { type SequencePoint, sequenceOf } from "../evidence/sequence.ts";
import type { WallSeen } from "../evidence/wallCount.ts";
import type { TypeEvidence } from "../evidence.ts";
import { type Decided, decide, type Gate } from "../gate.ts";
import type { WiderChild } from "../policy.ts";
import { say } from "../sentences.ts";
import type { ReadySuite } from "../suite.ts";
import type { TypeJudgement } from "./judgement.ts";
import { type AmongOthers, decideTogether } from "./together.ts";

/** Action types whose path is kept; a page draws no more. */
const DRAWN = 20;

/** Rows of the suite in the suite's order, then types that only turned up in the cases, by name. */
export function judgeTypes(
  suite: ReadySuite,
  evidence: ReadonlyMap<string, TypeEvidence>,
  wall: WallSeen,
  aboutType: (type: string) => Pick<TypeJudgement, "judge" | "confidence" | "policy" | "drills"> & {
    readonly wider: readonly WiderChild[];
    /** The match rate at every look. */
    readonly looks: readonly SequencePoint[];
    /** Its shares with the outlook of an answer that may err with a chance of so much at most. */
    readonly sharesAt: (level: number) => TypeEvidence["shares"];
  },
): TypeJudgement[] {
  const declared = Object.keys(suite.actions);
  const others = [...evidence.keys()].filter((type) => !suite.gates.has(type)).sort();
  const types = [...declared, ...others];
  const facts = types.map(aboutType);
  const decidedOn = (type: string, at: number, seen: TypeEvidence) => {
    const gate = suite.gates.get(type);
    if (gate === undefined) return UNDECLARED;
    const { judge = null, wider = [] } = facts[at] ?? {};
    const by = (asked: Gate) => decide(asked, seen, suite.noun(type), wall);
    return withJudge(by({ ...gate, wider }), judge, () => by(ceilingAlone(gate)));
  };
  const decided = decideTogether(
    types.map((type, at) => decidedOn(type, at, evidence.get(type) as TypeEvidence)),
    suite.together,
  );
  let drawn = 0;
  return types.map((type, at) => {
    const answer = decided[at] as { decided: Decided; among: AmongOthers | null };
    const seen = evidence.get(type) as TypeEvidence;
    // A promotion among several is lost before its checks are: how much room it has is a matter of the level at which it stands.
    const { wider: _, looks, sharesAt, ...about } = facts[at] as ReturnType<typeof aboutType>;
    const among = answer.decided.verdict === "promote" ? answer.among : null;
    const atLevel = among === null ? {} : { decided: decidedOn(type, at, { ...seen, shares: sharesAt(among.level) }) };
    const row = suite.actions[type];
    const { low, high } = seen.shares.agreement;
    const gate = suite.gates.get(type);
    const lines = { gate: lineOf(gate?.climb), floor: lineOf(gate?.stay) };
    const followed = (lines.gate !== null || lines.floor !== null) && drawn++ < DRAWN;
    return {
      type,
      title: suite.title(type),
      noun: suite.noun(type),
      declared: row !== undefined,
      reversibility: row?.reversibility ?? "unknown",
      consequential: row?.consequential ?? null,
      owners: row?.owners ?? {},
      ...answer,
      ...atLevel,
      evidence: seen,
      interval: { low, high },
      sequence: followed ? sequenceOf(looks, lines) : null,
      ...about,
      ceiling: gate?.ceiling ?? null,
      leftOut: gate?.leftOut ?? null,
      about: row?.about ?? "",
      breaker: row?.breaker === true,
    };
  });
}

/** The match rate that criteria ask for. */
function lineOf(criteria: readonly Criterion[] = []): number | null {
  return criteria.find(({ name }) => name === "agreementAtLeast")?.asks?.line ?? null;
}

/** A model judge that people have not measured cannot say yes. `byCeiling` is what the ceiling alone decides, which no ruling can change. */
function withJudge(decided: Decided, judge: TypeJudgement["judge"], byCeiling: () => Decided): Decided {
  if (judge !== null && judge.unruled > 0 && (decided.verdict === "demote" || decided.verdict === "hold")) {
    const { verdict, to, why, change, bound } = byCeiling();
    return bound === "ceiling" ? { ...decided, verdict, to, why, change, bound } : unruled(decided, judge);
  }
  if (decided.verdict !== "promote" || judge === null || judge.closed === null) return decided;
  return { ...decided, verdict: "insufficient", to: decided.at, ...judge.closed };
}

function ceilingAlone({ at, ask, below, ceiling = null }: Gate): Gate {
  return { at, ask, below, ceiling, climb: [], stay: [] };
}

/** Pairs without a ruling count as different; that must not cost an agent its rung. */
function unruled(decided: Decided, { unruled: waiting, cases }: NonNullable<TypeJudgement["judge"]>): Decided {
  return {
    ...decided,
    verdict: "insufficient",
    to: decided.at,
    ...say.answers.unruled({ waiting, cases }),
  };
}

const UNDECLARED: Decided = {
  verdict: "not_requested",
  at: "",
  ask: null,
  to: "",
  ...say.answers.undeclared,
  climb: [],
  stay: [],
  hold: [],
  bound: null,
};
