import { shorten } from "../words.ts";
import { addressFault } from "./addressFault.ts";

type Members = Readonly<Record<string, unknown>>;

/**
 * What a request may ask for, in any of the dialects: nothing here lets a provider act. A list of what is allowed and not of what is
 * forbidden, for every provider invents its own word for a search or a tool of its own.
 */
const ALLOWED = new Set(
  `model messages input instructions system tools tool_choice parallel_tool_calls functions function_call max_tool_calls
  response_format text output_config output_format temperature top_p top_k min_p top_a typical_p n stop stop_sequences seed stream stream_options
  max_tokens max_completion_tokens max_output_tokens min_tokens presence_penalty frequency_penalty repetition_penalty logit_bias
  logprobs top_logprobs prompt_logprobs reasoning reasoning_effort include_reasoning thinking enable_thinking verbosity
  modalities audio prediction service_tier user safety_identifier prompt_cache_key prompt_cache_retention cache_control metadata
  truncation include dimensions encoding_format chat_template_kwargs guided_json guided_regex guided_choice guided_grammar
  structured_outputs ignore_eos skip_special_tokens`.split(/\s+/),
);

/** Kinds of items and of their parts that only carry words, pictures or the agent's own tool calls. */
const CARRIED = new Set(
  `message function_call function_call_output reasoning text input_text output_text summary_text reasoning_text refusal
  image image_url input_image input_audio audio file input_file document tool_use tool_result thinking redacted_thinking`.split(
    /\s+/,
  ),
);

/** Members of a part that may name something a provider would fetch. */
const FETCHED = ["image_url", "file_url", "audio_url", "video_url", "input_image", "source", "file"];

/**
 * What in a request to a model could act somewhere else: a tool the provider hosts, something it would fetch, a state it would keep.
 * Undefined where nothing could.
 */
export function bodyFault(path: string, body: Members): string | undefined {
  return (
    memberFault(body) ??
    modelFault(path, body["model"]) ??
    tierFault(body["service_tier"]) ??
    toolsFault(path, body["tools"]) ??
    carriedFault(body) ??
    addressFault(body)
  );
}

function memberFault(body: Members): string | undefined {
  // A member that says no to something asks for nothing.
  const unknown = Object.keys(body).find((name) => !ALLOWED.has(name) && body[name] !== false && body[name] !== null);
  if (unknown === undefined) return undefined;
  return shorten(body[unknown] === true ? `${unknown}: true` : unknown, 100);
}

/** Models that search or act by themselves, and what some gateways hang on the name of any model to make it do so. */
const ACTING = /-search(?![a-z])|deep-research|(?:^|\/)(?:compound|sonar)(?![a-z])|:online(?![a-z])/i;

function modelFault(path: string, model: unknown): string | undefined {
  if (model === undefined) return undefined;
  if (typeof model !== "string") return "a model that is no name";
  // What cannot be seen in a name may be dropped on the other side.
  const plain = model.trim();
  if (/[^\x20-\x7e]/.test(plain)) return shorten(`model ${model}`, 100);
  return path !== "/embeddings" && ACTING.test(plain) ? shorten(`model ${plain}`, 100) : undefined;
}

/** Any other is at a price of its own, which no price table knows. */
const TIERS: readonly unknown[] = [undefined, null, "auto", "default", "flex", "standard_only"];

function tierFault(tier: unknown): string | undefined {
  return TIERS.includes(tier) ? undefined : shorten(`service_tier ${String(tier)}`, 100);
}

function toolsFault(path: string, tools: unknown): string | undefined {
  if (tools === undefined || tools === null) return undefined;
  if (!Array.isArray(tools)) return "tools that are not a list";
  for (const tool of tools) {
    const type = isMembers(tool) ? tool["type"] : typeof tool;
    if (type === "function") continue;
    // In the dialect of Messages a function of the agent's own has no type, or this one.
    if (path === "/messages" && isMembers(tool) && "input_schema" in tool && (type === undefined || type === "custom")) continue;
    return `tool ${shorten(String(type), 100)}`;
  }
  return undefined;
}

function carriedFault(body: Members): string | undefined {
  for (const name of ["messages", "input", "system", "instructions", "prediction"]) {
    const part = body[name];
    // A prediction carries parts as a message does.
    const fault = partFault(name === "prediction" && isMembers(part) ? part["content"] : part, 0);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Content nests a few levels at most: a message, its parts, a tool's result among them, and the parts of that. */
const DEEPEST = 12;

function partFault(part: unknown, level: number): string | undefined {
  if (level > DEEPEST) return "content nested too deep to be looked through";
  if (Array.isArray(part)) {
    for (const one of part) {
      const fault = partFault(one, level + 1);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  if (!isMembers(part)) return undefined;
  const { type } = part;
  if (type !== undefined && !(typeof type === "string" && CARRIED.has(type))) return `content ${shorten(String(type), 100)}`;
  for (const name of FETCHED) {
    const url = urlIn(part[name], name);
    if (url !== undefined && !/^data:/i.test(url)) return shorten(`${name} ${url}`, 300);
  }
  return partFault(part["content"], level + 1) ?? partFault(part["output"], level + 1);
}

/** The address in `image_url: "..."`, `image_url: { url: "..." }` or `source: { type: "url", url: "..." }`. */
function urlIn(given: unknown, name: string): string | undefined {
  if (typeof given === "string") return name.endsWith("_url") ? given : undefined;
  if (!isMembers(given)) return undefined;
  const url = given["url"] ?? given["file_url"];
  return typeof url === "string" ? url : undefined;
}

function isMembers(given: unknown): given is Members {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}
