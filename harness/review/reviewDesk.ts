import { hash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { EarnestError } from "../errors.ts";
import {
  firstRecord,
  type PlannedReview,
  REVIEW_LOG,
  type ReviewAnswer,
  type ReviewEntry,
  type ReviewRecord,
  readReviews,
  reviewsOf,
} from "../evidence/reviewLog.ts";
import { asksAnother, ReviewState, rulingOf } from "../evidence/reviewState.ts";
import { continueJournal, Journal } from "../journal/journal.ts";
import { readRun } from "../run/readRun.ts";
import type { ReadySuite } from "../suite.ts";
import { type BlindPair, blindPair } from "./blindPair.ts";
import { contextOf, type Fact } from "./context.ts";
import { planReview } from "./planReview.ts";
import { type Shown, shown } from "./shown.ts";

/** What the edge supplies: a secret for a new log, and the time, as ISO 8601. */
export interface DeskGiven {
  readonly reviewer: string;
  readonly secret: string;
  now(): string;
}

/** How far a reviewer has come. */
export interface Progress {
  readonly reviewer: string;
  readonly done: number;
  readonly waiting: number;
  /** Of those waiting, the ones that are judged by two. */
  readonly double: number;
}

/** What a reviewer may say of an item. */
export type Said = Omit<ReviewAnswer, "kind" | "item" | "by" | "at">;

interface Held {
  readonly pair: BlindPair;
  readonly context: readonly Fact[];
  readonly people: readonly string[];
}

/** One in so many is asked which side was the agent's. */
const GUESS_EVERY = 10;

/** One reviewer's sitting at the reviews of a run: hands out items, and puts each answer on record before it is done. */
export class ReviewDesk {
  readonly plan: PlannedReview;
  readonly #given: DeskGiven;
  readonly #secret: string;
  readonly #journal: Journal;
  readonly #state: ReviewState;
  readonly #held: ReadonlyMap<string, Held>;
  readonly #queue: readonly number[];
  #mine: number[];
  #undone: number | undefined;
  #guess: number | undefined;

  private constructor(
    given: DeskGiven,
    journal: Journal,
    log: { plan: PlannedReview; secret: string; entries: readonly ReviewEntry[] },
    held: ReadonlyMap<string, Held>,
  ) {
    this.plan = log.plan;
    this.#given = given;
    this.#secret = log.secret;
    this.#journal = journal;
    this.#state = new ReviewState(log.entries);
    this.#held = held;
    this.#queue = [...log.plan.items.keys()].sort((a, b) => (this.#drawn("order", a) < this.#drawn("order", b) ? -1 : 1));
    this.#mine = [];
    for (const entry of log.entries) if (entry.by === given.reviewer) this.#count(entry);
  }

  /** Goes on with the reviews of a run, or plans them. Throws what `readRun` throws, LEDGER_CORRUPT for a log that was changed, and RESUME_CHANGED for a run or a suite that is another one since. */
  static async open(suite: ReadySuite, dir: string, given: DeskGiven): Promise<ReviewDesk> {
    const plan = planReview(suite, dir);
    const log = readReviews(dir, plan.run);
    if (log !== null) refuseUnlessAlike(dir, log.plan, plan);
    const planned = new Map((log?.plan ?? plan).items.map(({ case: id, why }) => [id, why]));
    const held = new Map<string, Held>();
    readRun(dir, {
      case({ case: one, observations }) {
        const why = planned.get(one.id);
        const pair = why === undefined ? null : blindPair(one, observations[0], suite.title, why !== "agrees");
        const people = one.decisions.flatMap(({ by }) => (by === undefined ? [] : [by]));
        if (pair !== null) held.set(one.id, { pair, context: contextOf(one), people });
      },
    });
    await mkdir(reviewsOf(dir), { recursive: true });
    const journal = new Journal(REVIEW_LOG, reviewsOf(dir), await continueJournal(REVIEW_LOG, reviewsOf(dir), () => undefined));
    if (log !== null) return new ReviewDesk(given, journal, log, held);
    const first = firstRecord(plan, given.secret, given.now()) as Extract<ReviewRecord, { kind: "plan" }>;
    await journal.writeText(JSON.stringify(first));
    return new ReviewDesk(given, journal, { plan: first.plan, secret: first.secret, entries: [] }, held);
  }

  get progress(): Progress {
    const waiting = this.#queue.filter((item) => this.#wanted(item));
    const double = waiting.filter((item) => this.plan.items[item]?.double === true).length;
    return { reviewer: this.#given.reviewer, done: this.#mine.length, waiting: waiting.length, double };
  }

  /** The item to be judged now; null where nothing is left for this reviewer. */
  next(): Shown | null {
    const item = this.#current();
    if (item === undefined) return null;
    const { pair, context } = this.#heldOf(item);
    return shown(item, pair, context, this.#secret, this.#given.reviewer);
  }

  /** Puts an answer on record; true where the reviewer is to be asked which side was the agent's. Throws USAGE for what is not being asked. */
  async answer(item: number, said: Said): Promise<boolean> {
    this.#refuseUnlessAsked(item);
    const { same } = this.#heldOf(item).pair;
    if (same && (said.choice === "left" || said.choice === "right"))
      throw new EarnestError("USAGE", "both decisions are the same here: there is no side to choose");
    await this.#put({ kind: "answer", item, ...this.#stamp(), ...said });
    const asks = !same && Number.parseInt(this.#drawn("guess", item).slice(0, 8), 16) % GUESS_EVERY === 0;
    this.#guess = asks ? item : undefined;
    return asks;
  }

  /** Which side the reviewer takes for the agent's, of the item just answered. */
  async guess(item: number, guess: "left" | "right" | "unsure"): Promise<void> {
    if (item !== this.#guess) throw new EarnestError("USAGE", "this was not asked");
    await this.#put({ kind: "guess", item, ...this.#stamp(), guess });
    this.#guess = undefined;
  }

  /** Takes the item from this reviewer, who has to do with the case. */
  async recuse(item: number): Promise<void> {
    this.#refuseUnlessAsked(item);
    await this.#put({ kind: "recused", item, ...this.#stamp() });
  }

  /** Takes back this reviewer's last answer, as a record of its own; false where there is none. */
  async undo(): Promise<boolean> {
    const last = this.#mine.at(-1);
    if (last === undefined) return false;
    await this.#put({ kind: "undo", item: last, ...this.#stamp() });
    this.#undone = last;
    this.#guess = undefined;
    return true;
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  #current(): number | undefined {
    if (this.#undone !== undefined && this.#wanted(this.#undone)) return this.#undone;
    return this.#queue.find((item) => this.#wanted(item));
  }

  /** As long as it takes another reviewer; and never twice by one, nor by who decided the case. */
  #wanted(item: number): boolean {
    const { reviewer } = this.#given;
    const answers = this.#state.of(item);
    if (answers.some(({ by }) => by === reviewer) || this.#state.isRecused(item, reviewer)) return false;
    if (this.#heldOf(item).people.includes(reviewer)) return false;
    const rulings = answers.map((one) => rulingOf(one, this.#secret));
    return asksAnother(rulings, this.plan.items[item]?.double === true);
  }

  #heldOf(item: number): Held {
    const held = this.#held.get(this.plan.items[item]?.case ?? "");
    if (held !== undefined) return held;
    throw new EarnestError("LEDGER_CORRUPT", "the review log plans a case that the ledger does not hold as it was planned", {
      next: "Review with the ledger and the suite that the plan was made with",
    });
  }

  #refuseUnlessAsked(item: number): void {
    if (item !== this.#current()) throw new EarnestError("USAGE", "this item is not being asked about: load the page again");
  }

  async #put(entry: ReviewEntry): Promise<void> {
    await this.#journal.writeText(JSON.stringify(entry));
    this.#state.take(entry);
    this.#count(entry);
    if (entry.kind === "answer" || entry.kind === "recused") this.#undone = undefined;
  }

  #count({ kind, item }: ReviewEntry): void {
    if (kind === "undo") this.#mine = this.#mine.filter((one) => one !== item);
    else if (kind !== "guess") this.#mine.push(item);
  }

  #stamp(): { readonly by: string; readonly at: string } {
    return { by: this.#given.reviewer, at: this.#given.now() };
  }

  #drawn(what: string, item: number): string {
    return hash("sha256", `${this.#secret} ${what} ${item} ${this.#given.reviewer}`, "hex");
  }
}

/** A plan stands for the run as it is and for what the suite calls a disagreement. */
function refuseUnlessAlike(dir: string, then: PlannedReview, now: Omit<PlannedReview, "schema">): void {
  const why =
    then.ledgerHead !== now.ledgerHead
      ? "the run has gone on since its reviews were planned, so the plan is not of all its cases"
      : then.rules !== now.rules && !isDeepStrictEqual(then.items, now.items)
        ? "the suite has changed since the reviews were planned, and would have other cases judged now"
        : undefined;
  if (why === undefined) return;
  const next = `Keep ${reviewsOf(dir)} elsewhere and begin anew; what was answered counts no more for this run`;
  throw new EarnestError("RESUME_CHANGED", why, { next });
}
