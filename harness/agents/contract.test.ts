import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import type { Agent, Toolbox } from "../agent.ts";
import { sandboxAvailable } from "../wall/sandbox.ts";
import { command } from "./command.ts";
import { agentContract } from "./contract.ts";
import { http } from "./http.ts";
import { inProcess } from "./inProcess.ts";
import { mcp } from "./mcp.ts";
import { sealed } from "./sealed.ts";
import { contractServer } from "./testing/contractServer.ts";
import { decide } from "./testing/decide.ts";

const { why } = sandboxAvailable();
const folder = (name: string) => join(import.meta.dirname, "testing", name);
const who = { name: "kept", version: "1" };

let server: Awaited<ReturnType<typeof contractServer>>;
beforeAll(async () => {
  server = await contractServer();
});
afterAll(() => server.close());

const agents: readonly (readonly [string, () => Agent, string | null])[] = [
  [
    "a function",
    () => inProcess({ ...who, propose: (seen, toolbox: Toolbox, signal) => decide(seen.input, toolbox, signal) }),
    null,
  ],
  ["a Python program", () => command(["python3", "agent.py"], { ...who, folder: folder("python") }), why],
  ["a TypeScript program", () => command(["node", "agent.ts"], { ...who, folder: folder("node") }), why],
  [
    "a Python program without a sandbox",
    () => command(["python3", "agent.py"], { ...who, folder: folder("python"), kernel: false }),
    null,
  ],
  ["a sealed TypeScript module", () => sealed({ ...who, module: join(folder("node"), "module.ts") }), null],
  ["a server", () => http(`${server.url}/propose`, who), null],
  ["an MCP client as a program", () => mcp({ ...who, command: ["python3", "agent.py"], folder: folder("mcp") }), why],
  ["an MCP client as a server", () => mcp({ ...who, notify: `${server.url}/mcp` }), null],
];

for (const [name, makeAgent, missing] of agents) {
  describe.skipIf(missing !== null)(`${name}${missing === null ? "" : ` (skipped: ${missing})`}`, () => {
    // At once, but for the one that looks at what runs.
    for (const { name: promise, check } of agentContract)
      test(promise, { concurrent: !promise.includes("leaves nothing") }, () => check(makeAgent));
  });
}
