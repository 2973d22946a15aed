import { EarnestError, shorten } from "earnest";
import type { TypeView } from "./typeView.ts";
import { ended } from "./words.ts";

/** So many names stand in an error. */
const NAMED = 20;
/** Characters of a rule in a headline. */
const RULE = 90;

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
  if (verdict === "promote") return `${title} may move to ${to}${bounds(policy)}`;
  if (verdict === "demote") return `${title} must move down to ${to}.`;
  if (verdict === "not_requested") return `${title} does not ask to move up.`;
  return `${title} may not move up yet${at === "" ? "" : `, and stays at ${at}`}.`;
}

/** What it would be bound to on its new rung: the first of its rules; its row says how many more there are. */
function bounds(policy: TypeView["judged"]["policy"]): string {
  const [first] = policy?.rules ?? [];
  if (first === undefined) return ".";
  const says = shorten(first.says.replace(/\.$/, ""), RULE);
  // A word in capitals, such as a code, keeps them.
  return ended(`: ${/^\p{Lu}(\p{Ll}| )/u.test(says) ? says.charAt(0).toLowerCase() + says.slice(1) : says}`);
}
