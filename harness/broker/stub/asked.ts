/** A tool call of an earlier turn, with what the model was told about it. */
export interface AskedCall {
  readonly name: string;
  /** As the model wrote them; they need not be JSON. */
  readonly args: string;
  readonly answer: string;
}

/** What a request asks, whichever dialect it came in. */
export interface Asked {
  readonly api: "chat" | "responses";
  readonly model: string;
  /** The first thing the user says: the case. */
  readonly text: string;
  /** Is this the first request of its conversation? */
  readonly first: boolean;
  /** Calls made so far, oldest first. */
  readonly calls: readonly AskedCall[];
  readonly tools: readonly { readonly name: string; readonly parameters: Readonly<Record<string, unknown>> }[];
  readonly stream: boolean;
  /** Chat Completions: does it want usage at the end of a stream, and log probabilities? */
  readonly streamUsage: boolean;
  readonly logprobs: boolean;
}

interface Item {
  readonly role?: string;
  readonly type?: string;
  readonly content?: unknown;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
  readonly tool_call_id?: string;
  readonly call_id?: string;
  readonly name?: string;
  readonly arguments?: string;
  readonly output?: unknown;
}

interface Body {
  readonly model?: string;
  readonly messages?: readonly Item[];
  readonly input?: string | readonly Item[];
  readonly tools?: readonly {
    readonly name?: string;
    readonly parameters?: Asked["tools"][number]["parameters"];
    readonly function?: Asked["tools"][number];
  }[];
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
  readonly logprobs?: boolean;
}

/** Reads the body of a request; throws for what is not JSON. Without `logprobs` it does as if nobody had asked for any. */
export function askedIn(api: Asked["api"], json: string, logprobs = true): Asked {
  const body = JSON.parse(json) as Body;
  const given = api === "chat" ? body.messages : body.input;
  const items: readonly Item[] = typeof given === "string" ? [{ role: "user", content: given }] : (given ?? []);
  const answers = new Map<string, string>();
  for (const item of items) {
    if (item.role === "tool") answers.set(item.tool_call_id ?? "", textOf(item.content));
    if (item.type === "function_call_output") answers.set(item.call_id ?? "", textOf(item.output));
  }
  const calls = items.flatMap((item) => {
    if (item.type === "function_call") return [{ id: item.call_id ?? "", name: item.name ?? "", args: item.arguments ?? "" }];
    return (item.tool_calls ?? []).map((call) => ({ id: call.id, name: call.function.name, args: call.function.arguments }));
  });
  return {
    api,
    model: body.model ?? "",
    text: textOf(items.find((item) => item.role === "user")?.content),
    first: items.filter((item) => item.role === "user").length < 2 && calls.length === 0,
    calls: calls.map(({ id, name, args }) => ({ name, args, answer: answers.get(id) ?? "" })),
    tools: (body.tools ?? []).map((tool) => ({
      name: tool.function?.name ?? tool.name ?? "",
      parameters: tool.function?.parameters ?? tool.parameters ?? {},
    })),
    stream: body.stream === true,
    streamUsage: body.stream_options?.include_usage === true,
    logprobs: logprobs && body.logprobs === true,
  };
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part: { text?: string }) => part.text ?? "").join("");
}
