import type { Isolation, Wall } from "../agent.ts";
import type { RunHeader } from "../ledger/record.ts";
import type { Observation } from "../replay.ts";

/** A named person's word that weaker isolation than a sealed wall will do, and why. */
export interface Waiver {
  readonly by: string;
  readonly because: string;
}

/** How strong the wall was over all that counts. */
export interface WallSeen {
  /** The weakest of the runs and of every attempt that counts. */
  readonly isolation: Isolation;
  /** Is it I3 throughout, with a canary on record in every run that found each way out blocked? */
  readonly sealed: boolean;
  /** What the canary of the weakest run tells of a wall that claims to be sealed: nothing, or how many ways out were open. */
  readonly canary: { readonly tried: number; readonly open: number };
  /** Of the suite as it stands now. */
  readonly waiver: Waiver | null;
}

/** Weakest first. Proposals made elsewhere were made behind no wall that anybody here knows of. */
const STRENGTH: readonly Isolation[] = ["imported", "I0", "I1", "I2", "I3"];

/** The weakest wall that any attempt was made behind. */
export class WallCount {
  #weakest: Isolation = "I3";

  add(observations: readonly Observation[]): void {
    for (const { isolation } of observations) if (isolation !== this.#weakest) this.#weakest = weaker(isolation, this.#weakest);
  }

  /** `headers` of all runs that count together. No canary, no claim: a wall that was not tried is not sealed. */
  seen(headers: readonly RunHeader[], waiver: Waiver | undefined): WallSeen {
    const isolation = headers.map(({ agent }) => agent.isolation).reduce(weaker, this.#weakest);
    const canaries = headers.map(({ wall }) => canaryOf(wall ?? null));
    const worst = canaries.find(({ tried }) => tried === 0) ?? canaries.toSorted((a, b) => b.open - a.open)[0];
    const canary = worst ?? { tried: 0, open: 0 };
    return {
      isolation,
      sealed: isolation === "I3" && canary.tried > 0 && canary.open === 0,
      canary,
      waiver: waiver === undefined ? null : { by: waiver.by, because: waiver.because },
    };
  }
}

function canaryOf(wall: Wall | null): WallSeen["canary"] {
  const canary = wall?.canary ?? [];
  return { tried: canary.length, open: canary.filter(({ blocked }) => !blocked).length };
}

function weaker(a: Isolation, b: Isolation): Isolation {
  return STRENGTH.indexOf(a) < STRENGTH.indexOf(b) ? a : b;
}
