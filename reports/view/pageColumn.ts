import { count, many } from "earnest";

/** A list as far as it fits, and what is said of the rest. */
export interface Cut<T> {
  readonly items: readonly T[];
  readonly more: string;
}

/** Shares out the lines of one column of a page: what one list does not need, the next may have. */
export class PageColumn {
  #spare: number;

  /** `spare`: lines that what stands above the column leaves it. */
  constructor(spare: number) {
    this.#spare = spare;
  }

  /** As many of the entries as `share` lines and the spare ones hold, in order; `lines` says what one takes, `noun` what the rest is called. */
  take<T>(all: readonly T[], share: number, lines: (item: T) => number, noun = ""): Cut<T> {
    const room = share + this.#spare;
    const ends = all.map(
      (
        (sum) => (item: T) =>
          (sum += lines(item))
      )(0),
    );
    const whole = (ends.at(-1) ?? 0) <= room;
    // What is left out takes a line to say so.
    const items = whole ? all : all.slice(0, ends.filter((end) => end <= room - 1).length);
    this.#spare = Math.max(0, room - (whole ? (ends.at(-1) ?? 0) : room));
    const rest = all.length - items.length;
    if (rest === 0) return { items, more: "" };
    return { items, more: `And ${noun === "" ? `${count(rest)} more` : many(rest, `more ${noun}`)}: see the report.` };
  }
}
