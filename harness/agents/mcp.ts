import type { Agent } from "../agent.ts";
import { type ProgramAgentOptions, programAgent } from "./command/programAgent.ts";
import type { ServedCase } from "./mcp/caseServer.ts";
import { elsewhereAgent } from "./remote/elsewhereAgent.ts";
import type { Serve } from "./remote/passes.ts";
import type { WithoutToken } from "./remote/withoutToken.ts";

/** An MCP client that is a program, started once for each attempt; see `mcp`. */
export type McpProgram = ProgramAgentOptions;

/** An MCP client that runs elsewhere and is told of each case; see `mcp`. */
export interface McpElsewhere {
  readonly name: string;
  readonly version: string;
  /** Each case is a POST to this address, with the address of an MCP server for it; the reply ends the attempt. */
  readonly notify: string;
  /** Name of the environment variable that holds the key it wants, sent as a bearer token. */
  readonly token?: string;
}

/**
 * An agent that is an MCP client: earnest is the MCP server, with the case and its tools. A program speaks it over stdin and stdout, in
 * a kernel sandbox where there is one (I3, else I1, said aloud); one elsewhere over streamable HTTP (I1). `start` throws as `command` and `http` do.
 */
export function mcp(options: McpProgram | McpElsewhere): Agent {
  if (!("command" in options)) return elsewhere(options);
  return programAgent(options, async (...given) => (await import("./mcp/program.ts")).serveProgram(...given));
}

/** Every suite loads this file, and few speak the protocol, which takes a while to load. */
function protocol() {
  return Promise.all([import("./mcp/caseServer.ts"), import("@modelcontextprotocol/sdk/server/streamableHttp.js")]);
}

function elsewhere({ name, version, notify, token }: McpElsewhere): Agent {
  return elsewhereAgent<ServedCase>({
    name,
    version,
    url: notify,
    token,
    path: "/mcp",
    serve: serveRequest,
    hand: (common, seen) => ({ ...common, seen }),
    posted: (mcp) => ({ mcp }),
  });
}

/** Each request stands alone, so that a client may connect as often as it likes: what lasts is the attempt. */
const serveRequest: (clean: WithoutToken) => Serve<ServedCase> = (clean) => async (hand, request, response, body) => {
  const [{ caseServer }, { StreamableHTTPServerTransport }] = await protocol();
  const server = caseServer(hand);
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  response.on("close", () => void server.close());
  await server.connect(transport as Parameters<typeof server.connect>[0]);
  await transport.handleRequest(request, response, body === "" ? undefined : clean.data(jsonIn(clean.text(body))));
};

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The protocol has an answer for what is no message of it, whatever that is.
    return {};
  }
}
