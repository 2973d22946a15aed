import type { z } from "zod";
import { quote } from "../comparators/quote.ts";
import { EarnestError } from "../errors.ts";
import { type Envelope, type EnvelopeData, envelopeData, envelopeDigest, envelopeOf } from "./envelope.ts";
import { GoodOutcomes } from "./goodOutcomes.ts";
import { type Rule, ruleData } from "./rule.ts";
import { ruleFault } from "./ruleFault.ts";
import { paramsOf, unknownParam } from "./unknownParam.ts";

/** Rules by rung, by agent or by action type. */
type RulesBy = Readonly<Record<string, readonly Rule[]>>;

interface Enveloped {
  readonly envelope?: readonly Rule[] | RulesBy;
  readonly goodOutcome?: string;
  readonly params?: z.ZodType;
}

/** What of a suite its envelopes are made from. */
export interface EnvelopedSuite {
  readonly actions: Readonly<Record<string, Enveloped>>;
  readonly agents?: Readonly<Record<string, RulesBy>>;
  readonly ladder: { readonly rungs: readonly { readonly id: string }[] };
}

type Gates = ReadonlyMap<string, { readonly at: string; readonly ask?: string | undefined }>;

/** The rules of one action type, as they are counted under or as they are written for another rung. */
export interface WrittenEnvelope extends EnvelopeData {
  readonly rung: string;
  readonly digest: string;
}

/** The envelopes of a suite. */
export interface Policies {
  /** Is there any rule? And any that counts over time? */
  readonly any: boolean;
  readonly windowed: boolean;
  /** The rules behind one type's envelope, as the gate counts under it: without that of the chain, which its digest covers; undefined where it has none. */
  of(type: string): { readonly rules: readonly Rule[]; readonly digest: string; readonly rung: string } | undefined;
  /** What acts of a type stand under, compiled; undefined where nothing is written, not even for an agent of a chain. */
  under(type: string): Envelope | undefined;
  /** Every envelope of the suite, of every rung. */
  written(): readonly WrittenEnvelope[];
  /** New readers of outcome data, which count what they cannot read. */
  outcomes(): GoodOutcomes;
  /** For the digest of the suite's rules. */
  data(): { readonly envelopes?: object; readonly goodOutcomes?: object };
}

/** Checks and compiles the envelopes of a suite, and what it says of good outcomes. Throws SUITE_BROKEN with the type and the rule. */
export function policiesOf(suite: EnvelopedSuite, gates: Gates): Policies {
  const { agents } = suite;
  const rungs = suite.ladder.rungs.map(({ id }) => id);
  const types = Object.keys(suite.actions);
  checkAgents(agents, new Set(types));
  const envelopes = new Map<string, Envelope>();
  const written: WrittenEnvelope[] = [];
  // By name and rung: what stands first in the file decides nothing.
  for (const type of types.toSorted()) {
    const { at = "", ask = at } = gates.get(type) ?? {};
    const byRung = rulesByRung(type, suite.actions[type]?.envelope, rungs, ask);
    const allowed = allowedTo(agents, type);
    checkParams(type, suite.actions[type]?.params, [...Object.values(byRung), ...Object.values(allowed)].flat());
    const may = agents === undefined ? undefined : { all: Object.keys(agents), allowed };
    const rung = Object.hasOwn(byRung, ask) || !Object.hasOwn(byRung, at) ? ask : at;
    const under = envelopeData(type, byRung[rung] ?? [], may);
    if (under.rules.length > 0 || under.chain !== undefined) envelopes.set(type, envelopeOf(under, rung));
    for (const one of rungs) {
      const data = envelopeData(type, byRung[one] ?? [], may);
      if (data.rules.length === 0 && !(one === rung && data.chain !== undefined)) continue;
      written.push({ ...data, rung: one, digest: envelopeDigest(data) });
    }
  }
  const outcomes = () => new GoodOutcomes(suite.actions);
  const good = outcomes().asked;
  return {
    any: envelopes.size > 0,
    windowed: [...envelopes.values()].some(({ windowed }) => windowed),
    of(type) {
      const envelope = envelopes.get(type);
      if (envelope === undefined) return undefined;
      const { chain, ruled, digest, rung } = envelope;
      return { rules: ruled.filter((one) => one !== chain).map(({ rule }) => rule), digest, rung };
    },
    under: (type) => envelopes.get(type),
    written: () => written,
    outcomes,
    data: () => ({
      ...(written.length === 0 && agents === undefined
        ? {}
        : { envelopes: { types: written.map(({ digest: _, ...plain }) => plain), agents: Object.keys(agents ?? {}).sort() } }),
      ...(Object.keys(good).length === 0 ? {} : { goodOutcomes: good }),
    }),
  };
}

/** A list holds for the rung that is counted under, whichever that is. */
function rulesByRung(type: string, envelope: unknown, rungs: readonly string[], ask: string): RulesBy {
  if (envelope === undefined) return {};
  if (typeof envelope !== "object" || envelope === null) throw broken(`${type}: ${quote(envelope)} is not an envelope`);
  if (Array.isArray(envelope)) return { [ask]: checked(type, envelope) };
  const unknown = Object.keys(envelope).filter((rung) => !rungs.includes(rung));
  if (unknown.length > 0)
    throw broken(`${type}: the envelope names ${unknown.map(quote).join(", ")}, and the ladder has no such rung`, rungs);
  return Object.fromEntries(
    Object.entries(envelope as Record<string, unknown>).map(([rung, rules]) => [rung, checked(`${type} at ${rung}`, rules)]),
  );
}

/** What each agent may do of one type; an agent that is not allowed it is absent. */
function allowedTo(agents: EnvelopedSuite["agents"], type: string): RulesBy {
  return Object.fromEntries(
    Object.entries(agents ?? {}).flatMap(([agent, types]) =>
      Object.hasOwn(types, type) ? [[agent, (types[type] as readonly Rule[]).map(ruleData)]] : [],
    ),
  );
}

function checkAgents(agents: EnvelopedSuite["agents"], types: ReadonlySet<string>): void {
  for (const [agent, allowed] of Object.entries(agents ?? {})) {
    if (typeof allowed !== "object" || allowed === null)
      throw broken(`agents: ${quote(agent)} is allowed ${quote(allowed)}, which is no list of rules by action type`);
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

/** A slip in the name of a param would keep every act back, case by case. */
function checkParams(type: string, schema: z.ZodType | undefined, rules: readonly Rule[]): void {
  const known = paramsOf(schema);
  if (known === undefined) return;
  for (const rule of rules) {
    const param = unknownParam(rule, known);
    if (param === undefined) continue;
    throw new EarnestError("SUITE_BROKEN", `${type}: ${rule.name} names the param ${quote(param)}, which no such act can have`, {
      details: [`The rule: ${rule.says}`],
      next: known.size === 0 ? "Its row lists no params" : `Its row lists ${[...known].join(", ")}`,
    });
  }
}

function ruleName(rule: unknown): string {
  const { name } = Object(rule) as { name?: unknown };
  return typeof name === "string" ? name : "the envelope:";
}

function broken(message: string, rungs?: readonly string[]): EarnestError {
  return new EarnestError("SUITE_BROKEN", message, rungs === undefined ? {} : { next: `Its rungs are ${rungs.join(", ")}` });
}
