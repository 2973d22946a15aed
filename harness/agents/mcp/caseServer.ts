import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import {
  CallToolRequestSchema,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { AjvJsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/ajv";
import { AgentFailure, type SeenCase, type ToolSpec, type WatchedToolbox } from "../../agent.ts";

/** One attempt, as an MCP client sees it. */
export interface ServedCase {
  readonly seen: SeenCase;
  readonly toolbox: WatchedToolbox;
  /** The attempt is over, whatever the client makes of it. */
  failed(failure: AgentFailure): void;
}

/** Where the case can be read. */
const CASE = "case://current";
/** Made once: it is not needed here, and every server would make its own. */
const jsonSchemaValidator = new AjvJsonSchemaValidator();

/** earnest as an MCP server: the case as its instructions and as a resource, the tools of the case as its tools. */
export function caseServer({ seen, toolbox, failed }: ServedCase): Server {
  const text = JSON.stringify(seen);
  const server = new Server(
    { name: "earnest", version: "1" },
    { capabilities: { tools: {}, resources: {} }, instructions: `${ABOUT}\n\n${text}`, jsonSchemaValidator },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: toolbox.tools.map(toolOf) }));
  server.setRequestHandler(ListResourcesRequestSchema, () => ({
    resources: [{ uri: CASE, name: "case", title: "The case to decide", mimeType: "application/json" }],
  }));
  server.setRequestHandler(ReadResourceRequestSchema, ({ params: { uri } }) => {
    if (uri !== CASE) throw new Error(`there is no resource but ${CASE}`);
    return { contents: [{ uri: CASE, mimeType: "application/json", text }] };
  });
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
    try {
      const reply = toolbox.call(params.name, params.arguments ?? {});
      const said = reply.ok ? JSON.stringify(reply.answer ?? null) : reply.because;
      return { content: [{ type: "text", text: said }], isError: !reply.ok };
    } catch (error) {
      if (error instanceof AgentFailure) failed(error);
      throw error;
    }
  });
  return server;
}

const ABOUT =
  "Decide the case below by calling tools: look up what you need, then ask for the acts that are right. Hand it over with escalate where it is not yours to decide; call none where nothing is to be done.";

function toolOf({ name, kind, about, parameters }: ToolSpec) {
  // Nothing is carried out, but the client must take a write for what it would be.
  return {
    name,
    description: about,
    inputSchema: { ...parameters, type: "object" as const },
    annotations: { readOnlyHint: kind === "read" },
  };
}
