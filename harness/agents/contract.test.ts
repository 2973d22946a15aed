import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Agent, Proposal, Toolbox } from "../agent.ts";
import { type StubModel, stubModel } from "../broker/stubModel.ts";
import type { Exchanges } from "../toolbox.ts";
import { sandboxAvailable } from "../wall/sandbox.ts";
import { command } from "./command.ts";
import { agentContract } from "./contract.ts";
import { http } from "./http.ts";
import { inProcess } from "./inProcess.ts";
import { mcp } from "./mcp.ts";
import { type OpenaiAgentOptions, openaiAgent } from "./openai/openaiAgent.ts";
import { sealed } from "./sealed.ts";
import { contractServer } from "./testing/contractServer.ts";
import { decide } from "./testing/decide.ts";
import { obedientRule } from "./testing/obedientRule.ts";

const { why } = sandboxAvailable();
const folder = (name: string) => join(import.meta.dirname, "testing", name);
const who = { name: "kept", version: "1" };

let server: Awaited<ReturnType<typeof contractServer>>;
let stub: StubModel;
beforeAll(async () => {
  server = await contractServer();
  stub = await stubModel({ rule: obedientRule });
});
afterAll(async () => {
  await server.close();
  await stub.close();
});

/** A model that does what the case says, on a server that is as slow as one likes. */
const model: Exchanges = () => async (request, signal) => {
  if (request.body.includes('{\\"do\\":\\"wait\\"}'))
    await new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
  const { method, headers, body } = request;
  const response = await fetch(request.url.replace(/^http:\/\/127\.0\.0\.1:8123\/v1/, stub.baseURL), {
    method,
    headers,
    body,
    signal: signal ?? null,
  });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: response.body as AsyncIterable<Uint8Array>,
  };
};
const byModel = (more: Partial<OpenaiAgentOptions>) => () =>
  openaiAgent({ model: "obedient", instructions: "Do as it says.", baseURL: stub.baseURL, confidence: "none", ...more });

const agents: readonly (readonly [string, () => Agent, string | null])[] = [
  ["a prompt over Chat Completions", byModel({}), null],
  ["a prompt over Responses, in a stream", byModel({ api: "responses", stream: true }), null],
  [
    "a function",
    () => inProcess({ ...who, propose: (seen, toolbox: Toolbox, signal) => decide(seen.input, toolbox, signal) }),
    null,
  ],
  ["a Python program", () => command(["python3", "agent.py"], { ...who, folder: folder("python") }), why],
  // One in the sandbox stands for all programs: what they keep does not hang on it, and it takes its time.
  [
    "a TypeScript program without a sandbox",
    () => command(["node", "agent.ts"], { ...who, folder: folder("node"), kernel: false }),
    null,
  ],
  ["a sealed TypeScript module", () => sealed({ ...who, module: join(folder("node"), "module.ts") }), null],
  ["a server", () => http(`${server.url}/propose`, who), null],
  [
    "an MCP client as a program",
    () => mcp({ ...who, command: ["python3", "agent.py"], folder: folder("mcp"), kernel: false }),
    null,
  ],
  ["an MCP client as a server", () => mcp({ ...who, notify: `${server.url}/mcp` }), null],
];

for (const [name, makeAgent, missing] of agents) {
  describe.skipIf(missing !== null)(`${name}${missing === null ? "" : ` (skipped: ${missing})`}`, () => {
    // At once, but for the one that looks at what runs.
    for (const { name: promise, check } of agentContract)
      test(promise, { concurrent: !promise.includes("leaves nothing") }, () => check(makeAgent, model));
  });
}

describe("the battery", () => {
  const promise = (words: string) => {
    const found = agentContract.find(({ name }) => name.includes(words));
    if (found === undefined) throw new Error(words);
    return found;
  };
  const broken = (propose: (input: unknown, toolbox: Toolbox, signal: AbortSignal) => unknown) => () =>
    inProcess({
      ...who,
      propose: (seen, toolbox, signal) => propose(seen.input, toolbox, signal) as Promise<Proposal | undefined>,
    });

  test.concurrent("catches an agent that mixes cases up", async ({ expect }) => {
    let last: unknown;
    const mixing = broken(async (input, toolbox, signal) => {
      last = input;
      await new Promise(setImmediate);
      return decide(last, toolbox, signal);
    });
    await expect(promise("at once").check(mixing)).rejects.toThrow(/case 0 of 20: expected note with .*only 0.*got .*only 19/);
  });

  test.concurrent("catches one that does not stop when it is given up on", async ({ expect }) => {
    const deaf = broken((input, toolbox) => decide(input, toolbox, new AbortController().signal));
    await expect(promise("given up").check(deaf)).rejects.toThrow(/still goes on/);
  });

  test.concurrent("catches one that does not survive a miss", async ({ expect }) => {
    const frail = broken((input, toolbox, signal) => {
      const { do: what, tool, args } = input as { do: string; tool: string; args: object };
      return what === "read"
        ? { kind: "act", actions: [{ type: "answer", params: { answer: toolbox.read(tool, args) } }] }
        : decide(input, toolbox, signal);
    });
    await expect(promise("not recorded").check(frail)).rejects.toThrow(/the recording has no answer/);
  });

  test("catches one that leaves a process behind", async () => {
    const left: ReturnType<typeof spawn>[] = [];
    const littering = broken((input, toolbox, signal) => {
      left.push(spawn("sleep", ["60"]));
      return decide(input, toolbox, signal);
    });
    await expect(promise("leaves nothing").check(littering)).rejects.toThrow(/there is still: process \d+/);
    for (const process of left) {
      process.kill();
      await once(process, "close");
    }
  });
});
