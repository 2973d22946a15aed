import { z } from "zod";
import { AgentFailure, type Proposal, proposalSchema, type Step, stepSchema, type WatchedToolbox } from "../../agent.ts";
import { issueMessage } from "../../case.ts";
import { messageOf } from "../../errors.ts";
import { refuseLoss } from "../../onRecord.ts";
import { shorten, visibleLine } from "../../words.ts";

const LONGEST_QUOTE = 120;

const id = z.union([z.string().max(200), z.number()]);

/** What an agent may say. Members that the format does not know are refused, so that a misspelt one cannot get lost. */
const saidSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("call"), id: id.optional(), tool: z.string(), args: z.unknown().optional() }),
  z.strictObject({ kind: z.literal("note"), step: stepSchema }),
  z.strictObject({ kind: z.literal("proposal"), case: z.string().optional(), proposal: proposalSchema }),
  z.strictObject({ kind: z.literal("done"), case: z.string().optional() }),
]);

/** A message of an agent. */
export type Said =
  | { readonly kind: "call"; readonly id?: string | number | undefined; readonly tool: string; readonly args?: unknown }
  | { readonly kind: "note"; readonly step: Step }
  | { readonly kind: "proposal"; readonly case?: string | undefined; readonly proposal: Proposal }
  | { readonly kind: "done"; readonly case?: string | undefined };

/** Reads a message of an agent; throws an AgentFailure "unusable" that says what is wrong with it. `clean` is what may be kept of the data. */
export function readSaid(text: string, clean: (data: unknown) => unknown = (data) => data): Said {
  const raw = jsonOf(text, clean);
  const read = saidSchema.safeParse(raw);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const at = issue === undefined || issue.path.length === 0 ? "" : ` (at ${issue.path.map(String).join(".")})`;
  const what = issue === undefined ? "unknown" : issueMessage(issue, raw);
  throw new AgentFailure("unusable", `what it said is not in the format: ${what}${at}`);
}

/** JSON that can be put on record, `clean`ed; throws an AgentFailure "unusable" for what is not. */
export function jsonOf(text: string, clean: (data: unknown) => unknown = (data) => data): unknown {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    // Whatever the parser says of it, a person wants to see what was said.
    throw new AgentFailure("unusable", `what it said is not JSON: ${shorten(visibleLine(text.slice(0, 1_000)), LONGEST_QUOTE)}`);
  }
  try {
    refuseLoss(raw);
  } catch (error) {
    throw new AgentFailure("unusable", `what it said cannot be kept: ${clean(messageOf(error))}`);
  }
  return clean(raw);
}

/** A call goes to the toolbox of the attempt; what comes back is said with the number the call came with. */
export function replyTo({ id, tool, args }: Extract<Said, { kind: "call" }>, toolbox: WatchedToolbox): string {
  const reply = toolbox.call(tool, args ?? {});
  const which = id === undefined ? {} : { id };
  return reply.ok
    ? JSON.stringify({ kind: "answer", ...which, answer: reply.answer ?? null })
    : JSON.stringify({ kind: "refused", ...which, because: reply.because });
}
