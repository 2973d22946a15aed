import type { Proposal, Toolbox } from "../../agent.ts";

/** For tests: does what the contract battery asks for, in this process. */
export async function decide(input: unknown, toolbox: Pick<Toolbox, "call">, signal: AbortSignal): Promise<Proposal | undefined> {
  const asked = input as { do: string; type: string; params: Record<string, unknown>; tool: string; args: unknown };
  const act = (type: string, params: Record<string, unknown>): Proposal => ({ kind: "act", actions: [{ type, params }] });
  switch (asked.do) {
    case "propose":
      return act(asked.type, asked.params);
    case "read": {
      const reply = await toolbox.call(asked.tool, asked.args);
      return act("answer", reply.ok ? { answer: reply.answer } : { missed: true });
    }
    case "write": {
      const reply = await toolbox.call(asked.type, asked.params);
      await toolbox.call("answer", { answer: reply.ok ? reply.answer : null });
      return undefined;
    }
    case "none":
      return { kind: "act", actions: [] };
    case "wait":
      return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("given up"))));
    default:
      return { kind: "escalate" };
  }
}
