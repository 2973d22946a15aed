import { digestOf } from "../canonical.ts";
import { quote } from "../comparators/quote.ts";
import { EarnestError } from "../errors.ts";
import { type Envelope, envelopeOf } from "./envelope.ts";
import { type Rule, ruleData } from "./rule.ts";
import { ruleFault } from "./ruleFault.ts";

type ByRung = Readonly<Record<string, readonly Rule[]>>;

/** What of a suite its envelopes are made from. */
export interface EnvelopedSuite {
  readonly actions: Readonly<Record<string, { readonly envelope?: readonly Rule[] | ByRung }>>;
  readonly agents?: Readonly<Record<string, ByRung>>;
  readonly ladder: { readonly rungs: readonly { readonly id: string }[] };
}

type Gates = ReadonlyMap<string, { readonly at: string; readonly ask?: string | undefined }>;

/** The rules of one action type, as they are counted under or as they are written for another rung. */
export interface WrittenEnvelope {
  readonly type: string;
  readonly rung: string;
  readonly digest: string;
  readonly rules: readonly Rule[];
  readonly agents: ByRung;
}

/** The envelopes of a suite. */
export interface Policies {
  /** Is there any rule? And any that counts over time? */
  readonly any: boolean;
  readonly windowed: boolean;
  /** The rules behind one type's envelope, as the gate counts under it; undefined where it has none. */
  of(type: string): { readonly rules: readonly Rule[]; readonly digest: string; readonly rung: string } | undefined;
  /** What acts of a type stand under, compiled; undefined where nothing is written, not even for an agent of a chain. */
  under(type: string): Envelope | undefined;
  /** Every envelope of the suite, of every rung. */
  written(): readonly WrittenEnvelope[];
  /** For the digest of the suite's rules. */
  data(): { readonly envelopes?: object };
}

/** Checks and compiles the envelopes of a suite. Throws SUITE_BROKEN with the type and the rule. */
export function policiesOf(suite: EnvelopedSuite, gates: Gates): Policies {
  const { agents } = suite;
  const rungs = suite.ladder.rungs.map(({ id }) => id);
  const rows = Object.entries(suite.actions);
  checkAgents(agents, new Set(rows.map(([type]) => type)));
  const given = new Map(rows.map(([type, row]) => [type, rulesByRung(type, row.envelope, rungs)]));
  const envelopes = new Map<string, Envelope>();
  for (const [type] of rows) {
    const { at = "", ask = at } = gates.get(type) ?? {};
    const rules = given.get(type);
    const counted = Array.isArray(rules) ? rules : ((rules as ByRung)[ask] ?? (rules as ByRung)[at] ?? []);
    const rung = Array.isArray(rules) || Object.hasOwn(rules as ByRung, ask) ? ask : at;
    if (counted.length > 0 || agents !== undefined) envelopes.set(type, envelopeOf(type, rung, counted, agents));
  }
  const written = rows.flatMap(([type]) => {
    const rules = given.get(type) as readonly Rule[] | ByRung;
    const rung = envelopes.get(type)?.rung ?? gates.get(type)?.ask ?? gates.get(type)?.at ?? "";
    return writtenOf(type, Array.isArray(rules) ? { [rung]: rules } : (rules as ByRung), agents, rung);
  });
  const data = written.map(({ digest: _, ...plain }) => plain);
  return {
    any: envelopes.size > 0,
    windowed: [...envelopes.values()].some(({ windowed }) => windowed),
    of(type) {
      const envelope = envelopes.get(type);
      const rules = envelope?.ruled.filter((ruled) => ruled !== envelope.chain).map(({ rule }) => rule) ?? [];
      return envelope === undefined || rules.length === 0 ? undefined : { rules, digest: envelope.digest, rung: envelope.rung };
    },
    under: (type) => envelopes.get(type),
    written: () => written,
    data: () =>
      data.length === 0 && agents === undefined ? {} : { envelopes: { types: data, agents: Object.keys(agents ?? {}) } },
  };
}

/** A list holds for the rung that is counted under, whichever that is. */
function rulesByRung(type: string, envelope: unknown, rungs: readonly string[]): readonly Rule[] | ByRung {
  if (envelope === undefined) return [];
  if (typeof envelope !== "object" || envelope === null) throw broken(`${type}: ${quote(envelope)} is not an envelope`);
  if (Array.isArray(envelope)) return checked(type, envelope);
  const unknown = Object.keys(envelope).filter((rung) => !rungs.includes(rung));
  if (unknown.length > 0)
    throw broken(`${type}: the envelope names ${unknown.map(quote).join(", ")}, and the ladder has no such rung`, rungs);
  return Object.fromEntries(
    Object.entries(envelope as Record<string, unknown>).map(([rung, rules]) => [rung, checked(`${type} at ${rung}`, rules)]),
  );
}

function checkAgents(agents: EnvelopedSuite["agents"], types: ReadonlySet<string>): void {
  for (const [agent, allowed] of Object.entries(agents ?? {})) {
    for (const [type, rules] of Object.entries(allowed)) {
      if (!types.has(type)) throw broken(`agents: ${quote(agent)} names ${quote(type)}, which is no action type of the suite`);
      checked(`agents: ${quote(agent)}, ${type}`, rules);
    }
  }
}

function checked(where: string, rules: unknown): readonly Rule[] {
  if (!Array.isArray(rules)) throw broken(`${where}: an envelope is a list of rules, not ${quote(rules)}`);
  for (const rule of rules) {
    const fault = ruleFault(rule);
    if (fault !== undefined) throw broken(`${where}: ${ruleName(rule)} ${fault}`);
  }
  return rules.map(ruleData);
}

function ruleName(rule: unknown): string {
  const { name } = Object(rule) as { name?: unknown };
  return typeof name === "string" ? name : "the envelope:";
}

function broken(message: string, rungs?: readonly string[]): EarnestError {
  return new EarnestError("SUITE_BROKEN", message, rungs === undefined ? {} : { next: `Its rungs are ${rungs.join(", ")}` });
}

function writtenOf(type: string, byRung: ByRung, agents: EnvelopedSuite["agents"], counted: string): readonly WrittenEnvelope[] {
  const allowed = Object.fromEntries(
    Object.entries(agents ?? {}).flatMap(([agent, types]) =>
      Object.hasOwn(types, type) ? [[agent, (types[type] as readonly Rule[]).map(ruleData)]] : [],
    ),
  );
  const rungs = Object.keys(allowed).length > 0 ? { [counted]: [], ...byRung } : byRung;
  return Object.entries(rungs).flatMap(([rung, rules]) => {
    if (rules.length === 0 && Object.keys(allowed).length === 0) return [];
    return [{ type, rung, digest: digestOf({ type, rules, agents: allowed }), rules, agents: allowed }];
  });
}
