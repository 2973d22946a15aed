import type OpenAI from "openai";
import type { Offered } from "./offer.ts";
import { type Conversation, LONGEST_TEXT, type Plan } from "./plan.ts";

type Request = OpenAI.Responses.ResponseCreateParamsNonStreaming;
type Answer = OpenAI.Responses.Response;
type Item = OpenAI.Responses.ResponseInputItem;

/** A conversation over Responses. The provider keeps nothing of it: all that was said goes along with every request. */
export function responses(client: OpenAI, plan: Plan, tools: readonly Offered[], text: string): Conversation {
  const input: Item[] = [{ role: "user", content: text }];
  const base = {
    ...plan.params,
    model: plan.model,
    instructions: plan.instructions,
    store: false,
    tools: tools.map((tool) => ({ type: "function" as const, ...tool, strict: false })),
    ...(plan.temperature === null ? {} : { temperature: plan.temperature }),
  } as Omit<Request, "input">;
  return {
    async ask(signal) {
      const answer = plan.stream
        ? await inParts(client, { ...base, input }, signal)
        : await client.responses.create({ ...base, input }, { signal });
      if (answer.error !== null && answer.error !== undefined) throw new Error(`the model failed: ${answer.error.message}`);
      const output = answer.output ?? [];
      input.push(...output.flatMap(sentBack));
      const parts = output.flatMap((item) => (item.type === "message" ? item.content : []));
      const refusal = parts.map((part) => (part.type === "refusal" ? part.refusal : "")).join("");
      const calls = output.flatMap((item) =>
        item.type === "function_call" ? [{ id: item.call_id, name: item.name, args: item.arguments }] : [],
      );
      return {
        text: parts.map((part) => (part.type === "output_text" ? part.text : "")).join(""),
        calls,
        end: endOf(answer, output.length),
        ...(refusal === "" ? {} : { refusal }),
      };
    },
    tell: (call, answer) => input.push({ type: "function_call_output", call_id: call.id, output: answer }),
    say: (more) => input.push({ role: "user", content: more }),
  };
}

function endOf({ incomplete_details: why }: Answer, items: number) {
  if (why?.reason === "max_output_tokens") return "length" as const;
  if (why?.reason === "content_filter") return "filtered" as const;
  return items === 0 ? ("empty" as const) : ("done" as const);
}

/**
 * What the model said, as it is said to it again. Nothing is kept under an id at the provider, so ids are left out, and
 * thoughts go back only where they came along whole (with `include: ["reasoning.encrypted_content"]` in the params).
 */
function sentBack(item: OpenAI.Responses.ResponseOutputItem): Item[] {
  if (item.type === "function_call")
    return [{ type: "function_call", call_id: item.call_id, name: item.name, arguments: item.arguments }];
  if (item.type === "reasoning")
    return typeof item.encrypted_content === "string"
      ? [{ type: "reasoning", summary: item.summary, encrypted_content: item.encrypted_content } as Item]
      : [];
  if (item.type !== "message") return [];
  const said = item.content.map((part) => (part.type === "output_text" ? part.text : part.refusal)).join("");
  return [{ role: "assistant", content: said.slice(0, LONGEST_TEXT) }];
}

async function inParts(client: OpenAI, request: Request, signal: AbortSignal): Promise<Answer> {
  for await (const event of await client.responses.create({ ...request, stream: true }, { signal })) {
    if (event.type === "response.completed" || event.type === "response.incomplete" || event.type === "response.failed")
      return event.response;
    if (event.type === "error") throw new Error(`the model failed: ${event.message}`);
  }
  throw new Error("the stream ended in the middle of the answer");
}
