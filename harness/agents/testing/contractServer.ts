import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { ToolReply } from "../../agent.ts";
import { decide } from "./decide.ts";

interface Told {
  readonly case: { readonly id: string; readonly input: unknown };
  readonly calls: { readonly url: string; readonly token: string };
  readonly mcp: { readonly url: string; readonly token: string };
}

/** For tests: an agent that keeps the contract as a server, at /propose by plain HTTP and at /mcp as an MCP client. */
export async function contractServer(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "POST") return void response.writeHead(405).end();
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const told = JSON.parse(Buffer.concat(await request.toArray()).toString("utf8")) as Told;
  if (request.url === "/mcp") await overMcp(told, gone.signal);
  const proposal = request.url === "/mcp" ? undefined : await decide(told.case.input, { call: caller(told.calls) }, gone.signal);
  const said = proposal === undefined ? { kind: "done" } : { kind: "proposal", proposal };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ ...said, case: told.case.id }));
}

function caller({ url, token }: Told["calls"]): (tool: string, args?: unknown) => Promise<ToolReply> {
  return async (tool, args) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ kind: "call", tool, args }) });
    const said = (await response.json()) as { kind: string; answer: unknown; because: string };
    return said.kind === "answer" ? { ok: true, answer: said.answer } : { ok: false, because: said.because };
  };
}

/** Whatever is proposed is proposed by calling tools. */
async function overMcp({ mcp, case: one }: Told, gone: AbortSignal): Promise<void> {
  const client = new Client({ name: "agent", version: "1" });
  const transport = new StreamableHTTPClientTransport(new URL(mcp.url), {
    requestInit: { headers: { authorization: `Bearer ${mcp.token}` } },
  });
  await client.connect(transport as Parameters<typeof client.connect>[0]);
  try {
    const call = async (tool: string, args: unknown): Promise<ToolReply> => {
      const result = await client.callTool({ name: tool, arguments: args as Record<string, unknown> });
      const [{ text }] = result.content as [{ text: string }];
      return result.isError === true ? { ok: false, because: text } : { ok: true, answer: JSON.parse(text) as unknown };
    };
    const proposal = await decide(one.input, { call }, gone);
    if (proposal?.kind === "escalate") await call("escalate", {});
    if (proposal?.kind === "act" && proposal.actions.length === 0) await call("none", {});
    if (proposal?.kind === "act") for (const { type, params } of proposal.actions) await call(type, params);
  } finally {
    await client.close();
  }
}
