import type { Finding } from "earnest";
import { askedTypes, groupsOf, MANY_TYPES, type TypeView } from "./typeView.ts";
import { type Badge, stateOf } from "./verdict.ts";

interface Row {
  readonly type: Omit<TypeView, "judged">;
  readonly change: string;
  readonly others: readonly { readonly state: Badge; readonly question: string; readonly change: string }[];
}

/** What would change each answer: first what the verdict hangs on, then the other checks that are not clearly met. */
export function changeView(types: readonly TypeView[]) {
  const asked = askedTypes(types);
  const many = asked.length > MANY_TYPES;
  return {
    none: asked.length === 0,
    many,
    rows: many ? [] : asked.map(rowOf),
    groups: many ? groupsOf(asked).map(({ types: mine, ...group }) => ({ ...group, rows: mine.map(rowOf) })) : [],
  };
}

function rowOf({ judged, ...type }: TypeView): Row {
  const { climb, stay, hold, change } = judged.decided;
  const others = [...[...climb, ...hold].filter((finding) => !change.includes(finding.change)), ...stay.map(forStaying)].filter(
    (finding) => finding.verdict !== "met" && finding.change !== change,
  );
  return {
    type,
    change,
    others: others.map((finding) => ({ state: stateOf(finding.verdict), question: finding.question, change: finding.change })),
  };
}

function forStaying(finding: Finding): Finding {
  return { ...finding, question: `To stay: ${finding.question}` };
}
