import { z } from "zod";
import { digestOf } from "../canonical.ts";
import type { Policies } from "./policies.ts";
import { type Rule, ruleData } from "./rule.ts";

export const ENVELOPE_SCHEMA = "earnest/envelope/1";

const window = z
  .strictObject({
    counts: z.enum(["acts", "sum"]).describe("Acts of the type, or what a param of theirs sums up to"),
    param: z.string().nullable().describe("What is summed; null where acts are counted"),
    limit: z.number().describe("At most so much, the limit included; an act that would pass it is kept back and takes no room"),
    per: z.enum(["per hour", "per day", "per week"]).describe("In UTC; a week begins on Monday"),
  })
  .nullable()
  .describe("A limit over time; null for a condition");

const rule = z.strictObject({
  name: z.string().min(1),
  params: z.record(z.string(), z.json()),
  says: z.string().min(1).describe("The rule in one plain sentence"),
  control: z.string().nullable().describe("What enforces it in production; null where nothing is named"),
  stops: z.enum(["escalate", "refuse"]).describe("What becomes of an act that it keeps back"),
  cel: z
    .string()
    .nullable()
    .describe("In CEL over case, action and confidence: what has to be true. Anything else, an error too, keeps the act back"),
  window,
});

const chain = z
  .strictObject({
    name: z.literal("chain"),
    params: z.strictObject({
      agents: z.array(z.string()).describe("Those allowed this type"),
      named: z.array(z.string()).describe("All that the suite names; who is not among agents may not do this"),
    }),
    says: z.string().min(1).describe("The rule in one plain sentence"),
    control: z.null(),
    stops: z.literal("refuse"),
    cel: z.null(),
    window: z.null(),
  })
  .optional()
  .describe(
    "Where it is there, an act is let through only when it names the agents it comes through, at least one, and each is among params.agents; anything else is refused. Absent where the suite names no agents",
  );

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** The envelopes of a suite for a production policy engine. Published as JSON Schema in `harness/policy/envelope.schema.json`. */
export const envelopeSchema = z.strictObject({
  schema: z.literal(ENVELOPE_SCHEMA),
  suite: z.string(),
  digest: digest.describe("sha-256 of everything else in canonical JSON (RFC 8785)"),
  envelopes: z.array(
    z.strictObject({
      type: z.string().min(1).describe("The action type"),
      rung: z.string().describe("The rung of the suite's ladder that it holds for"),
      standing: z
        .string()
        .nullable()
        .describe(
          "The rung that the type stands on, in the register or else in the suite; null where the register does not have it",
        ),
      granted: z
        .boolean()
        .describe("Does the type stand on this rung or above? Only then may an act rest on this envelope: the others are plans"),
      digest: digest.describe(
        "sha-256 of type, rules, agents and, where there is one, chain, as a report and the register name it",
      ),
      rules: z.array(rule).describe("An act is let through when every rule lets it through"),
      agents: z
        .record(z.string(), z.array(rule))
        .describe("Rules for acts that come through an agent, by its name, besides the others; of each agent that chain allows"),
      chain,
    }),
  ),
});

export type EnvelopeExport = z.infer<typeof envelopeSchema>;

/** What of a suite is exported. */
export interface ExportedSuite {
  readonly name: string;
  readonly policies: Policies;
  readonly ladder: { readonly rungs: readonly { readonly id: string }[] };
  readonly gates: ReadonlyMap<string, { readonly at: string }>;
}

/** The envelopes of a suite as data, for every action type and rung, each with its digest; `registered` is where a register has the types, instead of the suite. */
export function envelopeExport(
  suite: ExportedSuite,
  registered?: ReadonlyMap<string, { readonly rung: string }>,
): EnvelopeExport {
  const rungs = suite.ladder.rungs.map(({ id }) => id);
  const standingOf = (type: string) =>
    (registered === undefined ? suite.gates.get(type)?.at : registered.get(type)?.rung) ?? null;
  const plain = (rules: readonly Rule[]) => rules.map((one) => ruleData(one));
  const envelopes = suite.policies.written().map(({ type, rung, digest, rules, agents, chain }) => ({
    type,
    rung,
    standing: standingOf(type),
    granted: rungs.indexOf(rung) <= rungs.indexOf(standingOf(type) ?? ""),
    digest,
    rules: plain(rules),
    agents: Object.fromEntries(Object.entries(agents).map(([agent, own]) => [agent, plain(own)])),
    ...(chain === undefined ? {} : { chain: ruleData(chain) }),
  }));
  const said = { schema: ENVELOPE_SCHEMA, suite: suite.name, envelopes } as const;
  // Through the schema, so that what is published is what is promised.
  return envelopeSchema.parse({ schema: said.schema, suite: said.suite, digest: digestOf(said), envelopes });
}
