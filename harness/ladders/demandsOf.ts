import type { Rung } from "../ladders.ts";
import { evidenceLadder } from "./evidenceLadder.ts";

/** What the evidence ladder demands for one of its rungs, for a rung of another ladder that stands for it. */
export function demandsOf(like: "L1" | "L2" | "L3" | "L4" | "L5"): Pick<Rung, "like" | "climb" | "stay" | "hold"> {
  const { climb = [], stay = [], hold = [] } = evidenceLadder.rungs.find(({ id }) => id === like) as Rung;
  return { like, climb, stay, hold };
}
