import { count, limitPercent, many, percentDown, percentUp } from "../words.ts";

/** A range of shares, from 0 to 1, over `n` cases. */
interface Ranged {
  readonly n: number;
  readonly low: number;
  readonly high: number;
}

/** What is counted, in words: "serious disagreement", and several of them; `of` follows "at most 1% of". */
interface Counted {
  readonly one: string;
  readonly several: string;
  readonly of: string;
}

/** What a check found, by its verdict. */
export const checks = {
  /** Why no proposal counts; without a full stop. */
  unproposed: (keptBack: number) =>
    keptBack === 0
      ? "The agent never proposed this"
      : `Its policy kept back ${keptBack === 1 ? "its one proposal" : `each of its ${many(keptBack, "proposal")}`}`,
  unproposedFact: (keptBack: number) => (keptBack === 0 ? "never proposed" : "all kept back"),

  /** The match rate, without what it is compared with and without a full stop. */
  agreesAtLeast: ({ low, noun }: { readonly low: number; readonly noun: string }) =>
    `With 95% confidence the agent agrees with the person in at least ${percentDown(low)} of ${noun}`,
  agreesAtMost: ({ high, noun }: { readonly high: number; readonly noun: string }) =>
    `With 95% confidence the agent agrees with the person in at most ${percentUp(high)} of ${noun}`,

  /** The match rate and its gate. */
  agreement: {
    met: ({ low, noun, gate }: { readonly low: number; readonly noun: string; readonly gate: number }) =>
      `${checks.agreesAtLeast({ low, noun })}; the gate asks for ${limitPercent(gate)}.`,
    "not-met": ({ high, noun, gate }: { readonly high: number; readonly noun: string; readonly gate: number }) =>
      `${checks.agreesAtMost({ high, noun })}; the gate asks for ${limitPercent(gate)}.`,
    insufficient: ({ n, low, high, gate }: Ranged & { readonly gate: number }) =>
      `${many(n, "case")} ${n === 1 ? "leaves" : "leave"} the match rate anywhere from ${percentDown(low)} to ${percentUp(high)}. The gate, ${limitPercent(gate)}, lies inside that range, so these cases cannot say yes or no.`,
    none: (unproposed: string) => `${unproposed}, so these cases cannot say yes or no.`,
  },

  /** A share that is to stay small; where `k` is 0, no event was seen and no rate is said. */
  atMost: {
    met: (seen: Counted & Ranged & { readonly k: number; readonly limit: number }) =>
      `${eventsSaid(seen)} ${seen.k === 0 ? "fewer than" : "at most"} ${percentUp(seen.high, 2)} of ${seen.of}. The limit is ${limitPercent(seen.limit)}.`,
    "not-met": (seen: Counted & Ranged & { readonly k: number; readonly limit: number }) =>
      `${eventsSaid(seen)} at least ${percentDown(seen.low, 2)} of ${seen.of}. The limit is ${limitPercent(seen.limit)}.`,
    insufficient: (seen: Counted & Ranged & { readonly k: number; readonly limit: number }) => {
      const range =
        seen.k === 0
          ? `fewer than ${percentUp(seen.high, 2)}`
          : `between ${percentDown(seen.low, 2)} and ${percentUp(seen.high, 2)}`;
      return `${eventsSaid(seen)} ${range} of ${seen.of}. The limit, ${limitPercent(seen.limit)}, lies inside that range.`;
    },
  },

  /** A share that is to be large; `verb`: "covers". */
  atLeast: {
    met: ({ low, verb, of, floor }: Large) =>
      `With 95% confidence the agent ${verb} at least ${percentDown(low)} of ${of}; the limit is ${limitPercent(floor)}.`,
    "not-met": ({ high, verb, of, floor }: Large) =>
      `With 95% confidence the agent ${verb} at most ${percentUp(high)} of ${of}; the limit is ${limitPercent(floor)}.`,
    insufficient: ({ low, high, verb, of, floor }: Large) =>
      `With 95% confidence the agent ${verb} between ${percentDown(low)} and ${percentUp(high)} of ${of}. The limit, ${limitPercent(floor)}, lies inside that range.`,
  },

  /** How often the agent fails, beside people; either end of people's range holds with 99.9% confidence by itself. */
  againstPeople: {
    met: ({ agent, people, margin }: Failing) =>
      `With 95% confidence the agent fails no more often than people, ${marginSaid(margin)}: it fails in at most ${percentUp(agent.high, 2)} of all cases, and people in at least ${percentDown(people.low, 2)} (by itself ${SURE}).`,
    "not-met": ({ agent, people, margin }: Failing) =>
      `With 95% confidence the agent fails more often than people, ${marginSaid(margin)}: it fails in at least ${percentDown(agent.low, 2)} of all cases, and people in at most ${percentUp(people.high, 2)} (by itself ${SURE}).`,
    insufficient: ({ n, failed, agent, people, margin }: Failing) =>
      `${failed === 0 ? "No failure seen" : many(failed, "failure")} in ${many(n, "case")}: that leaves anything from ${percentDown(agent.low, 2)} to ${percentUp(agent.high, 2)} of all cases. People fail in ${percentDown(people.low, 2)} to ${percentUp(people.high, 2)} (${SURE} at either end); ${marginSaid(margin)}, these cases cannot say yes or no.`,
    none: "No case was seen, so nothing can be said about failures.",
  },
  /** A difference of shares. */
  points: pointsSaid,

  /** No event at all. */
  noneSeen: ({ n, high, of }: Pick<Ranged, "n" | "high"> & { readonly of?: string }) =>
    `None seen in ${many(n, "case")}; with 95% confidence fewer than ${percentUp(high, 2)}${of === undefined ? "" : ` of ${of}`}.`,

  /** For a table cell. */
  fact: {
    atLeast: (low: number) => `at least ${percentDown(low)}`,
    atMost: (high: number) => `at most ${percentUp(high)}`,
    between: ({ low, high }: Pick<Ranged, "low" | "high">) => `${percentDown(low)} to ${percentUp(high)}`,
    ofAll: (k: number, n: number) => `${count(k)} of ${count(n)}`,
  },
} as const;

interface Large {
  readonly low: number;
  readonly high: number;
  readonly verb: string;
  readonly of: string;
  readonly floor: number;
}

/** How often the agent and people fail, as shares, and the margin that was allowed. */
interface Failing {
  readonly n: number;
  readonly failed: number;
  readonly agent: Pick<Ranged, "low" | "high">;
  readonly people: Pick<Ranged, "low" | "high">;
  readonly margin: number;
}

const SURE = "99.9% confidence";

function marginSaid(margin: number): string {
  return `the margin of ${pointsSaid(margin)} included`;
}

function pointsSaid(share: number): string {
  const figure = Number((share * 100).toFixed(6));
  return `${figure} ${figure === 1 ? "point" : "points"}`;
}

function eventsSaid({ k, n, one, several }: Counted & Ranged & { readonly k: number }): string {
  const seen = k === 0 ? `No ${one} seen` : many(k, one, several);
  return `${seen} in ${many(n, "case")}; with 95% confidence`;
}
