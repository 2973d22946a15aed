import type { Action, Json, Proposal, SeenCase, Toolbox } from "earnest";
import propose from "../clerk.ts";

/** A ticket of the simulated history, as its file has it. */
export interface Ticket {
  readonly id: string;
  readonly cluster: string;
  readonly at: string;
  readonly input: { readonly flags: readonly string[]; readonly region: string; readonly address?: string };
  readonly reads: readonly { readonly tool: string; readonly args: Json; readonly answer: Readonly<Record<string, number>> }[];
  readonly decisions: readonly { readonly actions: readonly Action[] }[];
}

/** What the clerk proposes for a ticket, without wall or harness; null where it breaks down. */
export async function answerTo(ticket: Ticket): Promise<readonly Action[] | null> {
  const { id, at, input, reads } = ticket;
  const seen: SeenCase = { id, at, attempt: 1, input };
  const toolbox = { read: (tool: string) => reads.find((one) => one.tool === tool)?.answer } as unknown as Toolbox;
  try {
    const proposal: Proposal = await propose(seen, toolbox);
    return proposal.kind === "act" ? proposal.actions : [];
  } catch {
    return null;
  }
}

/** What became of a proposed action, worked out without the harness. */
export type Came = "match" | "params" | "type" | "overreach";

/** One action of each type at most on either side, as at this desk: what became of the agent's, by type. */
export function columnOf(decided: readonly Action[], proposed: readonly Action[]): Map<string, Came> {
  const acts = (some: readonly Action[]) => some.filter(({ type }) => type !== "escalate");
  const lone = (some: readonly Action[], others: readonly Action[]) =>
    acts(some).filter(({ type }) => !others.some((other) => other.type === type));
  const handedOver = decided.some(({ type }) => type === "escalate");
  let left = handedOver ? 0 : lone(decided, proposed).length;
  return new Map(
    acts(proposed).map((action) => {
      const person = decided.find(({ type }) => type === action.type);
      if (person !== undefined) return [action.type, isSame(person, action) ? "match" : "params"];
      return [action.type, left-- > 0 ? "type" : "overreach"];
    }),
  );
}

/** Every param equal, and refunds within half a euro. */
function isSame({ type, params }: Action, other: Action): boolean {
  return Object.entries(params).every(([name, value]) =>
    type === "refund" && name === "amount"
      ? Math.abs(Number(value) - Number(other.params[name])) <= 0.5
      : value === other.params[name],
  );
}
