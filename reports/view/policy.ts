import { count, many, shorten, type TypeJudgement } from "earnest";

type Policy = NonNullable<TypeJudgement["policy"]>;
type Rule = Policy["rules"][number];

/** Characters of a rule in a row of the first page. */
const SHORT = 58;

/** What the policy envelope of an action type did in the replayed history, rule by rule; null where it has none. */
export function policyView({ policy }: TypeJudgement, title: string) {
  if (policy === null) return null;
  const { rules } = policy;
  const unread = rules.filter((rule) => rule.unread > 0);
  return {
    title,
    rung: policy.rung,
    says: policySays(policy),
    matches: policy.escalated + policy.refused === 0 ? "" : matchesSay(policy),
    rules: rules.map((rule) => ({
      says: rule.says,
      agent: rule.agent,
      control: rule.control,
      stops: stopsWord(rule),
      kept: count(rule.kept),
      alone: count(rule.alone),
      matches: count(rule.matches),
      serious: count(rule.serious),
    })),
    unread: unread.map(
      ({ says, unread: n, unreadBecause }) =>
        `In ${many(n, "proposal")} a rule could not be read, which keeps an act back as well: “${says}”${unreadBecause === null ? "." : ` (${unreadBecause}).`}`,
    ),
    limits: rules
      .filter(({ limits }) => limits.length > 0)
      .map(({ says, agent, limits }, i) => ({
        says: agent === null ? says : `${says} (For the sub-agent ${agent}.)`,
        label: `Other limits, ${i + 1}: ${title}`,
        rows: limits.map((one) => ({
          limit: numberSaid(one.limit),
          now: one.now,
          through: count(one.through),
          matches: count(one.matches),
          serious: count(one.serious),
        })),
      })),
    digest: policy.digest,
  };
}

/** Counts that add up: "Of 1,847 proposals, 1,531 came through, 312 were handed to a person and 4 were refused." */
export function policySays({ proposed, through, escalated, refused }: Policy): string {
  if (proposed === 0) return "The agent never proposed this, so no rule was tried.";
  if (through === proposed) return `Each of its ${many(proposed, "proposal")} came through.`;
  const said = [
    `${count(through)} came through`,
    `${count(escalated)} ${escalated === 1 ? "was" : "were"} handed to a person`,
    `${refused === 0 ? "none" : count(refused)} ${refused > 1 ? "were" : "was"} refused`,
  ];
  return `Of ${many(proposed, "proposal")}, ${said.slice(0, 2).join(", ")} and ${said[2]}.`;
}

/** What a rule does with an act that it keeps back. */
export function stopsWord({ stops }: Pick<Rule, "stops">): string {
  return stops === "escalate" ? "handed over" : "refused";
}

/** The envelope in a line: its first rule, and how many more. */
export function policyInShort(policy: Policy): string {
  const [first, ...rest] = policy.rules;
  if (first === undefined) return "no rule";
  const says = cutAtWord(first.says.replace(/\.$/, ""), SHORT);
  return rest.length === 0 ? says : `${says}; ${many(rest.length, "more rule")}`;
}

/** Cut between words where it can be: half a word may read as another. */
function cutAtWord(text: string, length: number): string {
  const cut = shorten(text, length);
  if (cut === text) return text;
  const space = cut.lastIndexOf(" ");
  return space < length / 2 ? cut : `${cut.slice(0, space).replace(/[,;:]$/, "")} …`;
}

function matchesSay({ matchesKept }: Policy): string {
  if (matchesKept === 0) return "None of what was kept back was what the person did.";
  return `In ${many(matchesKept, "case")} the proposal was what the person did, and was kept back: that counts as handing over, not as a match.`;
}

/** A limit as it was written, with thousands set apart. */
function numberSaid(limit: number): string {
  const [whole = "", fraction] = String(limit).split(".");
  return /^-?\d+$/.test(whole) ? `${count(Number(whole))}${fraction === undefined ? "" : `.${fraction}`}` : String(limit);
}
