import { howClose, type Judgement, whatChanges } from "earnest";
import { askedTypes, groupsOf, MANY_TYPES, type TypeView } from "./typeView.ts";
import { type Badge, stateOf } from "./verdict.ts";

interface Row {
  readonly type: Omit<TypeView, "judged">;
  readonly change: string;
  /** How much room is left, or whether the change would be enough, and the work that is known. */
  readonly more: readonly string[];
  readonly others: readonly { readonly state: Badge; readonly question: string; readonly change: string }[];
}

/** What would change each answer: first what the verdict hangs on, then the other checks that are not clearly met. */
export function changeView(judgement: Judgement, types: readonly TypeView[]) {
  const asked = askedTypes(types);
  const many = asked.length > MANY_TYPES;
  const rowOf = (type: TypeView) => rowFor(judgement, type);
  return {
    none: asked.length === 0,
    many,
    rows: many ? [] : asked.map(rowOf),
    groups: many ? groupsOf(asked).map(({ types: mine, ...group }) => ({ ...group, rows: mine.map(rowOf) })) : [],
  };
}

function rowFor(judgement: Judgement, { judged, ...type }: TypeView): Row {
  const { change, verdict } = judged.decided;
  const { enough, work, others } = whatChanges(judgement, judged);
  const { doubt, exceeds } = howClose(judgement, judged);
  return {
    type,
    change,
    more: [...(enough === null ? [] : [enough]), ...work, ...(verdict === "promote" && exceeds && doubt !== null ? [doubt] : [])],
    others: others.map((finding) => ({
      state: stateOf(finding.verdict),
      question: finding.staying ? `To stay: ${finding.question}` : finding.question,
      change: finding.change,
    })),
  };
}
