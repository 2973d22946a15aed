import { digestOf } from "../canonical.ts";
import type { Judgement } from "../run/judgement.ts";
import type { RegisterEvidence } from "./register.ts";

/** What a move rests on. The digest is over the judgement as its report in JSON says it. */
export function evidenceFrom(judgement: Judgement): RegisterEvidence {
  const { run, runs } = judgement;
  const others = runs.filter(({ id, otherVersion }) => !otherVersion && id !== run.id).map(({ id }) => id);
  return {
    run: run.id,
    ledger: run.ledgerHead,
    judgement: digestOf(JSON.parse(JSON.stringify(judgement))),
    ...(others.length === 0 ? {} : { with: others }),
  };
}
