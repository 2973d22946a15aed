import { z } from "zod";
import { ESCALATE, type Json, NONE } from "../action.ts";
import type { SeenCase, ToolSpec } from "../agent.ts";
import { issueMessage } from "../case.ts";
import { EarnestError } from "../errors.ts";
import type { ToolDesk } from "../toolbox.ts";

/** A tool that looks something up, as the agent sees it; its answers come from the recorded reads of each case. */
export interface ReadRow {
  /** For the model: what it looks up. */
  readonly about?: string;
  /** Its arguments. Default: any. */
  readonly args?: z.ZodType;
  /** Stands in where the recording has no answer, and the report says how often. Default: the read is refused. Must be pure. */
  readonly stub?: (args: unknown, seen: SeenCase) => unknown;
}

/** One read tool of a suite. */
export function defineRead(row: ReadRow): ReadRow {
  return row;
}

interface Write {
  readonly title?: string;
  readonly about?: string;
  readonly params?: z.ZodType;
  readonly acknowledge?: unknown;
}

interface Given {
  readonly reads?: Readonly<Record<string, ReadRow>> | undefined;
  readonly actions: Readonly<Record<string, Write>>;
  readonly most?: { readonly steps?: number; readonly same?: number } | undefined;
}

/** What an agent is told that has asked for an act, where the suite does not say it otherwise. */
const ACKNOWLEDGED = { status: "accepted" };
const STEPS = 60;
const SAME = 6;

const RESERVED: readonly ToolSpec[] = [
  {
    name: ESCALATE,
    kind: "reserved",
    about: "Hand the case to a person, because it is not yours to decide or you are not sure enough.",
    parameters: { type: "object", properties: { because: { type: "string" } }, additionalProperties: false },
  },
  {
    name: NONE,
    kind: "reserved",
    about: "Say that nothing is to be done in this case.",
    parameters: { type: "object", properties: { because: { type: "string" } }, additionalProperties: false },
  },
];

/** The tools of a suite: its reads, a write for each action row, and the two reserved ones. Throws SUITE_BROKEN for a name used twice. */
export function toolDesk({ reads = {}, actions, most = {} }: Given): ToolDesk {
  const both = Object.keys(reads).filter((name) => Object.hasOwn(actions, name) || name === ESCALATE || name === NONE);
  if (both.length > 0)
    throw new EarnestError(
      "SUITE_BROKEN",
      `a read tool needs a name of its own, and ${both.join(", ")} is an action type already`,
    );
  const { steps = STEPS, same = SAME } = most;
  const tools = [
    ...Object.entries(reads).map(([name, row]) => spec(name, "read", row.about ?? `Look up ${name}.`, row.args)),
    ...Object.entries(actions).map(([name, row]) => spec(name, "write", row.about ?? row.title ?? name, row.params)),
    ...RESERVED,
  ];
  return {
    tools,
    most: { steps, same },
    stub(tool, args, seen) {
      const stub = Object.hasOwn(reads, tool) ? reads[tool]?.stub : undefined;
      const answer = stub?.(args, seen);
      return answer === undefined ? undefined : { answer };
    },
    acknowledge(type, params) {
      const given = Object.hasOwn(actions, type) ? actions[type]?.acknowledge : undefined;
      return (typeof given === "function" ? (given(params) as unknown) : given) ?? ACKNOWLEDGED;
    },
    fault(type, params) {
      const schema = Object.hasOwn(actions, type) ? actions[type]?.params : undefined;
      if (typeof params !== "object" || params === null || Array.isArray(params)) return "its params are an object";
      return schema === undefined ? undefined : firstIssue(schema, params);
    },
  };
}

/** What is wrong with a value, in a sentence; undefined where nothing is. */
export function firstIssue(schema: z.ZodType, given: unknown): string | undefined {
  const parsed = schema.safeParse(given);
  if (parsed.success) return undefined;
  const issue = parsed.error.issues[0];
  if (issue === undefined) return "not usable";
  return `${issue.path.length === 0 ? "" : `${issue.path.map(String).join(".")}: `}${issueMessage(issue, given)}`;
}

function spec(name: string, kind: "read" | "write", about: string, schema: z.ZodType | undefined): ToolSpec {
  const { $schema: _, ...parameters } =
    schema === undefined
      ? { type: "object" }
      : (z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Record<string, Json>);
  return { name, kind, about, parameters: parameters as ToolSpec["parameters"] };
}
