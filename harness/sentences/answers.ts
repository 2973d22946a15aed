import { count, inWords, limitPercent, lowered, many, roughly } from "../words.ts";

/** Why an answer is what it is. A `because` is the sentence of the check that it hangs on. */
export const answers = {
  /** `checks` were met; `waivedBy` let the sealed wall be, and it is not among them. */
  promoted: ({ because, checks, waivedBy }: Because & { readonly checks: number; readonly waivedBy: string | null }) => {
    const other = waivedBy === null ? "" : "other ";
    const met =
      checks === 1
        ? `The one ${other}check is met.`
        : `${checks === 2 ? "Both" : `All ${inWords(checks)}`} ${other}checks are met.`;
    return `${because} ${met}${waivedBy === null ? "" : ` The sealed wall was waived by ${waivedBy}.`}`;
  },
  /** What has the least room, as one. */
  eitherOf: (some: readonly string[]) => `${some.map((change) => change.replace(/\.$/, "")).join(", or ")}.`,

  staying: ({ at, floor, meets }: { readonly at: string; readonly floor: number; readonly meets: boolean }) =>
    `Staying at ${at} takes ${limitPercent(floor)}, which it ${meets ? "meets" : "may not meet"}.`,
  /** The match rate is met, and something else is not. */
  clearsBut: ({ because, failed }: Because & { readonly failed: number }) =>
    `The match rate clears the gate, but ${failed === 1 ? "one check failed:" : `${inWords(failed)} checks failed. The first:`} ${lowered(because)}`,
  /** Nothing fails, and something is not known. */
  openBut: ({ because, open }: Because & { readonly open: number }) =>
    `Nothing speaks against it, but ${open === 1 ? "one check cannot be decided yet:" : `${inWords(open)} checks cannot be decided yet. The first:`} ${lowered(because)}`,

  /** `atMost` is the match rate without a full stop; `gate` is null where the next rung asks for none. */
  demoted: ({ atMost, at, floor, gate }: Lost) =>
    `${atMost}. Staying at ${at} takes ${limitPercent(floor)}${gate === null ? "" : `, moving up takes ${limitPercent(gate)}`}.`,
  demotedBy: ({ because, at }: Because & { readonly at: string }) => `${because} With that it cannot stay at ${at}.`,

  /** A change that would not be enough by itself. */
  alsoFailed: (others: number) => `${restOf(others)} failed as well.`,
  alsoOpen: (others: number) => `${restOf(others)} ${others === 1 ? "is" : "are"} open as well.`,
  waitsLongest: ({ question, change }: { readonly question: string; readonly change: string }) =>
    `for “${question}”, which takes the most cases: ${change}`,
  alsoTakes: (change: string) => `It also takes ${change}`,

  notAsked: { why: "A higher rung was not asked for.", change: "a suite, and a run, that asks for one." },
  undeclared: {
    why: "The suite has no row for this action type; it turned up in the cases or in the proposals.",
    change: "A row in the suite.",
  },
  noCriteria: {
    why: "The suite sets no criteria for this rung, and a gate without criteria is closed.",
    change: "criteria in the suite.",
  },
  noProposal: {
    change: "cases in which the agent proposes it and its policy, if it has one, lets it through.",
  },
  noFloor: {
    why: "The suite sets no floor for the match rate, and a gate that does not ask how often the agent agrees is closed.",
    change: "agreementAtLeast among the criteria in the suite.",
  },
  unruled: ({ waiting, cases }: { readonly waiting: number; readonly cases: number }) => ({
    why: `The model judge has not ruled on ${count(waiting)} of ${many(cases, "decision")}, which count as different until it has: these cases cannot say yes or no.`,
    change: "rulings on the pairs that earnest unruled lists.",
  }),

  /** Each check is met by itself; `chance` is that of so much luck among all that were asked, `allowed` the most there may be. */
  notTogether: ({ because, asked, chance, allowed }: Because & Luck) =>
    `Every check is met by itself. But ${inWords(asked)} action types were asked about at once, and the more are asked, the likelier that one passes by luck. Least sure: ${lowered(because)} Counted together that could be luck in ${oneIn(chance)}; at most 1 in ${count(Math.round(1 / allowed))} is allowed.`,
  moreLikeThese: (cases: number | null) =>
    cases === null ? "more cases like these." : `about ${many(roughly(cases), "more case")} like these.`,

  /** What holds for each answer alone, and for all promotions of a report at once; `allowed` is the chance of error. */
  together: {
    none: "none was asked about",
    one: "only one was asked about",
    holm: ({ asked, allowed }: Level) =>
      `${count(asked)} were asked about. Each range errs in at most 1 in ${count(Math.round(1 / allowed))} at either end, and so does each promotion by itself; of hold and demote nothing is said beyond their ranges. The promotions hold all together too: the chance that any of them in this report is wrong is at most 1 in ${count(Math.round(1 / allowed))}. For that the surest one has to clear the bar that Bonferroni sets for all ${count(asked)}, and each one after it that for as many as are left (Holm)`,
    each: ({ asked, allowed }: Level) =>
      `${count(asked)} were asked about, each by itself: each promotion is wrong with a chance of at most 1 in ${count(Math.round(1 / allowed))}, and some of so many may be. For all of them together nothing is said: the chance that any is wrong may be as high as ${anyOf(asked, allowed)} (Bonferroni)`,
  },
} as const;

interface Because {
  readonly because: string;
}

interface Level {
  readonly asked: number;
  readonly allowed: number;
}

interface Luck extends Level {
  readonly chance: number;
}

interface Lost {
  readonly atMost: string;
  readonly at: string;
  readonly floor: number;
  readonly gate: number | null;
}

function restOf(others: number): string {
  return others === 1 ? "One more check" : `${inWords(others, true)} more checks`;
}

function oneIn(chance: number): string {
  return chance >= 0.5 ? "more than 1 in 2 such reports" : `1 in ${count(Math.floor(1 / chance))} such reports`;
}

function anyOf(asked: number, allowed: number): string {
  const most = Math.round(1 / allowed);
  return asked >= most ? "anything up to certainty" : `${count(asked)} in ${count(most)}`;
}
