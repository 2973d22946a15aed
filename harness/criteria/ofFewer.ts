import { many } from "../words.ts";

/** Said behind a number of cases that hang together in fewer clusters: so many cases are worth less than they look. */
export function ofFewer(cases: number, clusters: number): string {
  return clusters < cases ? `, ${many(cases, "case")} of ${many(clusters, "cluster")}` : "";
}
