import type { IncomingMessage } from "node:http";

/** However many connections are allowed at once, their bodies together are no more than what the harness can hold. */
const LARGEST_BODY = 16 * 2 ** 20;

/** The body of a request as text; undefined where it is too large to be read. */
export async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > LARGEST_BODY) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
