import type { Served } from "./answer.ts";
import type { Asked } from "./asked.ts";

/** When it was made, as far as anybody asks: a stub has no clock. */
const CREATED = 1_700_000_000;

interface Tokens {
  readonly input: number;
  readonly output: number;
}

/** The body of an answer: whole, or as the events of a stream. `id` hangs on the request alone, and so does every byte. */
export function written(asked: Asked, served: Served, id: string, tokens: Tokens): string {
  if (asked.api === "chat")
    return asked.stream ? chatStream(asked, served, id, tokens) : JSON.stringify(chat(asked, served, id, tokens));
  const answer = response(asked, served, id, tokens);
  return asked.stream ? responseStream(answer) : JSON.stringify(answer);
}

function chat(asked: Asked, served: Served, id: string, tokens: Tokens): object {
  const message = {
    role: "assistant",
    content: served.text,
    refusal: served.refusal ?? null,
    ...(served.calls.length === 0 ? {} : { tool_calls: chatCalls(served, id) }),
  };
  const choice = {
    index: 0,
    message,
    finish_reason: served.finish,
    logprobs: asked.logprobs ? { content: chatTokens(served), refusal: null } : null,
  };
  return {
    id: `chatcmpl-${id}`,
    object: "chat.completion",
    created: CREATED,
    model: asked.model,
    choices: served.finish === "empty" ? [] : [choice],
    usage: chatUsage(tokens),
  };
}

function chatCalls({ calls }: Served, id: string) {
  return calls.map(({ name, args }, i) => ({ id: `call_${id}_${i}`, type: "function", function: { name, arguments: args } }));
}

function chatUsage({ input, output }: Tokens) {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}

/** Servers that give log probabilities for calls give them for the text the model wrote: a name, then its arguments. */
function chatTokens({ calls, text }: Served): object[] {
  const all =
    calls.length === 0 ? (text ?? "") : calls.map(({ name, args }) => `{"name": "${name}", "arguments": ${args}}`).join("\n");
  return (all.match(/[\s\S]{1,4}/g) ?? []).map((token, i) => ({
    token,
    logprob: -0.01 * (1 + (i % 5)),
    bytes: [...Buffer.from(token)],
    top_logprobs: [],
  }));
}

function chatStream(asked: Asked, served: Served, id: string, tokens: Tokens): string {
  const base = { id: `chatcmpl-${id}`, object: "chat.completion.chunk", created: CREATED, model: asked.model };
  const part = (delta: object, finish: string | null = null, logprobs: object | null = null) => ({
    ...base,
    choices: [{ index: 0, delta, finish_reason: finish, logprobs }],
  });
  const chunks: object[] =
    served.finish === "empty"
      ? []
      : [
          part({ role: "assistant", content: served.text, ...(served.refusal === undefined ? {} : { refusal: served.refusal }) }),
          ...chatCalls(served, id).flatMap((call, index) => [
            part({ tool_calls: [{ ...call, index, function: { name: call.function.name, arguments: "" } }] }),
            ...(call.function.arguments.match(/[\s\S]{1,40}/g) ?? []).map((text) =>
              part({ tool_calls: [{ index, function: { arguments: text } }] }),
            ),
          ]),
          part({}, served.finish, asked.logprobs ? { content: chatTokens(served), refusal: null } : null),
        ];
  if (asked.streamUsage) chunks.push({ ...base, choices: [], usage: chatUsage(tokens) });
  return `${chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join("")}data: [DONE]\n\n`;
}

interface ResponseAnswer {
  readonly id: string;
  readonly status: string;
  readonly output: readonly { readonly id: string; readonly type: string; readonly arguments?: string }[];
}

function response(asked: Asked, served: Served, id: string, tokens: Tokens): ResponseAnswer {
  const said = [
    ...(served.text === null ? [] : [{ type: "output_text", text: served.text, annotations: [] }]),
    ...(served.refusal === undefined ? [] : [{ type: "refusal", refusal: served.refusal }]),
  ];
  const message = { id: `msg_${id}`, type: "message", role: "assistant", status: "completed", content: said };
  const reason = served.finish === "length" ? "max_output_tokens" : served.finish === "content_filter" ? "content_filter" : null;
  const whole = {
    id: `resp_${id}`,
    object: "response",
    created_at: CREATED,
    status: reason === null ? "completed" : "incomplete",
    incomplete_details: reason === null ? null : { reason },
    error: null,
    model: asked.model,
    output: [
      ...(said.length === 0 ? [] : [message]),
      ...served.calls.map(({ name, args }, i) => ({
        id: `fc_${id}_${i}`,
        type: "function_call",
        status: "completed",
        call_id: `call_${id}_${i}`,
        name,
        arguments: args,
      })),
    ],
    usage: {
      input_tokens: tokens.input,
      output_tokens: tokens.output,
      total_tokens: tokens.input + tokens.output,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens_details: { reasoning_tokens: 0 },
    },
  };
  return whole;
}

function responseStream(answer: ResponseAnswer): string {
  const events: { type: string; [key: string]: unknown }[] = [
    { type: "response.created", response: { ...answer, status: "in_progress", output: [], usage: null } },
    ...answer.output.flatMap((item, output_index) => [
      { type: "response.output_item.added", output_index, item },
      ...(item.arguments === undefined
        ? []
        : [{ type: "response.function_call_arguments.delta", item_id: item.id, output_index, delta: item.arguments }]),
      { type: "response.output_item.done", output_index, item },
    ]),
    { type: answer.status === "completed" ? "response.completed" : "response.incomplete", response: answer },
  ];
  return events.map((event, i) => `event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: i })}\n\n`).join("");
}
