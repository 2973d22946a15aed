import { type Agent, inProcess, type Proposal } from "earnest";
import { CUT_OFF, history } from "../../datasets/inbox-triage/dataset.ts";
import type { Mail } from "../../datasets/inbox-triage/readMail.ts";
import { type Opinion, teach } from "./classifier.ts";

/** How sure it must be to act. Hiding a wanted mail costs more than letting an unwanted one through. Fixed on the history. */
const SURE_ENOUGH: Readonly<Record<Opinion["label"], number>> = { quarantine: 0.98, deliver: 0.9 };

/** A naive Bayes classifier, taught at the start of a run with the mail that arrived before any mail it is asked about. */
export function mailClerk(): Agent {
  let opinionOf: ((mail: Mail) => Opinion) | undefined;
  return inProcess({
    name: "mail clerk",
    version: `naive Bayes 1, taught with mail that arrived before ${CUT_OFF}`,
    async start() {
      opinionOf = teach(await history());
    },
    propose({ input }) {
      if (opinionOf === undefined) throw new Error("asked before it was started");
      return proposal(opinionOf(input as Mail));
    },
  });
}

function proposal({ label, confidence }: Opinion): Proposal {
  const shown = Math.round(confidence * 1e6) / 1e6;
  if (confidence >= SURE_ENOUGH[label]) return { kind: "act", actions: [{ type: label, params: {}, confidence: shown }] };
  return { kind: "escalate", confidence: shown, because: `it would ${label} this mail, but is not sure enough` };
}
