import { createParser } from "eventsource-parser";

/** Tokens of one answer; `cached` is the part of the input that the provider had read before. */
export interface Tokens {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

/** No token is shorter than this many bytes, taking one with another. */
const BYTES = 2;

/** What a call took at most, by the bytes of the request and of what came back; `most` is the output that was asked for where more may have been made. */
export function estimateOf(asked: number, came: number, most = 0): Tokens {
  return { input: Math.ceil(asked / BYTES), cached: 0, output: Math.max(Math.ceil(came / BYTES), most) };
}

/** What an answer took that was left before its end: at least what it had said by then, at most the estimate. */
export function leftUsage(said: Tokens | undefined, estimate: Tokens): Tokens {
  return said === undefined ? estimate : { ...said, output: Math.max(said.output, estimate.output) };
}

type Members = Readonly<Record<string, unknown>>;

/**
 * The tokens an answer says it took, in the words of Chat Completions, Responses, Messages or Embeddings.
 * Undefined where it does not say, or says what cannot be: less than nothing, a fraction, a text, nothing at all.
 */
export function usageOf(answer: unknown): Tokens | undefined {
  return tokensOf(saidIn(answer));
}

/** The same of an answer that was streamed as events. */
export function streamedUsageOf(body: string): Tokens | undefined {
  return tokensOf(saidInStream(body));
}

/** Later parts complete earlier ones: the input stands in the first event of Messages, the output in the last. */
function saidInStream(body: string): Members | undefined {
  let said: Members | undefined;
  const parser = createParser({
    onEvent({ data }) {
      // Most events hold a word of the answer and no usage: they need no parsing.
      if (!data.includes('"usage"')) return;
      const more = saidIn(parsed(data));
      if (more !== undefined) said = { ...said, ...more };
    },
  });
  // The last event may have been sent without the empty line that ends it.
  parser.feed(`${body}\n\n`);
  return said;
}

function saidIn(answer: unknown): Members | undefined {
  if (!isMembers(answer)) return undefined;
  const whole = [answer, answer["response"], answer["message"]].find((part) => isMembers(part) && isMembers(part["usage"]));
  return isMembers(whole) && isMembers(whole["usage"]) ? whole["usage"] : undefined;
}

function tokensOf(said: Members | undefined): Tokens | undefined {
  if (said === undefined) return undefined;
  const given = count(said["prompt_tokens"] ?? said["input_tokens"]);
  // Embeddings put nothing out, and say so by a total that is no more than what went in.
  const total = count(said["total_tokens"]);
  const rest = given === undefined || total === undefined ? undefined : total - given;
  const output = count(said["completion_tokens"] ?? said["output_tokens"] ?? rest);
  // No answer took nothing.
  if (given === undefined || output === undefined || given + output === 0) return undefined;
  const details = said["prompt_tokens_details"] ?? said["input_tokens_details"];
  const within = count(isMembers(details) ? details["cached_tokens"] : 0) ?? 0;
  // Messages counts what was read from or written to the cache beside the input, the others within it.
  const read = count(said["cache_read_input_tokens"]) ?? 0;
  const written = count(said["cache_creation_input_tokens"]) ?? 0;
  const input = given + read + written;
  return { input, cached: Math.min(input, within + read), output };
}

function count(given: unknown): number | undefined {
  return typeof given === "number" && Number.isSafeInteger(given) && given >= 0 ? given : undefined;
}

function isMembers(given: unknown): given is Members {
  return typeof given === "object" && given !== null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is not JSON says nothing of its usage.
    return undefined;
  }
}
