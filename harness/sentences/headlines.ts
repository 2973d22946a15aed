import { inWords, lowered, many } from "../words.ts";

/** Characters of a rule that a headline still holds. */
const RULE = 90;

/** The one sentence on top. */
export const headlines = {
  none: "No action type asks to move up.",
  /** About one action type alone; `to` is the rung it may move to. */
  one: {
    up: ({ title, to }: { readonly title: string; readonly to: string }) => `“${title}” may move up to ${to}.`,
    down: ({ title }: { readonly title: string }) => `“${title}” may not move up. It must move down.`,
    stay: ({ title }: { readonly title: string }) => `“${title}” may not move up yet.`,
  },
  /** On a page about one action type; what it would be bound to is one rule in full, or how many of them there are. */
  focus: {
    up: ({ title, to, rules }: { readonly title: string; readonly to: string; readonly rules: readonly string[] }) =>
      `${title} may move to ${to}${bound(rules)}.`,
    down: ({ title, to }: { readonly title: string; readonly to: string }) => `${title} must move down to ${to}.`,
    stay: ({ title, at }: { readonly title: string; readonly at: string }) =>
      `${title} may not move up yet${at === "" ? "" : `, and stays at ${at}`}.`,
    notAsked: ({ title }: { readonly title: string }) => `${title} does not ask to move up.`,
  },
  /** Above a whole page: why it is not the report to go by. */
  ribbon: {
    superseded: (by: string) => `Superseded by ${by}: read that report in place of this one.`,
    cutOff: (missing: number) =>
      `Draft: the run was cut off, and ${many(missing, "case")} of it ${missing === 1 ? "is" : "are"} missing.`,
    neverEnded: "Draft: the run never came to its end.",
    rulesChanged: "Draft: the rules changed after the run, and these are the answers by the new ones.",
  },
  /** About `total` of them, two or more. */
  several: ({ up, down, total }: { readonly up: number; readonly down: number; readonly total: number }) => {
    const rise =
      up === 0
        ? `${total === 2 ? "Neither" : "None"} of ${inWords(total)} action types may move up${down === total ? "" : " yet"}.`
        : up === total
          ? `${all(total)} action types may move up.`
          : `${inWords(up, true)} of ${inWords(total)} action types may move up.`;
    return down === 0 ? rise : `${rise} ${down === total ? all(total) : inWords(down, true)} must move down.`;
  },
} as const;

/** Half of its rules would promise too much, and a rule cut short may say the opposite. */
function bound(rules: readonly string[]): string {
  const [first = ""] = rules;
  if (rules.length === 0) return "";
  if (rules.length > 1 || first.length > RULE)
    return `, within ${rules.length === 1 ? "the rule" : `the ${inWords(rules.length)} rules`} of its policy`;
  // A word in capitals, such as a code, keeps them.
  return `: ${/^\p{Lu}(\p{Ll}| )/u.test(first) ? lowered(first) : first}`;
}

function all(n: number): string {
  return n === 2 ? "Both" : `All ${inWords(n)}`;
}
