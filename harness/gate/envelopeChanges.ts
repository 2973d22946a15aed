import { canonicalJson } from "../canonical.ts";
import { shorten } from "../words.ts";
import { type CriterionKept, inShort } from "./criteriaChanges.ts";

/** A rule as it is kept: with what it stops, how it is read, and what enforces it. */
interface RuleKept extends CriterionKept {
  readonly says?: string;
  readonly control?: string | null;
  readonly stops?: string;
  readonly [more: string]: unknown;
}

/** The envelopes of a suite, of every type and rung. */
export interface EnvelopesKept {
  readonly types?: readonly {
    readonly type: string;
    readonly rung: string;
    readonly rules: readonly RuleKept[];
    /** Of the agents of a chain. */
    readonly agents?: Readonly<Record<string, readonly RuleKept[]>>;
  }[];
}

/** The rung whose envelope a type counts under, and the agents that the suite names; null where chains mean nothing. */
export interface Under {
  readonly rung: string;
  readonly agents: readonly string[] | null;
}

type Counted = readonly [EnvelopesKept | undefined, Under | null | undefined];

/** An envelope may make a gate easier either way: by letting more through, or by leaving out what was answered badly. */
export function envelopeChanges(type: string, before: Counted, now: Counted): string[] {
  const [was, is] = [rulesIn(type, before), rulesIn(type, now)];
  const without = (all: readonly RuleKept[], others: readonly RuleKept[]) => {
    const known = new Set(others.map(keyOf));
    return all.filter((rule) => !known.has(keyOf(rule)));
  };
  const [gone, added] = [without(was, is), without(is, was)];
  if (gone.length === 0 && added.length === 0) return [];
  const list = (rules: readonly RuleKept[]) => rules.map(ruleInShort).join("; ");
  return [
    [
      "its policy envelope was changed",
      ...(gone.length === 0 ? [] : [`without ${list(gone)}`]),
      ...(added.length === 0 ? [] : [`now with ${list(added)}, so that what counts was chosen with the answers known`]),
    ].join(", "),
  ];
}

/** What the acts of a type are counted under: the rules of the one rung, what each agent may do, and which agents there are. */
function rulesIn(type: string, [envelopes, under]: Counted): RuleKept[] {
  if (under == null) return [];
  const { rules = [], agents = {} } = envelopes?.types?.find((one) => one.type === type && one.rung === under.rung) ?? {};
  const theirs = Object.entries(agents).flatMap(([agent, own]) =>
    own.map((rule) => ({ ...rule, name: `${rule.name} of ${agent}` })),
  );
  const chain =
    under.agents === null ? [] : [{ name: "agents", params: { named: under.agents, allowed: Object.keys(agents).sort() } }];
  return [...rules, ...theirs, ...chain];
}

/** The words of a rule decide nothing. */
function keyOf({ says: _, ...rule }: RuleKept): string {
  return canonicalJson(rule);
}

/** Its sentence, and its data: either may have changed alone. */
function ruleInShort({ name, params, says, stops, control }: RuleKept): string {
  const said = says === undefined ? "" : `“${shorten(says, 120)}” `;
  return (
    said +
    inShort({
      name,
      params: { ...params, ...(stops === undefined ? {} : { stops }), ...(control == null ? {} : { control }) },
    })
  );
}
