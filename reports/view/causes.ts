import { count, many, type TypeJudgement } from "earnest";
import { type Bar, bars } from "../charts/bars.ts";

const CAUSES = 8;

/** What people found behind the disagreements of an action type; null where nobody looked, or there are none. */
export function causesView({ evidence }: TypeJudgement): { head: string; says: string; bars: Bar[] } | null {
  const { disagreements } = evidence.facts;
  if (disagreements === null || disagreements.n === 0) return null;
  const { n, explained, unknown, causes } = disagreements;
  const open = n - explained - unknown;
  const parts = [
    `${count(explained)} with a named cause`,
    `${count(unknown)} looked at without finding one`,
    `${count(open)} not looked at`,
  ];
  return {
    head: "What people found behind them",
    says: `Of ${many(n, "disagreement")}: ${parts.join(", ")}.`,
    bars: bars(
      causes.map(({ cause, n: times }) => ({ label: cause, n: times, serious: false })),
      CAUSES,
    ),
  };
}
