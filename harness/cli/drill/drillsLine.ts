import type { Judgement } from "../../run/judgement.ts";
import { count, many } from "../../words.ts";

/** What a judgement read of drills, in a line; null where there is no ledger of them. */
export function drillsLine({ drillLedgers, types }: Judgement): string | null {
  if (drillLedgers.length === 0) return null;
  const stats = types.flatMap(({ drills }) => drills.stats);
  const n = stats.reduce((total, one) => total + one.n, 0);
  const held = stats.reduce((total, one) => total + one.held, 0);
  const others = types.reduce((total, { drills }) => total + drills.otherVersions, 0);
  const not = others === 0 ? "" : `; ${many(others, "drill")} of other versions left out`;
  const ledgers = `Drills: ${many(drillLedgers.length, "ledger")}`;
  return n === 0 ? `${ledgers}, none of this version${not}` : `${ledgers}, ${count(held)} of ${count(n)} held${not}`;
}
