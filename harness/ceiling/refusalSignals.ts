import { shorten } from "../words.ts";
import type { Bound } from "./ceiling.ts";
import { isOwned, type RiskContext } from "./checkRisk.ts";
import type { RiskProfile, Signal } from "./riskProfile.ts";

const SAYS: Readonly<Record<Signal, string>> = {
  "no-owner": "nobody owns it",
  "contradictory-sources": "its sources contradict each other",
  "wide-permissions": "the permissions are wider than the role",
  "expert-judgement": "it takes an expert's judgement",
  employment: "it decides about somebody's employment",
  credit: "it decides about somebody's credit",
  health: "it decides about somebody's health",
  rights: "it decides about somebody's rights",
};

/** What touches a person's life is approved by a person, whatever was decided. */
const PERSONAL: readonly Signal[] = ["employment", "credit", "health", "rights"];

/** A bound for each signal that says: ask first whether an agent may do this at all. A row without owners sends one by itself. */
export function refusalSignals({ signals = [], governance }: RiskProfile, context: RiskContext | undefined): Bound[] {
  const unowned = context !== undefined && !isOwned(context.owners) && !signals.includes("no-owner");
  const all: readonly Signal[] = unowned ? ["no-owner", ...signals] : signals;
  return all.map((signal) => {
    const from = "refusal signal";
    if (governance === undefined) {
      const until =
        signal === "no-owner" ? "until somebody does, or a named decision settles it" : "until a named decision settles that";
      return {
        from,
        rung: "L1",
        because: `${SAYS[signal]}; ${until}, drafting is all it allows`,
        lifts: signal === "no-owner" ? "owners" : "decision",
      };
    }
    const settled = `${shorten(governance.by, 60)} settled that (${shorten(governance.reference, 60)})`;
    return PERSONAL.includes(signal)
      ? { from, rung: "L3", because: `${SAYS[signal]}; ${settled}, and a person still approves each act`, lifts: "nothing" }
      : { from, rung: "L5", because: `${SAYS[signal]}; ${settled}, which lifts the limit` };
  });
}
