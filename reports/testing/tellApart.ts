import classifier from "wink-naive-bayes-text-classifier";

/** Two boxes as they reached a reviewer, and where the agent stood. */
export interface SeenPair {
  readonly left: string;
  readonly right: string;
  readonly agent: "left" | "right";
  /** Is it to be told, or to learn from? */
  readonly asked: boolean;
}

/** How many of the pairs that are asked about a classifier gets right that has learned from the others: naive Bayes on words, marks and neighbours. */
export function tellApart(pairs: readonly SeenPair[]): number {
  return rightIn(
    pairs.filter(({ asked }) => !asked),
    pairs.filter(({ asked }) => asked),
  );
}

function rightIn(learned: readonly SeenPair[], asked: readonly SeenPair[]): number {
  const bayes = classifier();
  bayes.defineConfig({ considerOnlyPresence: true, smoothingFactor: 0.5 });
  for (const pair of learned)
    for (const side of ["left", "right"] as const) bayes.learn(tokensOf(pair, side), pair.agent === side ? "agent" : "person");
  bayes.consolidate();
  const odds = (tokens: readonly string[]) => {
    const found = new Map(bayes.computeOdds(tokens));
    return (found.get("agent") ?? 0) - (found.get("person") ?? 0);
  };
  return asked.filter((pair) => odds(tokensOf(pair, "left")) > odds(tokensOf(pair, "right")) === (pair.agent === "left")).length;
}

/** The words of a box and pairs of neighbours, its length, and where it stands. */
function tokensOf(pair: SeenPair, side: "left" | "right"): string[] {
  const words = pair[side].split(/[^\p{L}\p{N}.-]+/u).filter((word) => word !== "");
  return [...words, ...words.map((word, i) => `${words[i - 1] ?? ""} ${word}`), `length ${pair[side].length}`, `side ${side}`];
}
