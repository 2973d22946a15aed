import { type Comparator, SAME } from "../action.ts";

const IGNORE: Comparator = { name: "ignore", version: "1", params: "not compared", compare: () => SAME };

/** Always the same, present or absent: for wording nobody holds the agent to. Pages print it as "not compared". */
export function ignore(): Comparator {
  return IGNORE;
}
