import { type Judgement, limitPercent } from "earnest";

interface Word {
  readonly word: string;
  readonly means: string;
}

/** Ranges for one look leave out 5% in all, half of it at either end. */
const ONE_LOOK = 40;

/** The words of the page, for somebody who reads it for the first time. */
export function glossaryView({ ladder, method, together }: Judgement): { words: Word[] } {
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
      {
        word: "Ceiling",
        means:
          "The highest rung that the risk of an action type allows, whatever the evidence. What one wrong act can cost sets it, and only its owners can change that.",
      },
      {
        word: "Policy envelope",
        means:
          "Rules for what an action type may do on a rung. An act that a rule keeps back is not carried out: it is handed to a person or refused, it is never a match, and it counts against how much the agent covers.",
      },
      {
        word: "Control",
        means: "What enforces a rule in production. A rule without one holds only in this report.",
      },
      {
        word: "Undo drill (rollback drill)",
        means: "Actions are carried out in a copy of the system, undone and timed, to see whether all of it is as it was before.",
      },
      { word: "Observation (shadow) mode", means: "The agent is shown a past case and says what it would do. Nothing happens." },
      {
        word: "Wall, I0 to I3",
        means:
          "What kept the agent from acting while it was asked. I0: nothing. I1: calls that reach earnest are seen. I2: the runtime refuses what it notices. I3: the kernel seals it off, which is what a gate asks for before an agent may act alone.",
      },
      {
        word: "Canary",
        means:
          "A small program that tries every way out of the agent’s sandbox before the run, so that the wall is shown and not only claimed.",
      },
      {
        word: "Waiver",
        means:
          "The word of a named person that a weaker wall will do, and why. It opens no other check, and stands on the first page.",
      },
      {
        word: "On record",
        means:
          "What the agent looks up is answered from what was recorded with the case. Where that has no answer, a stand-in of the suite answers or the lookup is refused; after an act it asked for, the record shows things as they were before.",
      },
      {
        word: "Match rate",
        means:
          "Of the cases in which the agent proposed this action, the share in which the person made the same decision: the same action, and the details that matter. Where cases weigh differently, or a cluster counts for less than it holds, so they do in this share, and the plain counts beside it give a slightly different one.",
      },
      {
        word: `${confidence} range`,
        means: `The true match rate lies in this range, unless we were unusually unlucky: each end by itself is wrong in at most 1 in ${unlucky} such runs. It stays valid however often it is looked at, and whenever a run is stopped.`,
      },
      {
        word: "Range for one look",
        means: `A range that is right only where the number of cases was fixed beforehand and nobody looked earlier. Each of its ends is wrong in about 1 in ${ONE_LOOK} such runs, of the other range in at most 1 in ${unlucky}; it is mostly the narrower one all the same. It stands beside the other for comparison; no answer rests on it.`,
      },
      ...(together === "holm"
        ? [
            {
              word: "All promotions together",
              means: `Where many action types are asked about at once, a few would pass by luck. Each must clear a stricter line, so that the chance of even one wrong promotion in this report is at most 1 in ${unlucky} (Holm’s method).`,
            },
          ]
        : []),
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
        means:
          "Cases that belong together, such as those of one conversation. They are not independent of each other, so a cluster is one vote, for all the decisions in it.",
      },
      {
        word: "Beyond chance",
        means: "Agreement less what two people would reach by picking blindly: 1 is always alike, 0 is as alike as by chance.",
      },
      {
        word: "Attempt",
        means: "One time that a case is put to the agent. The first is its vote; others show whether it would do the same again.",
      },
      { word: "Digest", means: "A fingerprint of a file. If one character changes, so does the digest." },
    ],
  };
}
