import type { Criterion } from "../criteria/criterion.ts";
import type { ReadySuite } from "../suite.ts";

/** A match rate that must hold, and where it comes from: `--base`, or the suite's floor for staying or for climbing. */
export interface DriftBase {
  readonly share: number;
  readonly from: "given" | "stay" | "climb";
}

/** An action type that can be watched, since there is a rate to watch it against. */
export interface Watched {
  readonly type: string;
  readonly title: string;
  readonly noun: string;
  readonly base: DriftBase;
}

/**
 * The constant each action type of a suite is watched against: the rate given for all of them, else the floor for staying on its rung,
 * else the floor for climbing; the highest where there are several. Never an estimate: a type without any is left unwatched, and said.
 */
export function driftBase(
  suite: ReadySuite,
  given: number | undefined,
): { readonly watched: Watched[]; readonly without: { type: string; title: string; because: string }[] } {
  const watched: Watched[] = [];
  const without: { type: string; title: string; because: string }[] = [];
  for (const [type, { stay, climb }] of suite.gates) {
    const title = suite.title(type);
    const base =
      given === undefined ? (floorOf("stay", stay) ?? floorOf("climb", climb)) : { share: given, from: "given" as const };
    if (base !== undefined) watched.push({ type, title, noun: suite.noun(type), base });
    else
      without.push({ type, title, because: "the suite sets no floor for its match rate, and a base rate is never an estimate" });
  }
  return { watched, without };
}

/** A criterion of a user's own may bear the same name; only a share strictly between 0 and 1 is a floor. */
function floorOf(from: "stay" | "climb", criteria: readonly Criterion[]): DriftBase | undefined {
  const floors = criteria
    .filter(({ name }) => name === "agreementAtLeast")
    .map(({ params }) => Number(params["floor"]))
    .filter((floor) => floor > 0 && floor < 1);
  return floors.length === 0 ? undefined : { share: Math.max(...floors), from };
}
