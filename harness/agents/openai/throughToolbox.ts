import OpenAI from "openai";
import type { Incoming, Toolbox } from "../../agent.ts";

/** A placeholder: the broker puts the key in, and no agent holds it. */
const NO_KEY = "held-by-the-broker";
/** The broker limits how long a call may take; a second clock would only race with it. Milliseconds. */
const NEVER = 86_400_000;
const WITHOUT_BODY: readonly number[] = [204, 205, 304];

/** The official client with the toolbox as its only way out. Nothing of the environment reaches a request. */
export function throughToolbox(toolbox: Toolbox, baseURL: string): OpenAI {
  return new OpenAI({
    apiKey: NO_KEY,
    baseURL,
    organization: null,
    project: null,
    logLevel: "off",
    maxRetries: 0,
    timeout: NEVER,
    fetch: async (url, init) => {
      const incoming = await toolbox.send(
        {
          method: init?.method ?? "GET",
          url: String(url),
          headers: Object.fromEntries(new Headers(init?.headers)),
          body: typeof init?.body === "string" ? init.body : "",
        },
        init?.signal ?? undefined,
      );
      return responseOf(incoming);
    },
  });
}

function responseOf({ status, headers, body }: Incoming): Response {
  if (WITHOUT_BODY.includes(status)) return new Response(null, { status, headers });
  return new Response(ReadableStream.from(body), { status, headers });
}
