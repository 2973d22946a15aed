import { isUtf8 } from "node:buffer";
import { AgentFailure, builtWall, type Proposal, type SeenCase, type Wall } from "../../agent.ts";
import { EarnestError, messageOf } from "../../errors.ts";
import { shorten, visibleLine } from "../../words.ts";
import { readSaid } from "../command/messages.ts";
import { type WithoutToken, withoutToken } from "./withoutToken.ts";

const LARGEST_ANSWER = 16 * 2 ** 20;
const LONGEST_QUOTE = 200;
const CONNECT = 10_000;

/** An agent that runs elsewhere: only what reaches earnest can be seen of it. */
export interface Elsewhere {
  readonly wall: Wall;
  /** Puts a message to it; throws an AgentFailure for any answer but a proposal, or that there is none to be made. */
  ask(message: object, seen: SeenCase, signal: AbortSignal): Promise<Proposal | undefined>;
  /** What it was sent as a key is to be taken out of whatever else comes from it. */
  readonly clean: WithoutToken;
  close(): Promise<void>;
}

/** Where it is asked, and the name of the variable that holds the key it wants. */
export interface ElsewhereOptions {
  readonly url: string;
  readonly token?: string | undefined;
  readonly concurrency: number;
}

/** The address as it may be printed; throws SUITE_BROKEN for what is none. */
export function addressOf(url: string): URL {
  const read = URL.parse(url);
  if (read !== null && /^https?:$/.test(read.protocol) && read.username === "" && read.password === "") return read;
  throw new EarnestError("SUITE_BROKEN", `the address of the agent must be an http or https URL without a password in it`, {
    next: 'Name it like "http://127.0.0.1:9000/propose"; a key goes into a variable named by `token`',
  });
}

/** Finds the agent, and its key. Throws KEY_MISSING, and ENDPOINT_UNREACHABLE where nobody answers. */
export async function openElsewhere({ url, token, concurrency }: ElsewhereOptions): Promise<Elsewhere> {
  const { origin, pathname } = addressOf(url);
  const key = token === undefined ? undefined : process.env[token];
  if (token !== undefined && (key === undefined || key === ""))
    throw new EarnestError("KEY_MISSING", `the agent at ${origin} wants a key, and ${token} is not set`, {
      next: `Set ${token} in the environment`,
    });
  // Loaded here: most processes that load this file call nobody.
  const { Agent: Connections, request } = await import("undici");
  const connections = new Connections({
    connections: concurrency,
    maxResponseSize: LARGEST_ANSWER,
    connect: { timeout: CONNECT },
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const clean = withoutToken(key);
  try {
    // Any answer at all will do: somebody is there.
    const { body } = await request(url, { method: "HEAD", dispatcher: connections, headers: authorization });
    await body.dump();
  } catch (cause) {
    await connections.destroy();
    throw new EarnestError("ENDPOINT_UNREACHABLE", `nobody answers at ${origin}: ${clean.text(reasonOf(cause))}`, {
      next: "Start the agent first, and check its address",
    });
  }
  return {
    wall: builtWall({
      isolation: "I1",
      mechanism: `a server that earnest asks: ${origin}${pathname}`,
      command: [],
      versions: { node: process.version },
      canary: [],
      open: ["everything on the machine it runs on, and whatever it can reach from there"],
      weaker: "it runs elsewhere, where earnest has no say",
      residual: "Calls that reached earnest were not executed. Other side effects cannot be excluded.",
      code: null,
    }),
    async ask(message, seen, signal) {
      const { status, bytes } = await post(JSON.stringify(message), signal);
      if (status < 200 || status > 299) {
        const more = status >= 300 && status < 400 ? " (redirects are not followed)" : "";
        throw new AgentFailure(
          "threw",
          `its server answered with status ${status}${more}${excerpt(clean.text(bytes.toString("utf8")))}`,
        );
      }
      if (!isUtf8(bytes)) throw new AgentFailure("unusable", "what it said is not UTF-8");
      const text = clean.text(bytes.toString("utf8")).trim();
      if (text === "") return undefined;
      const said = readSaid(text, clean.data);
      if (said.kind === "call" || said.kind === "note")
        throw new AgentFailure("unusable", `its answer is a ${said.kind}, and not a proposal`);
      if (said.case !== undefined && said.case !== seen.id)
        throw new AgentFailure("unusable", "its answer is for another case than the one it was asked about");
      return said.kind === "proposal" ? said.proposal : undefined;
    },
    clean,
    close: () => connections.destroy(),
  };

  async function post(text: string, signal: AbortSignal): Promise<{ status: number; bytes: Buffer }> {
    const headers = { "content-type": "application/json", accept: "application/json", ...authorization };
    try {
      const { statusCode, body } = await request(url, { method: "POST", dispatcher: connections, headers, body: text, signal });
      return { status: statusCode, bytes: Buffer.from(await body.arrayBuffer()) };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const large = (error as { code?: unknown }).code === "UND_ERR_RES_EXCEEDED_MAX_SIZE";
      if (large) throw new AgentFailure("unusable", `its answer is longer than ${LARGEST_ANSWER} bytes`);
      throw new AgentFailure("threw", clean.text(`its server did not answer: ${reasonOf(error)}`));
    }
  }
}

function excerpt(given: string): string {
  const text = visibleLine(given.slice(0, 1_000));
  return text === "" ? "" : `: ${shorten(text, LONGEST_QUOTE)}`;
}

function reasonOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? `${code}: ${messageOf(error)}` : messageOf(error);
}
