import { count, limitPercent, many, percentAtLeast, percentAtMost, percentDown, percentUp, roughly } from "../words.ts";

/** What would change a finding: a phrase that goes on behind "What would change it:", with its full stop. */
export const changes = {
  /** So many more of what counts against it; about, for it depends on which cases they are. */
  moreEvents: ({ room, n, one, several = `${one}s` }: Events & { readonly room: number; readonly n: number }) =>
    `${room === 1 ? "" : "about "}${many(room, `more ${one}`, `more ${several}`)} in ${many(n, "case")}.`,
  fewerEvents: ({ k, n, one, several = `${one}s` }: Events & { readonly k: number; readonly n: number }) =>
    `fewer ${several}; ${count(k)} in ${many(n, "case")} ${k === 1 ? "is" : "are"} too many.`,
  /** `verb`: "covers". */
  fewerMisses: ({ k, n, one, verb }: Events & { readonly k: number; readonly n: number; readonly verb: string }) =>
    `fewer ${one}s; it ${verb} ${count(k)} of ${count(n)}.`,

  fewerDisagreements: "fewer disagreements.",
  /** With the most frequent kind of them, so many of all. */
  fewerOfKind: ({ kind, n, of }: { readonly kind: string; readonly n: number; readonly of: number }) =>
    `fewer disagreements; most often ${kind} (${count(n)} of ${count(of)}).`,
  kinds: {
    unusable: "the proposal could not be used",
    minor: "only minor details were different",
    details: "the person chose other details",
    nothing: "the person did nothing, or did less",
    handedOver: "the person handed the case over",
    other: (decided: string) => `the person chose “${decided}” instead`,
  },

  // A rate for which so many cases do is rounded to the side on which they still do.
  /** `rate` 1 is all of them; `seen`: is it the rate seen so far, or one that was picked? */
  moreCases: ({ cases, rate, seen, verb }: More & { readonly seen: boolean; readonly verb: string }) =>
    `about ${many(roughly(cases), "more case")}, if the agent ${verb} ${rate === 1 ? "all" : seen ? percentAtLeast(rate) : limitPercent(rate)} of them.`,
  /** The rate of cases to come in which nothing of the kind happens. */
  moreWithout: ({ cases, rate, one }: More & Events) =>
    rate === 1
      ? `about ${many(roughly(cases), "more case")} without a ${one}.`
      : `about ${many(roughly(cases), "more case")}, if at most ${percentAtMost(1 - rate)} of them have a ${one}.`,
  moreThatAnswer: ({ cases, rate }: More) =>
    rate === 1
      ? `about ${many(roughly(cases), "more case")} without a failure.`
      : `about ${many(roughly(cases), "more case")}, if at most ${percentAtMost(1 - rate)} of them fail.`,
  /** A share that is too low, or one that is too high, stays so however many cases show it. */
  neverAtLow: (rate: number) => `At today’s ${percentDown(rate)} no number of cases will do.`,
  neverAtHigh: (rate: number) => `At today’s ${percentUp(rate, 2)} no number of cases will do.`,
  neverNone: "no number of cases can show that there are none at all.",
  tooFar: "more cases than can be counted on.",
  nothing: "nothing that these cases could show.",
} as const;

interface Events {
  readonly one: string;
  readonly several?: string;
}

interface More {
  readonly cases: number;
  readonly rate: number;
}
