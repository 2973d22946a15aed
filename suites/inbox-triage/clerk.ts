import type { Proposal, SeenCase } from "earnest";
import type { SortedMail } from "../../datasets/inbox-triage/dataset.ts";
import type { Mail } from "../../datasets/inbox-triage/readMail.ts";
import { type Opinion, teach } from "./classifier.ts";

// Runs behind the wall: it sees this code, what it imports, the history it is given, and one mail at a time.

/** How sure it must be to act. Hiding a wanted mail costs more than letting an unwanted one through. Fixed on the history. */
const SURE_ENOUGH: Readonly<Record<Opinion["label"], number>> = { quarantine: 0.98, deliver: 0.9 };

let opinionOf: ((mail: Mail) => Opinion) | undefined;

export default {
  start(history: readonly SortedMail[]): void {
    opinionOf = teach(history);
  },
  propose({ input }: SeenCase): Proposal {
    if (opinionOf === undefined) throw new Error("asked before it has learned");
    const { label, confidence } = opinionOf(input as Mail);
    const shown = Math.round(confidence * 1e6) / 1e6;
    if (confidence >= SURE_ENOUGH[label]) return { kind: "act", actions: [{ type: label, params: {}, confidence: shown }] };
    return { kind: "escalate", confidence: shown, because: `it would ${label} this mail, but is not sure enough` };
  },
};
