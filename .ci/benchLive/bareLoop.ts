import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import OpenAI from "openai";
import { INSTRUCTIONS } from "./instructions.ts";

// The least that anybody must do who asks a model about each case: the same client with its own fetch, 64 at once, and nothing kept.
const [file = "", concurrency = "64"] = process.argv.slice(2);
const client = new OpenAI({ apiKey: "sk-bench-0123456789" });
const text = { type: "string" };
const parameters = {
  type: "object",
  properties: {
    because: { ...text, description: "Why, in one sentence." },
    order: text,
    amount: { type: "number" },
    confidence: {
      type: "number",
      minimum: 0,
      maximum: 1,
      description: "How sure you are that a person would decide the same, from 0 to 1.",
    },
  },
  required: ["order", "amount", "confidence"],
};
const spare = { type: "object", properties: { because: text } };
const tools = [
  { type: "function" as const, function: { name: "pay", description: "pay", parameters } },
  { type: "function" as const, function: { name: "escalate", description: "Hand the case to a person.", parameters: spare } },
  { type: "function" as const, function: { name: "none", description: "Say that nothing is to be done.", parameters: spare } },
];

const lines = createInterface({ input: createReadStream(file) })[Symbol.asyncIterator]();
let acts = 0;
async function slot(): Promise<void> {
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
    const { input } = JSON.parse(next.value) as { input: object };
    const answer = await client.chat.completions.create({
      model: "stub-1",
      tools,
      messages: [
        { role: "system", content: INSTRUCTIONS },
        { role: "user", content: JSON.stringify(input) },
      ],
    });
    const call = answer.choices[0]?.message.tool_calls?.[0];
    if (call?.type === "function" && typeof JSON.parse(call.function.arguments) === "object") acts++;
  }
}
await Promise.all(Array.from({ length: Number(concurrency) }, slot));
process.stdout.write(`${acts}\n`);
