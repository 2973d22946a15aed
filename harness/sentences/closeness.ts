import { count, inWords, many, percentAtLeast } from "../words.ts";

/** How close an answer was, and what it would take: counts in, whole sentences out. */
export const closeness = {
  /** The range of the match rate as decisions, both ways; rounded outwards. */
  perThousand: ({ low, high }: { readonly low: number; readonly high: number }) => {
    const [least, most] = perMille(1 - high, 1 - low);
    return `In 1,000 decisions like these, expect ${between(least, most)} to differ from the person’s, and ${between(1000 - most, 1000 - least)} to be the same.`;
  },
  /** The same of what people did, behind "In 1,000 that people do". */
  perThousandDone: ({ low, high }: { readonly low: number; readonly high: number }) =>
    `${between(...perMille(low, high))} done alike by the agent alone`,
  nothingProposed: "The agent never proposed this action in these cases.",
  allKeptBack: "Its policy kept back every proposal of this action in these cases.",

  /**
   * So many more disagreements of some kind in `n` cases cost a promotion, the nearest first; `asked` stand or fall at one level, and `named`:
   * does its gate ask for causes? `least` of the nearest may do, for which cases they are counts too.
   */
  room: ({ rooms, n, asked, named }: Rooms) => {
    const [first, ...others] = rooms;
    if (first === undefined) return "";
    const alone = others.length === 0 && first.kind === "any";
    const lead = `${about(first.room)} more ${first.room === 1 ? "disagreement" : "disagreements"}${alone ? "" : ` ${KINDS[first.kind]}`}`;
    const kinds = [lead, ...others.map(({ kind, room }) => `${about(room)} ${KINDS[kind]}`)];
    const counted = asked < 2 ? "" : ` That ${inWords(asked)} action types were asked about together is counted in.`;
    const fewest =
      first.least < first.room
        ? ` As few as ${count(first.least)} may do, where they fall in the cases that count for most, as those of small clusters.`
        : "";
    return `In these ${many(n, "case")}, ${or(kinds)} would turn the answer to “not enough evidence”${named ? ", even with a named cause for each" : ""}.${fewest}${counted}`;
  },
  /** The answer hangs on something else than the match rate, which has room. */
  roomOfRate: ({ room, n }: Room) =>
    `The match rate is not what is missing: it would take ${about(room)} more ${room === 1 ? "disagreement" : "disagreements"} in these ${many(n, "case")} to leave it short of the gate.`,
  noRoom: "None: the match rate is not shown to clear the gate.",

  /** What stands behind a number less firmly than the rest. */
  doubts: {
    unrecorded: (n: number) =>
      `${many(n, "case")} in which it proposed this ${n === 1 ? "rests" : "rest"} on a lookup that was not on record`,
    unanswered: (n: number) => `${many(n, "case")} in which people did this got no usable answer`,
    leftOut: (n: number) => `${many(n, "record")} of whatever action type ${n === 1 ? "was" : "were"} left out`,
  },
  /** Of a type's own cases so many are in doubt that they could use the room up; and so with records whose type may be any. */
  doubtExceeds: (room: number, doubts: readonly string[]) =>
    `${fewest(room)} could turn the answer, and as many or more are in doubt: ${listed(doubts)}.`,
  doubtMayExceed: (room: number, doubts: readonly string[]) =>
    `${fewest(room)} could turn the answer, and as many or more may be in doubt: ${listed(doubts)}.`,
  doubtFewer: (doubts: readonly string[]) => `Fewer than that are in doubt: ${listed(doubts)}.`,
  doubtNone: "No case of this action type rests on a lookup that was not on record, is without a usable answer, or was left out.",
  doubtImported: "What its lookups rest on is not known: its proposals were made elsewhere.",

  /** Of `n` that people did. */
  ofPeople: (k: number, n: number) =>
    n === 0 ? "people never did this" : `${k === 0 ? "none" : count(k)} of ${count(n)} that people did`,

  /** Is what would change an answer all that is missing? */
  enough: "With that every check would be met.",
  /** The change itself counts the others. */
  notEnough: "By itself that would not be enough.",

  /** `cases` more of a kind, of which a share of `rate` goes well (null: no rate is asked), as `seen` in `of` cases. */
  casesToReplay: ({ cases, kind, rate, seen, of, replays }: Replays) =>
    `About ${many(cases, "more case")} ${CASES[kind]}${rate === null ? "" : `, if ${rate === 1 ? "all" : percentAtLeast(rate)} of them go as the check asks that takes the most cases`}: ${count(seen)} came up in ${many(of, "case")}, so about ${many(replays, "case")} to replay.`,
  daysOfCases: ({ perDay, days }: { readonly perDay: string; readonly days: number }) =>
    `They came up about ${perDay} times a day, so that is about ${many(days, "day")} of them.`,
} as const;

/** A kind of disagreement that a check counts. */
export type DisagreementKind = keyof typeof KINDS;

const KINDS = {
  any: "of any kind",
  good: "in cases that turned out well",
  serious: "that are serious",
  unfit: "in more than minor details",
  needless: "where the person did nothing, or handed over",
  unusable: "for want of a usable answer",
} as const;

interface Rooms {
  readonly rooms: readonly { readonly kind: DisagreementKind; readonly room: number; readonly least: number }[];
  readonly n: number;
  readonly asked: number;
  readonly named: boolean;
}

interface Room {
  readonly room: number;
  readonly n: number;
}

/** What a check counts. */
export type CaseKind = keyof typeof CASES;

const CASES = {
  good: "of it that turned out well",
  proposed: "in which the agent proposes it",
  counted: "that this check counts",
} as const;

interface Replays {
  readonly cases: number;
  readonly kind: CaseKind;
  readonly rate: number | null;
  readonly seen: number;
  readonly of: number;
  readonly replays: number;
}

/** A range of shares as whole decisions in 1,000, rounded outwards; what a float misses of its decimal is none. */
function perMille(low: number, high: number): readonly [number, number] {
  return [Math.max(0, Math.floor(low * 1000 + 1e-9)), Math.min(1000, Math.ceil(high * 1000 - 1e-9))];
}

function between(least: number, most: number): string {
  return least === most ? count(least) : `between ${count(least)} and ${count(most)}`;
}

/** One is one; more depend on which cases they fall in. */
function fewest(room: number): string {
  return room === 1 ? "A single disagreement" : `As few as ${count(room)} disagreements`;
}

function about(n: number): string {
  return n === 1 ? "1" : `about ${count(n)}`;
}

function or(parts: readonly string[]): string {
  return parts.length < 3 ? parts.join(" or ") : `${parts.slice(0, -1).join(", ")}, or ${parts.at(-1) ?? ""}`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}
