import type { TypeJudgement } from "earnest";

/** The match rates that an answer asks for: the gate to climb, and the floor to stay; null where it asks for none. */
export function linesOf({ climb, stay }: TypeJudgement["decided"]): {
  readonly gate: number | null;
  readonly floor: number | null;
} {
  return { gate: lineIn(climb), floor: lineIn(stay) };
}

function lineIn(findings: TypeJudgement["decided"]["climb"]): number | null {
  return findings.find(({ criterion }) => criterion.name === "agreementAtLeast")?.numbers["floor"] ?? null;
}
