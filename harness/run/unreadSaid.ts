import type { PolicySeen } from "../policy.ts";
import { count, inWords, many, shorten } from "../words.ts";
import type { TypeJudgement } from "./judgement.ts";

/** So many rules are named. */
const NAMED = 3;

/** Rules that could not be read, which keeps an act back as well: the author of a slip would not see it anywhere else. */
export function unreadSaid(types: readonly Pick<TypeJudgement, "title" | "policy">[]): string[] {
  const unread = types
    .flatMap(({ title, policy }) => (policy?.rules ?? []).map((rule) => ({ title, of: policy as PolicySeen, rule })))
    .filter(({ rule }) => rule.unread > 0)
    .sort((a, b) => b.rule.unread - a.rule.unread);
  const rest = unread.length - NAMED;
  return [
    ...unread.slice(0, NAMED).map(({ title, of, rule: { says, unread: n, unreadBecause } }) => {
      const why = unreadBecause === null ? "" : ` (${shorten(unreadBecause.replace(/\.$/, ""), 120)})`;
      return `“${shorten(title, 40)}”: in ${count(n)} of ${many(of.proposed, "proposal")} the rule “${shorten(says.replace(/\.$/, ""), 120)}” could not be read${why}, which keeps an act back.`;
    }),
    ...(rest > 0
      ? [
          `${inWords(rest, true)} more ${rest === 1 ? "rule" : "rules"} could not be read in some proposals; the report says which.`,
        ]
      : []),
  ];
}
