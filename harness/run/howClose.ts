import { isAgreement } from "../gate/why.ts";
import { say } from "../sentences.ts";
import type { Judgement, TypeJudgement } from "./judgement.ts";

/** How far an answer was from turning, in whole sentences. */
export interface HowClose {
  /** The range as decisions in 1,000: of what the agent proposed, and of what people did; null where people did none. */
  readonly perThousand: string;
  readonly perThousandDone: string | null;
  /** How many more disagreements would turn it; null where no match rate is asked for. */
  readonly room: string | null;
  /** The cases that are in doubt, beside that room; null where there is none. */
  readonly doubt: string | null;
  /** Are they as many as the room, or more? Then a reader is to be warned. */
  readonly exceeds: boolean;
  readonly missed: string;
  readonly handedOver: string;
}

/** Says how close one answer of a judgement was. Pure. The room is the fragility index: how many outcomes would have to turn. Source: Walsh et al. 2014. */
export function howClose(judgement: Pick<Judgement, "flow" | "reads" | "together" | "types">, type: TypeJudgement): HowClose {
  const { evidence, interval } = type;
  const { proposed, decided, shares } = evidence;
  const { escalated, abstained, missed } = decided.outcomes;
  const room = roomOf(type);
  const doubts = doubtsOf(judgement, type);
  return {
    perThousand: proposed.n === 0 ? nothing(type) : say.closeness.perThousand(interval),
    perThousandDone: decided.n === 0 ? null : say.closeness.perThousandDone(shares.coverage),
    room: roomSaid(judgement, type, room),
    doubt: room === null ? null : doubts.says(room),
    exceeds: room !== null && doubts.all >= room,
    missed: say.closeness.ofPeople(missed, decided.n),
    handedOver: say.closeness.ofPeople(escalated + abstained, decided.n),
  };
}

function nothing({ evidence: { facts } }: TypeJudgement): string {
  return (facts.policy?.keptBack ?? 0) === 0 ? say.closeness.nothingProposed : say.closeness.allKeptBack;
}

/** A match that turns is missing from both shares of what was done alike, so the one with less room breaks first. */
const LOST_BY_A_DISAGREEMENT = ["agreementAtLeast", "coverageAtLeast"];

/** Null where the match rate is not shown to clear the gate, for then there is none to lose. */
function roomOf({ decided: { climb, hold, stay } }: TypeJudgement): number | null {
  if (!climb.some((finding) => isAgreement(finding) && finding.verdict === "met")) return null;
  const rooms = [...climb, ...hold, ...stay]
    .filter(({ criterion }) => LOST_BY_A_DISAGREEMENT.includes(criterion.name))
    .flatMap(({ numbers }) => numbers["room"] ?? []);
  return rooms.length === 0 ? null : Math.min(...rooms);
}

function roomSaid({ together, types }: Pick<Judgement, "together" | "types">, type: TypeJudgement, room: number | null) {
  const { climb, verdict } = type.decided;
  const { n } = type.evidence.proposed;
  if (!climb.some(isAgreement)) return null;
  if (room === null)
    return climb.some((finding) => isAgreement(finding) && finding.verdict === "met") ? null : say.closeness.noRoom;
  if (verdict !== "promote") return say.closeness.roomOfRate({ room, n });
  const others = together === "holm" ? types.filter(({ among }) => among !== null).length - 1 : 0;
  const named = climb.some(({ criterion }) => criterion.name === "disagreementsExplained");
  return say.closeness.room({ room, n, others, named });
}

/** Cases whose true outcome is not known; what they would have been might be a disagreement each. */
function doubtsOf({ flow, reads }: Pick<Judgement, "flow" | "reads">, { type, evidence }: TypeJudgement) {
  const { doubts, doubtExceeds, doubtMayExceed, doubtFewer, doubtNone, doubtImported } = say.closeness;
  const unrecorded = reads.types.find((one) => one.type === type)?.unrecorded ?? 0;
  const unanswered = evidence.decided.outcomes.failed;
  const leftOut = flow.excluded + flow.missing + flow.uncounted;
  const own = [unrecorded > 0 && doubts.unrecorded(unrecorded), unanswered > 0 && doubts.unanswered(unanswered)].filter(
    (part) => part !== false,
  );
  const all = [...own, ...(leftOut > 0 ? [doubts.leftOut(leftOut)] : [])];
  const says = (room: number): string => {
    if (unrecorded + unanswered >= room) return doubtExceeds(own);
    if (unrecorded + unanswered + leftOut >= room) return doubtMayExceed(all);
    return all.length === 0 ? doubtNone : doubtFewer(all);
  };
  const { imported } = evidence.facts.replay;
  return {
    all: unrecorded + unanswered + leftOut,
    says: (room: number) => (imported ? `${says(room)} ${doubtImported}` : says(room)),
  };
}
