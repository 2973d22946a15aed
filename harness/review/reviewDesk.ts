import { hash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { EarnestError } from "../errors.ts";
import {
  firstRecord,
  type PlannedReview,
  REVIEW_LOG,
  type ReviewAnswer,
  type ReviewEntry,
  type ReviewRecord,
  type ReviewsRead,
  readReviews,
  reviewsOf,
} from "../evidence/reviewLog.ts";
import { asksAnother, ReviewState, rulingOf } from "../evidence/reviewState.ts";
import { continueJournal, Journal } from "../journal/journal.ts";
import type { Redactor } from "../redact/redactor.ts";
import type { ReadySuite } from "../suite.ts";
import { type Held, heldPairs } from "./heldPairs.ts";
import { planReview, refuseUnlessAlike } from "./planReview.ts";
import { reasonKept, reasonRedactor } from "./reasonKept.ts";
import { type Shown, shown } from "./shown.ts";

/** What the edge supplies: a secret for a new log, and the time, as ISO 8601. */
export interface DeskGiven {
  readonly reviewer: string;
  readonly secret: string;
  /** What the cases call this reviewer as one who decided; kept nowhere. */
  readonly author?: string | undefined;
  now(): string;
}

/** How far a reviewer has come. */
export interface Progress {
  readonly reviewer: string;
  /** Answers that stand. */
  readonly done: number;
  readonly waiting: number;
  /** Of those waiting, the ones that are judged by two. */
  readonly double: number;
}

/** What a reviewer may say of an item. */
export type Said = Omit<ReviewAnswer, "kind" | "item" | "by" | "at">;

/** One in so many is asked which side was the agent's. */
const GUESS_EVERY = 10;

/** One reviewer's sitting at the reviews of a run: hands out items, and puts each answer on record before it is done. */
export class ReviewDesk {
  readonly plan: PlannedReview;
  /** Bytes of a record that was cut off while being written, which have been left out. */
  readonly torn: number;
  readonly #given: DeskGiven;
  readonly #secret: string;
  readonly #journal: Journal;
  readonly #state: ReviewState;
  readonly #held: ReadonlyMap<string, Held>;
  readonly #queue: readonly number[];
  readonly #redactor: Redactor;
  readonly #answered = new Set<number>();
  /** What can be taken back: of an earlier sitting, one may have read since how it came out. */
  readonly #sitting: number[] = [];
  #undone: number | undefined;
  #guess: number | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(
    given: DeskGiven,
    journal: Journal,
    log: Omit<ReviewsRead, "head">,
    held: ReadonlyMap<string, Held>,
    redactor: Redactor,
  ) {
    this.plan = log.plan;
    this.torn = log.torn;
    this.#redactor = redactor;
    this.#given = given;
    this.#secret = log.secret;
    this.#journal = journal;
    this.#state = new ReviewState(log.entries);
    this.#held = held;
    this.#queue = [...log.plan.items.keys()].sort((a, b) => (this.#drawn("order", a) < this.#drawn("order", b) ? -1 : 1));
    for (const entry of log.entries) if (entry.by === given.reviewer) this.#count(entry);
  }

  /** Goes on with the reviews of a run, or plans them. Throws what `readRun` throws, LEDGER_CORRUPT for a log that was changed, and RESUME_CHANGED for a run or a suite that is another one since. */
  static async open(suite: ReadySuite, dir: string, given: DeskGiven): Promise<ReviewDesk> {
    const plan = planReview(suite, dir);
    const log = readReviews(dir, plan.run);
    if (log !== null) refuseUnlessAlike(dir, log.plan, plan);
    const held = heldPairs(suite, dir, (log?.plan ?? plan).items);
    // Whoever can read the secret can tell whose each side is.
    await mkdir(reviewsOf(dir), { recursive: true, mode: 0o700 });
    const redactor = await reasonRedactor(suite.dataset);
    const at = await continueJournal(REVIEW_LOG, reviewsOf(dir), () => undefined);
    await at.file.chmod(0o600);
    const journal = new Journal(REVIEW_LOG, reviewsOf(dir), at);
    if (log !== null) return new ReviewDesk(given, journal, log, held, redactor);
    const first = firstRecord(plan, given.secret, given.now()) as Extract<ReviewRecord, { kind: "plan" }>;
    await journal.writeText(JSON.stringify(first));
    return new ReviewDesk(given, journal, { plan: first.plan, secret: first.secret, entries: [], torn: 0 }, held, redactor);
  }

  /** How many cases of the plan name who decided, and how many of those name this reviewer. */
  get authors(): { readonly named: number; readonly own: number } {
    const people = this.plan.items.map((_, item) => this.#heldOf(item).people);
    return { named: people.filter((names) => names.length > 0).length, own: people.filter((names) => this.#isOwn(names)).length };
  }

  get progress(): Progress {
    const waiting = this.#queue.filter((item) => this.#wanted(item));
    const double = waiting.filter((item) => this.plan.items[item]?.double === true).length;
    return { reviewer: this.#given.reviewer, done: this.#answered.size, waiting: waiting.length, double };
  }

  /** The item to be judged now; null where nothing is left for this reviewer. */
  next(): Shown | null {
    const item = this.#current();
    return item === undefined ? null : this.#shown(item);
  }

  /** The item just answered, while it waits to hear which side the reviewer takes for the agent's. */
  get guessing(): Shown | null {
    return this.#guess === undefined ? null : this.#shown(this.#guess);
  }

  /** Puts an answer on record; true where the reviewer is to be asked which side was the agent's. Throws USAGE for what is not being asked, and for a reason that holds what the suite has redacted. */
  answer(item: number, said: Said): Promise<boolean> {
    return this.#inTurn(async () => {
      this.#refuseUnlessAsked(item);
      const { same } = this.#heldOf(item).pair;
      if (same && (said.choice === "left" || said.choice === "right"))
        throw new EarnestError("USAGE", "both decisions are the same here: there is no side to choose");
      const reason = reasonKept(said.reason, this.#redactor);
      await this.#put({ kind: "answer", item, ...this.#stamp(), ...said, reason });
      return this.#guess !== undefined;
    });
  }

  /** Which side the reviewer takes for the agent's, of the item just answered. */
  guess(item: number, guess: "left" | "right" | "unsure"): Promise<void> {
    return this.#inTurn(async () => {
      if (item !== this.#guess) throw new EarnestError("USAGE", "this was not asked");
      await this.#put({ kind: "guess", item, ...this.#stamp(), guess });
    });
  }

  /** Takes the item from this reviewer, who has to do with the case. */
  recuse(item: number): Promise<void> {
    return this.#inTurn(async () => {
      this.#refuseUnlessAsked(item);
      await this.#put({ kind: "recused", item, ...this.#stamp() });
    });
  }

  /** Takes back this reviewer's last answer of this sitting, as a record of its own; false where there is none. */
  undo(): Promise<boolean> {
    return this.#inTurn(async () => {
      const last = this.#sitting.at(-1);
      if (last === undefined) return false;
      await this.#put({ kind: "undo", item: last, ...this.#stamp() });
      this.#undone = last;
      return true;
    });
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
    if (this.#isOwn(this.#heldOf(item).people)) return false;
    const rulings = answers.map((one) => rulingOf(one, this.#secret));
    return asksAnother(rulings, this.plan.items[item]?.double === true);
  }

  #isOwn(people: readonly string[]): boolean {
    const { reviewer, author } = this.#given;
    return people.some((name) => name === reviewer || name === author);
  }

  #shown(item: number): Shown {
    const { pair, context } = this.#heldOf(item);
    return shown(item, pair, context, this.#secret, this.#given.reviewer);
  }

  #heldOf(item: number): Held {
    const held = this.#held.get(this.plan.items[item]?.case ?? "");
    if (held !== undefined) return held;
    throw new EarnestError("LEDGER_CORRUPT", "the review log plans a case that the ledger does not hold as it was planned", {
      next: "Review with the ledger and the suite that the plan was made with",
    });
  }

  /** One thing after the other, so that two answers at once are not both the first. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #refuseUnlessAsked(item: number): void {
    if (item !== this.#current() || this.#guess !== undefined)
      throw new EarnestError("USAGE", "this item is not being asked about: load the page again");
  }

  async #put(entry: ReviewEntry): Promise<void> {
    await this.#journal.writeText(JSON.stringify(entry));
    this.#state.take(entry);
    this.#count(entry);
    if (entry.kind === "undo") this.#sitting.pop();
    if (entry.kind !== "answer" && entry.kind !== "recused") return;
    this.#sitting.push(entry.item);
    this.#undone = undefined;
  }

  #count({ kind, item }: ReviewEntry): void {
    if (kind === "answer") this.#answered.add(item);
    if (kind === "undo") this.#answered.delete(item);
    this.#guess = kind === "answer" && this.#asksGuess(item) ? item : undefined;
  }

  #asksGuess(item: number): boolean {
    return !this.#heldOf(item).pair.same && Number.parseInt(this.#drawn("guess", item).slice(0, 8), 16) % GUESS_EVERY === 0;
  }

  #stamp(): { readonly by: string; readonly at: string } {
    return { by: this.#given.reviewer, at: this.#given.now() };
  }

  #drawn(what: string, item: number): string {
    return hash("sha256", `${this.#secret} ${what} ${item} ${this.#given.reviewer}`, "hex");
  }
}
