import { EarnestError, say } from "earnest";
import type { TypeView } from "./typeView.ts";

/** So many names stand in an error. */
const NAMED = 20;

/** What a page about one action type leads with. */
export interface Focus {
  readonly type: TypeView;
  readonly headline: string;
}

/** The action type that a page is about; null for a page about all. Throws USAGE for one that the run does not know. */
export function focusOn(types: readonly TypeView[], wanted: string | null): Focus | null {
  if (wanted === null) return null;
  const type = types.find(({ judged }) => judged.type === wanted);
  if (type !== undefined) return { type, headline: headlineOf(type) };
  const known = types.map(({ judged }) => judged.type);
  throw new EarnestError("USAGE", "no action type of this run has the name that --focus gives", {
    next: `Name one of ${known.slice(0, NAMED).join(", ")}${known.length > NAMED ? ", ..." : ""}`,
  });
}

/** All action types, with the one that the page is about before the others. */
export function inFocusFirst(types: readonly TypeView[], focus: Focus | null): readonly TypeView[] {
  return focus === null ? types : [focus.type, ...types.filter((type) => type !== focus.type)];
}

function headlineOf({ title, judged: { decided, policy } }: TypeView): string {
  const { verdict, at, to } = decided;
  const { focus } = say.headlines;
  if (verdict === "promote")
    return focus.up({ title, to, rules: (policy?.rules ?? []).map(({ says }) => says.replace(/\.$/, "")) });
  if (verdict === "demote") return focus.down({ title, to });
  return verdict === "not_requested" ? focus.notAsked({ title }) : focus.stay({ title, at });
}
