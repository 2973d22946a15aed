import type OpenAI from "openai";
import type { Offered } from "./offer.ts";
import { type Conversation, LONGEST_TEXT, type ModelCall, type Plan, type Turn } from "./plan.ts";
import { type Token, tokenConfidence } from "./tokenConfidence.ts";

type Request = OpenAI.ChatCompletionCreateParamsNonStreaming;
type Message = OpenAI.ChatCompletionMessageParam;

interface Heard {
  content: string;
  refusal: string;
  finish: string | null;
  readonly calls: { readonly id: string; name: string; args: string }[];
  readonly tokens: Token[];
}

/** A conversation over Chat Completions. */
export function chat(client: OpenAI, plan: Plan, tools: readonly Offered[], input: string): Conversation {
  const messages: Message[] = [
    { role: "system", content: plan.instructions },
    { role: "user", content: input },
  ];
  const base = {
    ...plan.params,
    model: plan.model,
    tools: tools.map((tool) => ({ type: "function" as const, function: { ...tool } })),
    ...(plan.temperature === null ? {} : { temperature: plan.temperature }),
    ...(plan.confidence === "logprobs" ? { logprobs: true } : {}),
  } as Omit<Request, "messages">;
  return {
    async ask(signal) {
      const heard = plan.stream
        ? await inParts(client, { ...base, messages }, signal)
        : await whole(client, { ...base, messages }, signal);
      if (heard === undefined) return { text: "", calls: [], end: "empty" };
      const calls = heard.calls.map((call) => ({ ...call, confidence: tokenConfidence(call, heard.tokens) }));
      messages.push(said(heard, calls));
      return turnOf(heard, calls);
    },
    tell: (call, answer) => messages.push({ role: "tool", tool_call_id: call.id, content: answer }),
    say: (text) => messages.push({ role: "user", content: text }),
  };
}

function said({ content }: Heard, calls: readonly ModelCall[]): Message {
  return {
    role: "assistant",
    content: content === "" ? null : content.slice(0, LONGEST_TEXT),
    ...(calls.length === 0
      ? {}
      : {
          tool_calls: calls.map(({ id, name, args }) => ({ id, type: "function" as const, function: { name, arguments: args } })),
        }),
  };
}

function turnOf({ content, refusal, finish }: Heard, calls: readonly ModelCall[]): Turn {
  const end = finish === "length" ? "length" : finish === "content_filter" ? "filtered" : "done";
  return { text: content, calls, end, ...(refusal === "" ? {} : { refusal }) };
}

/** Servers differ in what they leave out, so nothing is taken for granted; undefined: there was no choice in the answer. */
async function whole(client: OpenAI, request: Request, signal: AbortSignal): Promise<Heard | undefined> {
  const answer = await client.chat.completions.create(request, { signal });
  const choice = answer?.choices?.[0];
  if (choice === undefined) return undefined;
  return {
    content: choice.message?.content ?? "",
    refusal: choice.message?.refusal ?? "",
    finish: choice.finish_reason,
    calls: (choice.message?.tool_calls ?? []).flatMap((call) =>
      call.type === "custom" ? [] : [{ id: call.id, name: call.function.name, args: call.function.arguments }],
    ),
    tokens: choice.logprobs?.content ?? [],
  };
}

async function inParts(client: OpenAI, request: Request, signal: AbortSignal): Promise<Heard | undefined> {
  const asked = { ...request, stream: true as const, stream_options: { include_usage: true } };
  const calls = new Map<number, Heard["calls"][number]>();
  let heard: Omit<Heard, "calls"> | undefined;
  for await (const { choices } of await client.chat.completions.create(asked, { signal })) {
    const [choice] = choices ?? [];
    if (choice === undefined) continue;
    heard ??= { content: "", refusal: "", finish: null, tokens: [] };
    heard.content += choice.delta?.content ?? "";
    heard.refusal += choice.delta?.refusal ?? "";
    heard.finish = choice.finish_reason ?? heard.finish;
    heard.tokens.push(...(choice.logprobs?.content ?? []));
    for (const { index = 0, id, function: part } of choice.delta?.tool_calls ?? []) {
      const call = calls.get(index) ?? { id: id ?? `call_${index}`, name: "", args: "" };
      call.name += part?.name ?? "";
      call.args += part?.arguments ?? "";
      calls.set(index, call);
    }
  }
  if (heard === undefined) return undefined;
  if (heard.finish === null) throw new Error("the stream ended in the middle of the answer");
  return { ...heard, calls: [...calls.values()] };
}
