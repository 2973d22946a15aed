import { digestOf } from "../canonical.ts";
import type { Judgement } from "../run/judgement.ts";
import type { RegisterEvidence } from "./register.ts";

/** What a move rests on. The digest is over the judgement as its report in JSON says it. */
export function evidenceFrom(judgement: Judgement): RegisterEvidence {
  const { run, runs } = judgement;
  const counted = runs.filter(({ otherVersion }) => !otherVersion);
  const others = counted.filter(({ id }) => id !== run.id).map(({ id }) => id);
  return {
    run: run.id,
    ledger: run.ledgerHead,
    judgement: digestOf(JSON.parse(JSON.stringify(judgement))),
    cases: [...new Set(counted.map(({ dataset }) => dataset))],
    ...(others.length === 0 ? {} : { with: others }),
  };
}
