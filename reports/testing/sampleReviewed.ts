import { clopperPearson, type Judgement } from "earnest";

type Reviewed = NonNullable<Judgement["reviewed"]>;

/** Reviews of a sample: half of what is planned for each type is judged. */
export function sampleReviewed(types: readonly string[], plant = ""): Reviewed {
  const who = types.map((type, i) => {
    const parts = { agent: 20 + i, both: 14, person: 30 - (i % 20), neither: 4, conflict: i % 3, unclear: 2, waiting: 12 };
    return { type, ...parts, n: Object.values(parts).reduce((sum, k) => sum + k, 0) };
  });
  const sum = (part: keyof Reviewed["overall"]) => who.reduce((total, one) => total + one[part], 0);
  return {
    logs: [{ run: `run-1${plant}`, head: "0123456789abcdef0123456789abcdef", entries: 512 }],
    reviewers: 3,
    overall: {
      agent: sum("agent"),
      both: sum("both"),
      person: sum("person"),
      neither: sum("neither"),
      conflict: sum("conflict"),
      unclear: sum("unclear"),
      waiting: sum("waiting"),
      n: sum("n"),
    },
    types: who,
    beyond: 41,
    textOnly: 3,
    noProposal: 13,
    atLeast: false,
    audit: { ...share(91, 93), waiting: 4, unclear: 1, of: 8800 },
    doubles: { ...share(69, 80), asked: 131, kappa: 0.78 },
    conflicts: { settled: 8, open: 3 },
    left: { ...share(148, 301) },
    guessed: { ...share(14, 26), unsure: 9 },
    told: 2,
    untold: { behind: sum("agent") + sum("both") - 2, judged: sum("n") - sum("waiting") - 2 },
  };
}

function share(k: number, n: number) {
  return { k, n, ...clopperPearson(k, n) };
}
