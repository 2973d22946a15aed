import { createInterface } from "node:readline";

// For tests: an agent in TypeScript that keeps the contract, as a program of its own, in JSON lines over stdin and stdout.

interface Asked {
  readonly do: string;
  readonly type: string;
  readonly params: object;
  readonly tool: string;
  readonly args: object;
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function hear(): Promise<Record<string, unknown>> {
  const { value, done } = await lines.next();
  if (done === true) process.exit(0);
  return JSON.parse(value) as Record<string, unknown>;
}

function tell(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function call(tool: string, args: object): Promise<Record<string, unknown>> {
  tell({ kind: "call", tool, args });
  return hear();
}

function act(type: string, params: unknown): object {
  return { kind: "act", actions: [{ type, params }] };
}

async function decide(asked: Asked): Promise<object | undefined> {
  switch (asked.do) {
    case "propose":
      return act(asked.type, asked.params);
    case "read": {
      const reply = await call(asked.tool, asked.args);
      return act("answer", reply["kind"] === "answer" ? { answer: reply["answer"] } : { missed: true });
    }
    case "write":
      await call("answer", { answer: (await call(asked.type, asked.params))["answer"] });
      return undefined;
    case "none":
      return { kind: "act", actions: [] };
    case "wait":
      await hear();
      return undefined;
    default:
      return { kind: "escalate" };
  }
}

while (true) {
  const { id, input } = (await hear())["case"] as { id: string; input: Asked };
  const proposal = await decide(input);
  tell(proposal === undefined ? { kind: "done", case: id } : { kind: "proposal", case: id, proposal });
}
