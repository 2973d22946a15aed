import { limitPercent } from "../words.ts";
import type { Criterion } from "./criterion.ts";
import { askedShare, checkShare, shareAtLeast } from "./share.ts";

/** Are its hand-overs justified? Of the cases that the agent handed over, the share that people handed over as well. */
export function handOversJustified(floor: number): Criterion {
  checkShare("handOversJustified", floor);
  const criterion = {
    name: "handOversJustified",
    params: { floor },
    question: "Are its hand-overs justified?",
    limit: `People handed over at least ${limitPercent(floor)} of what it hands over`,
    asks: { share: "justified", line: floor },
  } as const;
  return {
    ...criterion,
    judge: (evidence) =>
      shareAtLeast(criterion, askedShare(evidence, "justified"), floor, {
        of: "its hand-overs",
        one: "unjustified hand-over",
        verb: "does as people did in",
        nothing: "The agent handed no case over, so nothing can be said about its hand-overs.",
      }),
  };
}
