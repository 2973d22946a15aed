import { z } from "zod";
import { type Action, ESCALATE, NONE, STAND_INS } from "./action.ts";
import { quote } from "./comparators/quote.ts";

/** A recorded answer of a read tool, as it stood around the case. */
export interface RecordedRead {
  readonly tool: string;
  readonly args: unknown;
  readonly answer: unknown;
  readonly at?: string | undefined;
}

/** What a human did: a set of actions (none is the empty set), who, when, and how long it took in seconds. */
export interface Decision {
  readonly actions: readonly Action[];
  readonly by?: string | undefined;
  readonly at?: string | undefined;
  readonly seconds?: number | undefined;
}

/**
 * One historical decision point as it looked then. The first decision is the reference, a second one measures how often
 * two people agree. `cluster` is the unit of independence and defaults to the case itself; `weight` defaults to 1.
 */
export interface Case {
  readonly id: string;
  readonly cluster: string;
  readonly at?: string | undefined;
  readonly input: unknown;
  readonly reads: readonly RecordedRead[];
  readonly decisions: readonly [Decision, ...Decision[]];
  readonly outcome?: Readonly<Record<string, unknown>> | undefined;
  readonly slices: Readonly<Record<string, string>>;
  readonly weight: number;
}

/** Nothing before, between or behind: what `Date.parse` overlooks in brackets would reach a terminal. */
const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

const moment = z
  .string()
  .refine((text) => ISO.test(text) && !Number.isNaN(Date.parse(text)), "an ISO 8601 date, or date and time")
  .describe("ISO 8601 date or date and time");

export const actionSchema = z.strictObject({
  type: z
    .string()
    .min(1)
    .refine(
      (type) => !STAND_INS.includes(type),
      `an action type by another name: ${STAND_INS.join(" and ")} say that there was no answer`,
    )
    .describe(
      `An action type; "${ESCALATE}" and "${NONE}" have a meaning of their own, "${STAND_INS.join('" and "')}" are barred`,
    ),
  params: z.record(z.string(), z.unknown()).default({}),
});

const decisionSchema = z.strictObject({
  actions: z
    .array(actionSchema)
    .refine(
      (actions) => actions.length < 2 || actions.every((action) => action.type !== NONE),
      `"${NONE}" stands alone: it cannot be one of several actions`,
    )
    .describe("The set of actions the person took; [] when the person did nothing"),
  by: z.string().optional(),
  at: moment.optional(),
  seconds: z.number().nonnegative().optional(),
});

/** The case file: one such object per line. Published as JSON Schema in `datasets/case.schema.json`. */
export const caseSchema = z.strictObject({
  id: z.string().min(1).describe("Unique within the dataset"),
  cluster: z.string().min(1).optional().describe("Unit of independence, such as a conversation; default: the case itself"),
  at: moment.optional(),
  input: z
    .unknown()
    .refine((input) => input !== undefined, "required")
    .describe("What could be known at that moment, and nothing later"),
  reads: z
    .array(z.strictObject({ tool: z.string().min(1), args: z.unknown().default({}), answer: z.unknown(), at: moment.optional() }))
    .default([])
    .describe("Recorded answers of read tools"),
  decisions: z
    .array(decisionSchema)
    .min(1)
    .describe("What people did; a second one means the case was decided twice, independently"),
  outcome: z.record(z.string(), z.unknown()).optional().describe("What became known later"),
  slices: z.record(z.string(), z.string()).default({}).describe("Labels to filter and group by"),
  weight: z
    .number()
    .min(1e-6)
    .max(1e6)
    .default(1)
    .describe(
      "How many cases of production this one stands for, relative to the others; a dataset has at most 100 different weights",
    ),
});

/** One thing wrong with a row: where in it, what was expected, what was there. */
export interface CaseFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Reads one case from plain data, or says everything that is wrong with it. */
export function parseCase(raw: unknown): { readonly case: Case } | { readonly faults: readonly CaseFault[] } {
  const parsed = caseSchema.safeParse(raw);
  if (!parsed.success) {
    return { faults: parsed.error.issues.map((issue) => ({ path: issue.path, message: issueMessage(issue, raw) })) };
  }
  const { cluster, decisions, ...rest } = parsed.data;
  return {
    case: { ...rest, cluster: cluster ?? rest.id, decisions: decisions.map(withoutNone) as [Decision, ...Decision[]] },
  };
}

/** What a schema expected and what was there instead: `expected number, got "12,50"`. The value quoted is hostile text. */
export function issueMessage(issue: { readonly path: readonly PropertyKey[]; readonly message: string }, root: unknown): string {
  const said = issue.message.replace(/^[A-Z][^:]*: (?=expected)/, "").replace(/, received .*$/s, "");
  if (/^Unrecognized/.test(said)) return said.replace("Unrecognized", "unknown");
  let there = root;
  for (const key of issue.path) there = Object(there)[key];
  return `${said.startsWith("expected") ? said : `expected ${said}`}, got ${there === undefined ? "nothing" : quote(there)}`;
}

function withoutNone(decision: Decision): Decision {
  return decision.actions[0]?.type === NONE ? { ...decision, actions: [] } : decision;
}
