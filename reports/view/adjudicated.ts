import { count, type Judgement, many } from "earnest";
import { PARTS } from "../charts/whoWasRight.ts";
import type { TypeView } from "./typeView.ts";

/** What people wrote into the suite's own file of adjudications about the disagreements; null where there is no file, or nothing to rule on. */
export function adjudicatedView({ files }: Pick<Judgement, "files">, types: readonly TypeView[]) {
  const found = types.flatMap(({ title, judged }) => {
    const { disagreements, ruled } = judged.evidence.facts;
    if (disagreements === null || ruled === null || disagreements.n === 0) return [];
    const judgedAlready = Object.values(ruled).reduce((sum, n) => sum + n, 0);
    const { n, explained } = disagreements;
    return [{ title, explained, who: { ...ruled, waiting: n - judgedAlready, n } }];
  });
  if (found.length === 0) return null;
  const sum = (of: (one: (typeof found)[number]) => number) => found.reduce((total, one) => total + of(one), 0);
  const n = sum(({ who }) => who.n);
  const ruled = n - sum(({ who }) => who.waiting);
  const behind = sum(({ who }) => who.agent + who.both);
  const records = files.find(({ name }) => name === "adjudications")?.records ?? 0;
  return {
    finding:
      ruled === 0
        ? `None of ${many(n, "disagreement")} has a ruling in it.`
        : `Of ${many(ruled, "disagreement")} that it rules on, the agent’s decision stands in ${count(behind)}, alone or with the person’s; in the other ${count(ruled - behind)} it does not, or nobody could tell.`,
    says: `The file holds ${many(records, "record")}; ${count(n - ruled)} of ${many(n, "disagreement")} have no ruling in it, and ${count(n - sum(({ explained }) => explained))} no cause. A case that differs in several action types counts in each. Whether those who ruled knew which decision was the agent’s, earnest cannot tell.`,
    columns: [...PARTS.map(({ words }) => words), "in all", "with a cause"],
    rows: found.map(({ title, explained, who }) => ({
      title,
      cells: [...PARTS.map(({ part }) => count(who[part])), count(who.n), count(explained)],
    })),
  };
}
