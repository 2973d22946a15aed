import type { Json } from "../action.ts";
import { canonicalJson } from "../canonical.ts";
import { covers } from "../criteria/covers.ts";
import type { Drilled } from "../evidence/drilledBy.ts";
import { many, shorten } from "../words.ts";
import { type CriterionKept, criteriaChanges } from "./criteriaChanges.ts";
import { drilledChanges } from "./drilledChanges.ts";
import { type EnvelopesKept, envelopeChanges, type Under } from "./envelopeChanges.ts";
import { type LadderKept, ladderChanges } from "./ladderChanges.ts";

/** What a run's header keeps of its suite's rules, or a suite has now; older headers may lack any of it. */
export interface RulesKept {
  readonly gates?: Readonly<Record<string, GateKept>>;
  readonly comparators?: Readonly<Record<string, unknown>>;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly goodOutcomes?: Readonly<Record<string, string>>;
  readonly envelopes?: EnvelopesKept;
  readonly ladder?: LadderKept;
  readonly together?: string;
  readonly waiver?: { readonly by: string; readonly because: string };
}

interface GateKept {
  readonly at?: string;
  readonly ask?: string | null;
  readonly climb?: readonly CriterionKept[];
  readonly stay?: readonly CriterionKept[];
  readonly hold?: readonly CriterionKept[];
  readonly serious?: readonly string[];
  readonly ceiling?: CeilingKept | undefined;
  readonly wall?: string | undefined;
  readonly risk?: Json;
  readonly baseline?: CriterionKept["params"];
  readonly consequential?: string;
  readonly under?: Under | null;
  readonly drilled?: readonly Drilled[];
  /** Whatever else a gate rests on: what is not known here must be the same. */
  readonly [more: string]: unknown;
}

interface CeilingKept {
  readonly rung: string;
  /** On the suite's own ladder; null where it allows none of its rungs. */
  readonly highest?: string | null;
}

/** One way in which gates are easier to pass than when a run began. */
export interface Loosened {
  /** The action type whose gate it is; null where it is about all of them. */
  readonly type: string | null;
  /** A sentence, which names the type. */
  readonly says: string;
}

/**
 * How the gates of a suite are easier to pass now than when a run began, type by type. Whatever differs and is not known to be
 * stricter is said: a gate that was moved with the answers on the table is worth less than one that stood before.
 */
export function loosened(before: RulesKept, now: RulesKept, title: (type: string) => string): Loosened[] {
  if (before.gates === undefined) return [];
  const said: Loosened[] = [];
  const named = (type: string, changes: readonly string[]) =>
    said.push(...changes.map((change) => ({ type, says: `“${shorten(title(type), 60)}”: ${change}.` })));
  for (const [type, was] of Object.entries(before.gates)) {
    const is = ownOf(now.gates, type);
    if (is === undefined) {
      named(type, ["it has no row any more"]);
      continue;
    }
    named(type, gateChanges(was, is, now.ladder));
    named(type, rowChanges(before, now, type));
    named(type, envelopeChanges(type, [before.envelopes, was.under], [now.envelopes, is.under]));
  }
  for (const [type, { ask }] of Object.entries(now.gates ?? {}))
    if (ownOf(before.gates, type) === undefined && ask != null) named(type, ["it was not asked about when the run began"]);
  said.push(...changesForAll(before, now).map((change) => ({ type: null, says: `All action types: ${change}.` })));
  return said;
}

/** What makes every gate easier at once. */
function changesForAll(before: RulesKept, now: RulesKept): string[] {
  const each = before.together === "holm" && now.together !== "holm";
  const asked = ({ gates = {} }: RulesKept) => Object.keys(gates).filter((type) => gates[type]?.ask != null);
  const left = asked(now);
  const back = left.length === 0 ? 0 : asked(before).filter((type) => !left.includes(type)).length;
  return [
    ...(each ? ["the confidence held for all promotions together, and holds for each by itself now"] : []),
    // The fewer are answered together, the less it takes for each.
    ...(back > 0 && before.together === "holm" && now.together === "holm"
      ? [
          `${many(back, "question")} that the run began with ${back === 1 ? "was" : "were"} taken back, so that less is enough for the others`,
        ]
      : []),
    ...(now.waiver !== undefined && !alike(before.waiver, now.waiver)
      ? [`the waiver of a sealed wall, by ${shorten(now.waiver.by, 60)}, is not one that the run began with`]
      : []),
    ...(before.ladder === undefined || now.ladder === undefined ? [] : ladderChanges(before.ladder, now.ladder)),
  ];
}

/** What a row says besides its gate: how its actions are compared, which of them are any, and which turned out well. */
function rowChanges(before: RulesKept, now: RulesKept, type: string): string[] {
  const differs = (what: "comparators" | "params" | "goodOutcomes") =>
    !alike(ownOf<unknown>(before[what], type), ownOf<unknown>(now[what], type));
  const good = [before, now].map(({ goodOutcomes }) => shorten(ownOf(goodOutcomes, type) ?? "not said", 100));
  return [
    ...(differs("comparators") ? ["its actions are compared otherwise"] : []),
    ...(before.params !== undefined && differs("params") ? ["other params of its actions are accepted now"] : []),
    ...(differs("goodOutcomes") ? [`what a good outcome is was ${good[0]}, and is ${good[1]} now`] : []),
  ];
}

function gateChanges(was: GateKept, is: GateKept, ladder: LadderKept | undefined): string[] {
  const fewer = (was.serious ?? []).filter((outcome) => !(is.serious ?? []).includes(outcome));
  const moved = !alike(was.at, is.at) || !alike(was.ask, is.ask);
  return [
    // Another rung has demands of its own: check by check the two say nothing of each other.
    ...(moved
      ? [
          `it stood at ${was.at ?? "no rung"} and asked for ${was.ask ?? "nothing"}, and stands at ${is.at ?? "no rung"} and asks for ${is.ask ?? "nothing"} now: another question than the run began with`,
        ]
      : [
          ...criteriaChanges("to climb", was.climb, is.climb),
          ...criteriaChanges("to stay", was.stay, is.stay),
          ...criteriaChanges("that has to go on holding", was.hold, is.hold),
        ]),
    ...(fewer.length === 0 ? [] : [`${fewer.join(", ")} ${fewer.length === 1 ? "is" : "are"} no longer declared serious`]),
    ...ceilingChanges(was.ceiling, is.ceiling, ladder),
    ...(was.wall !== undefined && is.wall === undefined && was.ask === is.ask ? ["it no longer asks for a sealed wall"] : []),
    ...(was.consequential !== undefined && is.consequential === undefined ? ["it is no longer declared consequential"] : []),
    ...baselineChanges(was.baseline, is.baseline),
    ...drilledChanges(was.drilled, is.drilled),
    ...otherChanges(was, is),
  ];
}

function ceilingChanges(was: CeilingKept | undefined, is: CeilingKept | undefined, ladder: LadderKept | undefined): string[] {
  if (was === undefined) return [];
  if (is === undefined) return [`its risk allowed at most ${was.rung}, and is not declared any more`];
  if (is.rung > was.rung) return [`its risk allowed at most ${was.rung}, and allows ${is.rung} now`];
  if (alike(was.highest, is.highest) || is.highest === null) return [];
  const [mine, its] = [was.highest, is.highest].map((id) => ladder?.rungs.findIndex((rung) => rung.id === id) ?? -1);
  if (mine !== undefined && its !== undefined && its >= 0 && its < mine) return [];
  return [`its risk allowed at most ${was.highest ?? "no rung"} of the ladder, and allows ${is.highest ?? "no rung"} now`];
}

function baselineChanges(was: CriterionKept["params"] = {}, is: CriterionKept["params"] = {}): string[] {
  const name = "baseline";
  if (alike(was, is) || (Object.keys(was).length > 0 && covers({ name, params: is }, { name, params: was }))) return [];
  return [`how often people fail at it was given as ${plainly(was)}, and is as ${plainly(is)} now`];
}

/** Members that no line above weighs: a risk shows in its ceiling, an envelope is compared by what is counted under it. */
function otherChanges(was: GateKept, is: GateKept): string[] {
  const rest = ({
    at,
    ask,
    climb,
    stay,
    hold,
    serious,
    ceiling,
    wall,
    consequential,
    risk,
    baseline,
    under,
    drilled,
    ...more
  }: GateKept) => more;
  const [before, now] = [rest(was), rest(is)];
  const other = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((key) => !alike(before[key], now[key]));
  return other.map((key) => `its ${key} was ${plainly(before[key])}, and is ${plainly(now[key])} now`);
}

function plainly(value: unknown): string {
  return value === undefined ? "not given" : shorten(canonicalJson(value), 100);
}

function alike(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

/** A type may be called "constructor". */
function ownOf<T>(all: Readonly<Record<string, T>> | undefined, type: string): T | undefined {
  return all !== undefined && Object.hasOwn(all, type) ? all[type] : undefined;
}
