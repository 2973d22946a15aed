import { type Judgement, limitPercent } from "earnest";

interface Word {
  readonly word: string;
  readonly means: string;
}

/** The words of the page, for somebody who reads it for the first time. */
export function glossaryView({ ladder, method }: Judgement): { words: Word[] } {
  const confidence = limitPercent(method.confidence);
  const unlucky = Math.round(1 / (1 - method.confidence));
  const [first, last] = [ladder.rungs[0]?.id ?? "", ladder.rungs.at(-1)?.id ?? ""];
  return {
    words: [
      { word: "Action type", means: "One kind of thing the agent can do. Each has its own rung and its own answer." },
      {
        word: `Rung, ${first} to ${last}`,
        means: ladder.rungs.map(({ id, name, agent }) => `${id}, ${name}: the agent ${agent}.`).join(" "),
      },
      { word: "Observation (shadow) mode", means: "The agent is shown a past case and says what it would do. Nothing happens." },
      {
        word: "Match rate",
        means:
          "Of the cases in which the agent proposed this action, the share in which the person made the same decision: the same action, and the details that matter.",
      },
      {
        word: `${confidence} range`,
        means: `The true match rate lies in this range, unless we were unusually unlucky: ${method.says}. Such bad luck strikes fewer than 1 in ${unlucky} such reports.`,
      },
      {
        word: "At least, at most",
        means: `The low and the high end of the ${confidence} range. Gates look at the end that is worse for the agent.`,
      },
      { word: "Gate", means: "The list of checks and limits that must be met to move up." },
      { word: "Floor", means: "The match rate needed to stay on the present rung." },
      {
        word: "Not enough evidence",
        means: "Nothing fails, but these cases cannot decide every check. It is not a “no”, and never a “yes”.",
      },
      {
        word: "Serious disagreement",
        means:
          "A kind of disagreement that the suite declares costly, such as acting where the person did nothing or handed over.",
      },
      { word: "Handing over", means: "The agent is not sure enough and passes the case to a person." },
      {
        word: "Cluster",
        means: "Cases that belong together, such as those of one conversation. They are not independent of each other.",
      },
      { word: "Digest", means: "A fingerprint of a file. If one character changes, so does the digest." },
    ],
  };
}
