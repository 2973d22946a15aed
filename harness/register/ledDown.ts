import type { Register, RegisterEntry } from "./register.ts";

/** The demotion that a run has cost an action type already; undefined where it has cost it none. What cost a rung once does not cost the next. */
export function ledDown({ history }: Register, type: string, run: string): RegisterEntry | undefined {
  return history.findLast((entry) => entry.type === type && entry.kind === "demote" && entry.evidence?.run === run);
}
