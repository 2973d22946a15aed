import type { Step } from "../agent.ts";
import { shorten } from "../words.ts";
import { CRASHED_BEFORE } from "./earlierTries.ts";

interface Try {
  readonly steps: Step[];
  room: number;
  because: string;
  omitted: number;
}

const LONGEST_BECAUSE = 500;

/** The steps of one attempt, try by try: what was done before a crash stays, in front of the step that tells of it. */
export class Tries {
  readonly #most: number;
  readonly #earlier: Try[] = [];
  #now: Try;
  /** What all earlier tries together may still hold. */
  #spare: number;

  /** `most` characters of JSON in the try under way, and as many in all before it. */
  constructor(most: number) {
    this.#most = most;
    this.#now = { steps: [], room: most, because: "", omitted: 0 };
    this.#spare = most;
  }

  /** Which try is under way, from 0. */
  get turn(): number {
    return this.#earlier.length;
  }

  get steps(): readonly Step[] {
    if (this.#earlier.length === 0) return this.#now.steps;
    const before = this.#earlier.flatMap(({ steps, because, omitted }) => [
      ...steps,
      { kind: CRASHED_BEFORE, args: { because, ...(omitted === 0 ? {} : { omitted }) } },
    ]);
    return [...before, ...this.#now.steps];
  }

  /** Says whether there was room for it. */
  add(step: Step): boolean {
    this.#now.room -= JSON.stringify(step).length;
    if (this.#now.room < 0) return false;
    this.#now.steps.push(step);
    return true;
  }

  /** A step of an earlier try, which was still under way when the next one began. */
  late(turn: number, step: Step): void {
    const one = this.#earlier[turn];
    if (one !== undefined) this.#keep(one, step);
  }

  begin(because: string): void {
    const { steps } = this.#now;
    const one = { steps: [], room: 0, because: shorten(because, LONGEST_BECAUSE), omitted: 0 };
    this.#earlier.push(one);
    for (const step of steps) this.#keep(one, step);
    this.#now = { steps: [], room: this.#most, because: "", omitted: 0 };
  }

  #keep(one: Try, step: Step): void {
    this.#spare -= JSON.stringify(step).length;
    if (this.#spare < 0) one.omitted++;
    else one.steps.push(step);
  }
}
