import type { Judgement, TypeJudgement } from "./judgement.ts";
import { namesOf } from "./namesOf.ts";

/** Which types ask to act alone, although they are grave or may be, and do not say what can go wrong; one sentence, where any do. */
export function noCeilingSaid({ types, ladder }: Pick<Judgement, "types" | "ladder">): string[] {
  const alone = new Set(ladder.rungs.filter((rung) => rung.alone).map(({ id }) => id));
  const silent = types.filter(
    (type) => type.decided.ask !== null && alone.has(type.decided.ask) && type.ceiling === null && isGrave(type),
  );
  if (silent.length === 0) return [];
  const [asks, does] = silent.length === 1 ? ["asks", "does"] : ["ask", "do"];
  return [`${namesOf(silent)} ${asks} to act alone and ${does} not say what can go wrong: no ceiling was set.`];
}

function isGrave({ consequential, reversibility }: TypeJudgement): boolean {
  return consequential !== null || reversibility === "irreversible" || reversibility === "unknown";
}
