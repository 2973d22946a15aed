import type { Case } from "../case.ts";
import type { ComparedTypes, Comparison } from "../compare.ts";
import { attemptsDiffer, worst, wouldAct } from "../evidence.ts";
import { momentOf } from "../policy/momentOf.ts";
import type { Observation } from "../replay.ts";
import { type Adjudication, type Adjudications, NO_CAUSE } from "./adjudications.ts";
import { latencyOf } from "./latencyOf.ts";
import { proposedAlike } from "./proposedAlike.ts";
import { TimeCount } from "./timeCount.ts";
import { type DisagreementFacts, NO_RULINGS, type RulingCounts, type SpanFacts, type TypeFacts } from "./typeFacts.ts";

/** What counting cases tells of an action type besides its shares. */
export type CountedFacts = Pick<TypeFacts, "span" | "attempts" | "disagreements" | "ruled" | "latency" | "time">;

const DAY = 86_400_000;
/** Of dated cases, left aside at either end. */
const STRAY = 0.05;

class OneType {
  readonly moments: number[] = [];
  undated = 0;
  repeated = 0;
  alike = 0;
  differ = 0;
  unknown = 0;
  readonly causes = new Map<string, number>();
  readonly ruled: { -readonly [K in keyof RulingCounts]: number } = { ...NO_RULINGS };
  readonly ms: number[] = [];
  readonly time = new TimeCount();
}

/** Counts, case by case, when cases were, how long both sides took, and whether disagreements were explained. */
export class FactsCount {
  readonly #types = new Map<string, OneType>();
  readonly #adjudications: Adjudications | undefined;
  readonly #compared: ComparedTypes;
  #unrecorded = 0;
  #newest = -Infinity;

  /** `types` as the suite compares them. */
  constructor(types: ComparedTypes, adjudications: Adjudications | undefined) {
    // Whether params are fit says nothing of whether two attempts are alike.
    this.#compared = new Map([...types].map(([type, { compare }]) => [type, { compare }]));
    this.#adjudications = adjudications;
  }

  /** When the newest case was, in ms since 1970; -Infinity where none says. */
  get newest(): number {
    return this.#newest;
  }

  /** Cases in which a lookup had no recorded answer. */
  get unrecorded(): number {
    return this.#unrecorded;
  }

  /** One case with the cells of its attempts; the first attempt is its vote. */
  add(one: Case, attempts: readonly (readonly Comparison[])[], observations: readonly Observation[]): void {
    const [vote = []] = attempts;
    const [observed] = observations;
    if (observations.some(lacksRecording)) this.#unrecorded++;
    const column = Map.groupBy(vote.filter(wouldAct), (cell) => cell.proposed);
    const row = Map.groupBy(
      vote.filter(({ decidedAction }) => decidedAction !== undefined),
      (cell) => cell.decided,
    );
    const moment = momentOf(one.at ?? one.decisions[0].at);
    if (moment !== undefined) this.#newest = Math.max(this.#newest, moment);
    const alike = attempts.length > 1 && !attemptsDiffer(attempts) && proposedAlike(observations, this.#compared);
    for (const [type, cells] of column) {
      const count = this.#type(type);
      if (moment === undefined) count.undated++;
      else count.moments.push(moment);
      if (observed !== undefined) count.ms.push(observed.ms);
      if (attempts.length > 1) {
        count.repeated++;
        if (alike) count.alike++;
      }
      if (worst(cells) !== "match") this.#differs(count, one.id, type);
    }
    const { seconds } = one.decisions[0];
    for (const [type, cells] of row) this.#type(type).time.add(one.cluster, seconds, worst(cells) === "match");
  }

  /** `limits`, in seconds: how many cases were within each. */
  of(type: string, limits: readonly number[] = []): CountedFacts {
    const count = this.#types.get(type) ?? new OneType();
    return {
      span: spanOf(count),
      attempts: { repeated: count.repeated, alike: count.alike },
      disagreements: this.#adjudications === undefined ? null : disagreementsOf(count),
      ruled: this.#adjudications === undefined ? null : { ...count.ruled },
      latency: latencyOf(count.ms, limits),
      time: count.time.facts(),
    };
  }

  #differs(count: OneType, id: string, type: string): void {
    count.differ++;
    const found = this.#adjudications?.of(id, type);
    if (found !== undefined) count.ruled[placeOf(found)]++;
    const cause = found?.cause ?? null;
    if (cause === NO_CAUSE) count.unknown++;
    else if (cause !== null) count.causes.set(cause, (count.causes.get(cause) ?? 0) + 1);
  }

  #type(type: string): OneType {
    const count = this.#types.get(type) ?? new OneType();
    this.#types.set(type, count);
    return count;
  }
}

function lacksRecording({ trace }: Observation): boolean {
  return trace.steps.some(
    ({ kind, source, imported }) => kind === "read" && imported !== true && (source === "stubbed" || source === "refused"),
  );
}

function spanOf({ moments, undated }: OneType): SpanFacts {
  const sorted = moments.toSorted((a, b) => a - b);
  const dated = sorted.length;
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return { first: null, last: null, days: 0, middle: 0, dated, undated };
  const aside = Math.ceil(STRAY * dated);
  const [from = first, to = first] = [sorted[aside], sorted[dated - 1 - aside]];
  return {
    first: new Date(first).toISOString(),
    last: new Date(last).toISOString(),
    days: (last - first) / DAY,
    middle: Math.max(0, to - from) / DAY,
    dated,
    undated,
  };
}

function placeOf({ ruling }: Adjudication): keyof RulingCounts {
  if (ruling === null) return "conflict";
  return ruling === "cannot-tell" ? "unclear" : ruling;
}

function disagreementsOf({ differ, unknown, causes }: OneType): DisagreementFacts {
  const named = [...causes].map(([cause, n]) => ({ cause, n })).sort((a, b) => b.n - a.n || (a.cause < b.cause ? -1 : 1));
  return { n: differ, explained: named.reduce((sum, { n }) => sum + n, 0), unknown, causes: named };
}
