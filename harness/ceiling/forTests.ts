import { expect } from "vitest";
import { EarnestError } from "../errors.ts";
import type { RiskContext } from "./checkRisk.ts";
import { CRITERIA, type RiskProfile } from "./riskProfile.ts";

/** A scorecard with these six criteria. */
export const scored = (...six: readonly number[]): RiskProfile => Object.fromEntries(CRITERIA.map((name, i) => [name, six[i]]));

export const owned: RiskContext = { type: "tag", owners: { business: "R. Ahmed" }, reversibility: "reversible" };

/** All four questions answered alike. */
export function all(answer: boolean) {
  return { reversible: answer, contained: answer, fullContext: answer, errorCheaperThanDelay: answer };
}

/** What a broken promise is refused with. */
export function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof EarnestError && error.code === "SUITE_BROKEN") return error.message;
    throw error;
  }
  return expect.fail("it was not refused");
}
