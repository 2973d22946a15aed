import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

// The least that any harness must do: read each line, parse it, ask the agent, compare.
let matches = 0;
for await (const line of createInterface({
  input: createReadStream(process.argv[2] ?? ""),
  crlfDelay: Number.POSITIVE_INFINITY,
})) {
  const one = JSON.parse(line) as {
    input: { order: string; amount: number };
    decisions: { actions: { type: string; params: object }[] }[];
  };
  const proposal = await Promise.resolve({
    type: one.input.amount > 190 ? "close" : "pay",
    params: { order: one.input.order, amount: one.input.amount },
  });
  const decided = one.decisions[0]?.actions[0];
  if (decided?.type === proposal.type && JSON.stringify(decided.params) === JSON.stringify(proposal.params)) matches++;
}
process.stdout.write(`${matches}\n`);
