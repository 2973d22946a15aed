import { count, many, shorten } from "../words.ts";

/** Names of so many action types stand in a caveat. */
const NAMED = 5;
const NAME = 40;

/** What a reader must know before relying on an answer, as far as counting tells it. */
export const caveats = {
  cutOff: ({ missing, asked, observed, uncounted }: CutOff) =>
    `The run was cut off: ${many(missing, "case")} of ${count(asked)} ${missing === 1 ? "is" : "are"} missing. The answer rests on the first ${count(observed)} of the random order${uncounted > 0 ? `; ${many(uncounted, "more case")} on record behind a gap ${uncounted === 1 ? "does" : "do"} not count` : ""}.`,
  stoppedEarly: ({ asked, observed }: Pick<CutOff, "asked" | "observed">) =>
    `The run stopped early, as it was told to: after ${many(observed, "case")} in random order every answer that was asked for was settled; the other ${count(asked - observed)} could only have contradicted it. Counts of other action types are those of a part.`,
  neverEnded: "The run never came to its end, although every case is on record.",
  torn: (bytes: number) => `The last record was cut off while it was being written (${many(bytes, "byte")}); it is left out.`,
  rulesChanged:
    "The suite’s comparators or gates changed after this run was observed; these are the verdicts of the changed ones.",
  strayProposals: (n: number) =>
    `${many(n, "recorded proposal")} ${n === 1 ? "belongs" : "belong"} to no case that was asked about.`,
  strangers: (types: readonly string[]) =>
    `${many(types.length, "action type")} in the cases or proposals ${types.length === 1 ? "has" : "have"} no row in the suite (${types
      .slice(0, NAMED)
      .map((type) => `“${shorten(type, NAME)}”`)
      .join(", ")}${types.length > NAMED ? ", ..." : ""}): compared exactly, asked nothing.`,

  wall: {
    I0: "The agent ran inside the harness (isolation I0): nothing but its own code kept it from acting, or from looking up what people decided, and what it tried was not watched.",
    I1: "No wall stood around the agent (isolation I1): calls that reached earnest were not executed; what else it tried was not watched, and other side effects cannot be excluded.",
    I2: "The agent ran behind a runtime guard (isolation I2): accidental effects were blocked; it is not a barrier to hostile code.",
    imported:
      "The proposals were recorded elsewhere and imported: earnest did not watch the agent make them, and cannot say what it saw or did.",
  },
  /** It is called sealed, and what was tried does not bear it out; `ranBehind` says behind what it ran. */
  unsealed: ({ ranBehind, canaries }: { readonly ranBehind: string; readonly canaries: number }) =>
    `${ranBehind}: ${canaries === 0 ? "no canary, no claim" : "what it leaves open cannot be excluded"}.`,

  /** `cap` is the most decisions that a cluster counts for, where the dataset sets one. */
  clusters: ({ cases, clusters, few, cap }: Clusters) =>
    `The ${many(cases, "case")} come from ${many(clusters, "cluster")}, such as conversations or customers. ${
      cap === null
        ? "Cases of one cluster count together, as one vote, as heavy as its decisions"
        : `However many decisions a cluster holds, it counts for at most ${many(cap, "decision")}, at its own rate, so that a few large clusters do not outvote the rest; section 4 of the report has the plain counts`
    }${few ? ". So few clusters show little" : ""}.`,
  weights: ({ smallest, largest, slice }: Weights) =>
    `Cases are weighted, from ${weight(smallest)} to ${weight(largest)}${slice === null ? "" : `, to the mix of production by ${slice}`}. Section 4 of the report has the plain counts; what passes only by its weights needs a named reviewer.`,
  passesByWeight: ({ names, n }: Named) =>
    `${names} ${n === 1 ? "passes" : "pass"} the gate’s floor only by the weights: the plain share of matches lies below it. A named reviewer has to answer for the weights.`,
  uneven: ({ names }: Pick<Named, "names">) =>
    `${names}: a cluster of this dataset can be many times as large as the usual one, so that one alone could turn the answer, and even many cases show little. A clusterCap for the dataset, fixed before the next run, would keep one cluster from counting for so much.`,

  eachAlone: (asked: number) =>
    `Each answer stands at 95% by itself: with ${count(asked)} action types asked about at once, some may pass by luck alone.`,
  contradicting: (titles: readonly [string, ...string[]]) =>
    `In ${titles.length === 1 ? `“${shorten(titles[0], NAME)}”` : many(titles.length, "action type")} an early stretch of the random order and the rest point to different rates. That happens by luck in fewer than 1 in 10 action types; else something changed on the way.`,
  askedOnly: (n: number) =>
    `This run was told to ask about ${many(n, "action type")} only (--ask). The level of 5% holds if that was fixed before any answer was seen; picked afterwards, it is worth less than it says.`,
  notSettled: "The run was told to stop early, and its answers were not settled before the last case.",

  judged: ({ names, n }: Named) =>
    `${names} ${n === 1 ? "is" : "are"} compared by a model judge: where this says that the agent agrees with the person, the judge says so. What people say of the judge stands in the section about it.`,
  unruled: (n: number) =>
    `${many(n, "decision")} ${n === 1 ? "waits" : "wait"} for a ruling of the model judge and count as different: earnest unruled lists the pairs.`,

  /** Days are written as in ISO 8601. */
  severalRuns: ({ runs, first, last }: { readonly runs: number; readonly first: string; readonly last: string }) =>
    `${many(runs, "run")} count together, from ${first} to ${last}.`,
  repeated: (n: number) => `${many(n, "case")} had been shown by an earlier run and ${n === 1 ? "counts" : "count"} once.`,
  aside: (n: number) =>
    `${many(n, "new case")} ${n === 1 ? "is of a cluster" : "are of clusters"} that an earlier run has shown: counted in the match rate, and no evidence, for a cluster has one vote.`,
  otherVersion: (runs: number) =>
    `${many(runs, "run")} of another version of the agent ${runs === 1 ? "does" : "do"} not count: a new version starts anew.`,
  beyondLimit: ({ asked, beyond }: { readonly asked: number; readonly beyond: number }) =>
    `Only ${count(asked)} of ${many(asked + beyond, "case")} were asked about, taken at random by cluster (--limit).`,
  filtered: (n: number) =>
    `${many(n, "case")} ${n === 1 ? "was" : "were"} left out by --filter; the answer holds only for the rest.`,
} as const;

interface Clusters {
  readonly cases: number;
  readonly clusters: number;
  readonly few: boolean;
  readonly cap: number | null;
}

interface CutOff {
  readonly missing: number;
  readonly asked: number;
  readonly observed: number;
  readonly uncounted: number;
}

/** Names of action types as a text, and how many they are. */
interface Named {
  readonly names: string;
  readonly n: number;
}

interface Weights {
  readonly smallest: number;
  readonly largest: number;
  readonly slice: string | null;
}

function weight(number: number): string {
  return String(Number(number.toPrecision(3)));
}
