import { type Agent, vouched } from "../agent.ts";
import { type ProgramAgentOptions, programAgent } from "./command/programAgent.ts";
import type { ServedCase } from "./mcp/caseServer.ts";
import { addressOf, type Elsewhere, openElsewhere } from "./remote/elsewhere.ts";
import { openPasses, type Passes, type Serve } from "./remote/passes.ts";
import { remoteAttempt } from "./remote/remoteAttempt.ts";
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
  addressOf(notify);
  let open: { readonly server: Elsewhere; readonly passes: Passes<ServedCase> } | undefined;
  return vouched({
    name,
    version,
    seam: "tools",
    isolation: "I1",
    elsewhere: true,
    async start({ concurrency }) {
      const server = await openElsewhere({ url: notify, token, concurrency });
      open = { server, passes: await openPasses("/mcp", serveRequest(server.clean)) };
      return server.wall;
    },
    async propose(seen, toolbox, signal) {
      if (open === undefined) throw new Error("it has not been started");
      const { server, passes } = open;
      return await remoteAttempt(
        passes,
        toolbox,
        signal,
        (hand) => ({ ...hand, seen }),
        ({ url, token: bearer }, until) => server.ask({ kind: "case", case: seen, mcp: { url, token: bearer } }, seen, until),
      );
    },
    async stop() {
      await open?.passes.close();
      await open?.server.close();
      open = undefined;
    },
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
