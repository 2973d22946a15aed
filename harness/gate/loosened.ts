import type { Json } from "../action.ts";
import { canonicalJson } from "../canonical.ts";
import { covers } from "../criteria/covers.ts";
import { shorten } from "../words.ts";

/** What a run's header keeps of its suite's rules, or a suite has now; older headers may lack any of it. */
export interface RulesKept {
  readonly gates?: Readonly<Record<string, GateKept>>;
  readonly comparators?: Readonly<Record<string, unknown>>;
  readonly envelopes?: { readonly types?: readonly EnvelopeKept[] };
  readonly together?: string;
}

interface Plain {
  readonly name: string;
  readonly params: { readonly [key: string]: Json };
}

interface GateKept {
  readonly at?: string;
  readonly ask?: string | null;
  readonly climb?: readonly Plain[];
  readonly stay?: readonly Plain[];
  readonly hold?: readonly Plain[];
  readonly serious?: readonly string[];
  readonly ceiling?: { readonly rung: string };
  readonly wall?: string;
}

interface EnvelopeKept {
  readonly type: string;
  readonly rules: readonly Plain[];
  /** Of the agents of a chain. */
  readonly agents?: Readonly<Record<string, readonly Plain[]>>;
}

/**
 * How the gates of a suite are easier to pass now than when a run began, type by type, in sentences. Whatever is not known to be
 * stricter is said: a gate that was moved with the answers on the table is worth less than one that stood before.
 */
export function loosened(before: RulesKept, now: RulesKept, title: (type: string) => string): string[] {
  if (before.gates === undefined) return [];
  const said: string[] = [];
  for (const [type, was] of Object.entries(before.gates)) {
    const is = now.gates?.[type];
    const changes = is === undefined ? ["it has no row any more"] : gateChanges(was, is);
    const compared = canonicalJson(before.comparators?.[type] ?? null) !== canonicalJson(now.comparators?.[type] ?? null);
    if (compared) changes.push("its actions are compared otherwise");
    changes.push(...envelopeChanges(rulesOf(before, type), rulesOf(now, type)));
    said.push(...changes.map((change) => `“${shorten(title(type), 60)}”: ${change}.`));
  }
  for (const type of Object.keys(now.gates ?? {}))
    if (before.gates[type] === undefined && now.gates?.[type]?.ask != null)
      said.push(`“${shorten(title(type), 60)}”: it was not asked about when the run began.`);
  if (before.together === "holm" && now.together !== "holm")
    said.push("All action types: the confidence held for all promotions together, and holds for each by itself now.");
  return said;
}

function gateChanges(was: GateKept, is: GateKept): string[] {
  const fewer = (was.serious ?? []).filter((outcome) => !(is.serious ?? []).includes(outcome));
  return [
    ...((was.at ?? null) === (is.at ?? null) && (was.ask ?? null) === (is.ask ?? null)
      ? []
      : [
          `it stood at ${was.at ?? "no rung"} and asked for ${was.ask ?? "nothing"}, and stands at ${is.at ?? "no rung"} and asks for ${is.ask ?? "nothing"} now`,
        ]),
    ...criteriaChanges("to climb", was.climb, is.climb),
    ...criteriaChanges("to stay", was.stay, is.stay),
    ...criteriaChanges("that has to go on holding", was.hold, is.hold),
    ...(fewer.length === 0 ? [] : [`${fewer.join(", ")} ${fewer.length === 1 ? "is" : "are"} no longer declared serious`]),
    ...(was.ceiling !== undefined && (is.ceiling === undefined || is.ceiling.rung > was.ceiling.rung)
      ? [
          `its risk allowed at most ${was.ceiling.rung}, and ${is.ceiling === undefined ? "is not declared any more" : `allows ${is.ceiling.rung} now`}`,
        ]
      : []),
    ...(was.wall !== undefined && is.wall === undefined && was.ask === is.ask ? ["it no longer asks for a sealed wall"] : []),
  ];
}

/** Criteria that went, or ask less; new ones only make a gate harder. Several may share a name: the strictest counts. */
function criteriaChanges(what: string, was: readonly Plain[] = [], is: readonly Plain[] = []): string[] {
  return was.flatMap((one) => {
    const same = is.filter(({ name }) => name === one.name);
    if (same.length === 0) return [`the check ${what}, ${said(one)}, is gone`];
    if (same.some((other) => covers(other, one))) return [];
    return [`the check ${what} was ${said(one)}, and is ${said(same[0] as Plain)} now`];
  });
}

/** An envelope may make a gate easier either way: by letting more through, or by leaving out what was answered badly. */
function envelopeChanges(before: readonly Plain[], after: readonly Plain[]): string[] {
  const keyOf = ({ name, params }: Plain) => canonicalJson({ name, params });
  const [known, present] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  const gone = before.filter((rule) => !present.has(keyOf(rule)));
  const added = after.filter((rule) => !known.has(keyOf(rule)));
  if (gone.length === 0 && added.length === 0) return [];
  const list = (rules: readonly Plain[]) => rules.map(said).join("; ");
  return [
    [
      "its policy envelope was changed",
      ...(gone.length === 0 ? [] : [`without ${list(gone)}`]),
      ...(added.length === 0 ? [] : [`now with ${list(added)}, so that what counts was chosen with the answers known`]),
    ].join(", "),
  ];
}

/** The rules that one type's acts stand under, those of every rung and agent. */
function rulesOf({ envelopes }: RulesKept, type: string): Plain[] {
  const mine = (envelopes?.types ?? []).filter((one) => one.type === type);
  return mine.flatMap(({ rules, agents = {} }) => [...rules, ...Object.values(agents).flat()]);
}

function said({ name, params }: Plain): string {
  const values = Object.entries(params).map(
    ([key, value]) => `${key} ${typeof value === "object" ? canonicalJson(value) : String(value)}`,
  );
  return shorten(values.length === 0 ? name : `${name} (${values.join(", ")})`, 160);
}
