import type { Proposal, SeenCase, WatchedToolbox } from "../../agent.ts";
import { messageOf } from "../../errors.ts";
import type { Launch } from "../../wall/tryWall.ts";
import { Attempt } from "./attempt.ts";
import { Member } from "./member.ts";

/** What a crew is made of. */
export interface CrewOptions {
  readonly launch: Launch;
  readonly processes: number;
  readonly timeout: number;
  /** A process of its own for every attempt. */
  readonly apart: boolean;
  breach(kind: string, target: string, times: number): void;
}

/** So often in a row the agent may fail to start anew before the rest of its cases are given up. */
const MOST_FALSE_STARTS = 3;

/**
 * The children of an agent. An attempt goes to the one with the least in hand. When one dies or blocks, whatever it had in hand is asked
 * again, each alone in a child of its own, so that only the one at fault has failed.
 */
export class Crew {
  readonly #options: CrewOptions;
  readonly #shared = new Set<Member>();
  readonly #single = new Set<Member>();
  /** To be asked again, alone. */
  readonly #queue: Attempt[] = [];
  #lanes = 0;
  #stopped = false;
  #falseStarts = 0;
  #lastWords = "";

  constructor(options: CrewOptions) {
    this.#options = options;
  }

  /** Starts every child, or one to see that it starts. Throws the reason of the first that did not start. */
  async start(): Promise<void> {
    if (this.#options.apart) {
      const first = this.#member(this.#single);
      await first.ready;
      return first.kill("it was only to start");
    }
    for (let i = 0; i < this.#options.processes; i++) this.#member(this.#shared);
    await Promise.all([...this.#shared].map(({ ready }) => ready));
  }

  ask(seen: SeenCase, toolbox: WatchedToolbox, signal: AbortSignal): Promise<Proposal | undefined> {
    return new Promise((resolve, reject) => {
      const attempt = new Attempt(seen, toolbox, (outcome) => {
        signal.removeEventListener("abort", giveUp);
        if ("failure" in outcome) reject(outcome.failure);
        else resolve(outcome.proposal);
      });
      const giveUp = () => {
        attempt.fail("timed-out", "it was given up");
        for (const member of [...this.#shared, ...this.#single]) member.drop(attempt);
      };
      signal.addEventListener("abort", giveUp);
      if (this.#options.apart && !this.#stopped) this.#alone(attempt);
      else this.#place(attempt);
    });
  }

  /** Ends every child; settles when they are gone. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const attempt of this.#queue.splice(0)) attempt.fail("crashed", "the run is over");
    await Promise.all([...this.#shared, ...this.#single].map((member) => member.kill("the run is over")));
  }

  #member(among: Set<Member>): Member {
    const { launch, timeout, breach } = this.#options;
    const member: Member = new Member({
      launch,
      timeout,
      breach,
      ended: (left, because, blocked) => {
        among.delete(member);
        for (const attempt of left) this.#left(attempt, because, blocked);
      },
    });
    among.add(member);
    member.ready.then(
      () => {
        this.#falseStarts = 0;
      },
      (error: unknown) => {
        this.#falseStarts++;
        this.#lastWords = messageOf(error);
        void member.kill(this.#lastWords);
      },
    );
    return member;
  }

  #place(attempt: Attempt): void {
    const mayStart = !this.#stopped && this.#falseStarts < MOST_FALSE_STARTS;
    if (this.#shared.size < this.#options.processes && mayStart) this.#member(this.#shared);
    let least: Member | undefined;
    for (const member of this.#shared) if (least === undefined || member.load < least.load) least = member;
    if (least !== undefined) return least.take(attempt);
    attempt.fail("crashed", this.#stopped ? "the run is over" : `its process does not start any more: ${this.#lastWords}`);
  }

  #left(attempt: Attempt, because: string, blocked: boolean): void {
    if (this.#stopped || attempt.alone) return attempt.fail(blocked ? "timed-out" : "crashed", because);
    attempt.again(because);
    this.#alone(attempt);
  }

  #alone(attempt: Attempt): void {
    this.#queue.push(attempt);
    if (this.#lanes < this.#options.processes) void this.#lane();
  }

  /** Asks one after the other, each alone. A child whose attempt came to a proposal is fit for the next, unless none is to be. */
  async #lane(): Promise<void> {
    this.#lanes++;
    let member: Member | undefined;
    for (let attempt = this.#queue.shift(); attempt !== undefined; attempt = this.#queue.shift()) {
      if (attempt.over) continue;
      attempt.alone = true;
      member ??= this.#member(this.#single);
      member.take(attempt);
      await attempt.finished;
      if (!this.#options.apart && attempt.outcome === "proposed" && !member.over) continue;
      await member.kill("its attempt is over");
      member = undefined;
    }
    this.#lanes--;
    await member?.kill("there is nobody left to ask alone");
  }
}
