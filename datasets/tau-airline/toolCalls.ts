import { type Action, ESCALATE } from "earnest";
import type { Trajectory } from "./trajectories.ts";

/** The tools of the airline desk that change something; all others only read, search, list, calculate or think. */
const WRITES: ReadonlySet<string> = new Set([
  "book_reservation",
  "cancel_reservation",
  "update_reservation_flights",
  "update_reservation_baggages",
  "update_reservation_passengers",
  "send_certificate",
  "transfer_to_human_agents",
]);

const HANDOVER = "transfer_to_human_agents";

/** Does this tool change something, or hand the customer over? */
export function isWrite(tool: string): boolean {
  return WRITES.has(tool);
}

/** A writing call as an action; a transfer to a human agent is an escalation. */
export function actionOf(tool: string, params: Action["params"]): Action {
  return { type: tool === HANDOVER ? ESCALATE : tool, params };
}

/** One tool call of the agent, with what the tool answered. */
export interface ToolCall {
  readonly tool: string;
  readonly params: Action["params"];
  readonly answer: string | undefined;
}

/**
 * The tool calls of one message. Call ids are not unique within a trajectory, so an answer is looked for only among the tool
 * messages that follow at once. Arguments that are no JSON object become `{ unreadable: text }`, which no action type accepts.
 */
export function toolCalls({ traj }: Trajectory, index: number): ToolCall[] {
  const end = traj.findIndex(({ role }, i) => i > index && role !== "tool");
  const answers = traj.slice(index + 1, end < 0 ? traj.length : end);
  return (traj[index]?.tool_calls ?? []).map((call) => ({
    tool: call.function.name,
    params: paramsOf(call.function.arguments),
    answer: answers.find((message) => message.tool_call_id === call.id)?.content ?? undefined,
  }));
}

function paramsOf(text: string): Action["params"] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Action["params"];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { unreadable: text };
}
