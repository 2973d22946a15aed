import type { Finding } from "../criteria/criterion.ts";
import { isAgreement } from "../gate/why.ts";
import type { DisagreementKind } from "../sentences/closeness.ts";
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
  const rooms = type.decided.verdict === "promote" ? roomsOf(type) : [];
  const doubts = doubtsOf(judgement, type);
  // Of an answer that is not yes, cases in doubt take nothing away.
  const least = rooms.length === 0 ? null : Math.min(...rooms.map((one) => one.least));
  return {
    perThousand: proposed.n === 0 ? nothing(type) : say.closeness.perThousand(interval),
    perThousandDone: decided.n === 0 ? null : say.closeness.perThousandDone(shares.coverage),
    room: rooms.length > 0 ? roomSaid(judgement, type, rooms) : roomOfRate(type),
    doubt: least === null ? null : doubts.says(least),
    exceeds: least !== null && doubts.all >= least,
    missed: say.closeness.ofPeople(missed, decided.n),
    handedOver: say.closeness.ofPeople(escalated + abstained, decided.n),
  };
}

function nothing({ evidence: { facts } }: TypeJudgement): string {
  return (facts.policy?.keptBack ?? 0) === 0 ? say.closeness.nothingProposed : say.closeness.allKeptBack;
}

/** What kind of disagreement each check counts. A match that turns is missing from both shares of what was done alike. */
const COUNTS: Readonly<Record<string, DisagreementKind>> = {
  agreementAtLeast: "any",
  coverageAtLeast: "any",
  acceptedAtLeast: "unfit",
  outcomesNoWorse: "good",
  seriousAtMost: "serious",
  noSerious: "serious",
  overreachAtMost: "needless",
  failuresAtMost: "unusable",
  failuresNoMoreThanPeople: "unusable",
};

interface RoomOfKind {
  readonly kind: DisagreementKind;
  readonly room: number;
  readonly least: number;
}

/** Kinds that a page names besides disagreements of any kind, as many as page 1 does. */
const NAMED = 2;

/** How many more of each kind turn a promotion, the nearest first; a kind that takes more than any disagreements do is left out. */
function roomsOf({ decided: { climb, hold, stay } }: TypeJudgement): RoomOfKind[] {
  const found = [...climb, ...hold, ...stay].flatMap((finding) => roomOf(finding) ?? []);
  const nearest = [...Map.groupBy(found, ({ kind }) => kind).values()]
    .map((some) => some.reduce((a, b) => (b.room < a.room ? b : a)))
    .toSorted((a, b) => a.room - b.room);
  const any = nearest.find(({ kind }) => kind === "any");
  const nearer = nearest.filter(({ room }) => room < (any?.room ?? Number.POSITIVE_INFINITY));
  return [...nearer.slice(0, NAMED), ...(any === undefined ? [] : [any])];
}

function roomOf({ criterion, verdict, numbers: { room, least = room } }: Finding): RoomOfKind | undefined {
  const kind = COUNTS[criterion.name];
  if (kind === undefined || verdict !== "met" || room === undefined || least === undefined) return undefined;
  return { kind, room, least };
}

function roomSaid({ together, types }: Pick<Judgement, "together" | "types">, type: TypeJudgement, rooms: readonly RoomOfKind[]) {
  const asked = together === "holm" ? types.filter(({ among }) => among !== null).length : 1;
  const named = type.decided.climb.some(({ criterion }) => criterion.name === "disagreementsExplained");
  return say.closeness.room({ rooms, n: type.evidence.proposed.n, asked, named });
}

/** Of an answer that is not yes: the room of its match rate alone. */
function roomOfRate({ decided: { climb }, evidence }: TypeJudgement): string | null {
  const rate = climb.find(isAgreement);
  if (rate === undefined) return null;
  const { room } = rate.numbers;
  if (rate.verdict !== "met") return say.closeness.noRoom;
  return room === undefined ? null : say.closeness.roomOfRate({ room, n: evidence.proposed.n });
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
    if (unrecorded + unanswered >= room) return doubtExceeds(room, own);
    if (unrecorded + unanswered + leftOut >= room) return doubtMayExceed(room, all);
    return all.length === 0 ? doubtNone : doubtFewer(all);
  };
  const { imported } = evidence.facts.replay;
  return {
    all: unrecorded + unanswered + leftOut,
    says: (room: number) => (imported ? `${says(room)} ${doubtImported}` : says(room)),
  };
}
