import { isUtf8 } from "node:buffer";
import { z } from "zod";
import { digestOf, sha256 } from "../canonical.ts";

const count = z.number().int().nonnegative();
const tokens = z.strictObject({ input: count, cached: count, output: count });

/** One request and what it came to, as a cassette keeps it. */
export const exchangeSchema = z.strictObject({
  key: z.string().regex(/^[0-9a-f]{32}$/),
  case: z.string(),
  attempt: z.number().int().positive(),
  /** `path` counts from the base URL, so that a cassette does not care where the model stood. */
  request: z.strictObject({ method: z.string(), path: z.string(), model: z.string(), digest: z.string() }),
  status: z.number().int().min(100).max(599),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  encoding: z.enum(["utf8", "base64"]),
  /** Null where the answer does not say. */
  usage: tokens.nullable(),
  /** What it took at most, where the answer does not say or was left before its end: a limit counts this. */
  estimate: tokens.optional(),
  /** It came from another cassette and cost nothing. */
  played: z.literal(true).optional(),
  /** The agent left before the end; the body is what had come. */
  left: z.literal(true).optional(),
});

export type Exchange = z.infer<typeof exchangeSchema>;

/** A request as it is told apart from others. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  /** Parsed JSON; null where there is none. */
  readonly body: Readonly<Record<string, unknown>> | null;
}

/** The digest of a request, blind to the order of members and to where the model stands. */
export function requestDigest({ method, path, body }: Asked): string {
  if (body === null || body["tools"] === undefined) return digestOf({ method, path, body });
  return digestOf({ method, path, body: { ...body, tools: toolsDigest(body["tools"]) } });
}

/** The last tools that were asked with: an agent asks with the same ones every time, and they are most of a request. */
let known = { text: "", digest: "" };

function toolsDigest(tools: unknown): string {
  const text = JSON.stringify(tools);
  if (text !== known.text) known = { text, digest: digestOf(tools) };
  return known.digest;
}

/** What an exchange is found by: the case, the attempt, the request, and which of the same requests of this attempt it is, from 1. */
export function exchangeKey(caseId: string, attempt: number, digest: string, nth: number): string {
  return sha256(JSON.stringify([caseId, attempt, digest, nth])).slice(0, 32);
}

/** Text where the bytes are UTF-8, so that a cassette can be read; every other byte is kept too. */
export function keptBody(bytes: Buffer, text = (): string => bytes.toString()): Pick<Exchange, "body" | "encoding"> {
  return isUtf8(bytes) ? { body: text(), encoding: "utf8" } : { body: bytes.toString("base64"), encoding: "base64" };
}

/** The very bytes that came. */
export function bodyOf({ body, encoding }: Exchange): Buffer {
  return Buffer.from(body, encoding);
}
