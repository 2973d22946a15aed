import type { Judgement } from "../run/judgement.ts";
import { evidenceFrom } from "./evidenceFrom.ts";
import type { Register } from "./register.ts";

/**
 * Says that an action type was led up on these very cases before, whatever run of them it was; undefined where it was not. Datasets are
 * told apart by their digest: cases that two of them share are not seen. A run that was used itself is not said here again.
 */
export function sameCases({ history }: Register, judgement: Judgement, type: string): string | undefined {
  const mine = evidenceFrom(judgement);
  for (const { type: of, kind, evidence, at, to } of history) {
    if (of !== type || kind !== "promote" || evidence === null || evidence.run === mine.run) continue;
    if (evidence.cases?.some((digest) => mine.cases?.includes(digest)) !== true) continue;
    return `The same cases have led it to ${to} already, on ${at.slice(0, 10)}, in the run ${evidence.run}: asking about them again shows nothing new. Take cases that it has not been judged on, or say why with --because, which the register keeps.`;
  }
  return undefined;
}
