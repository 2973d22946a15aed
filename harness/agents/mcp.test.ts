import { writeFileSync } from "node:fs";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseCase } from "../case.ts";
import { type Observation, replay } from "../replay.ts";
import { sandboxAvailable } from "../wall/sandbox.ts";
import { bareDesk, worldFor } from "./forTests.ts";
import { mcp } from "./mcp.ts";

const { why } = sandboxAvailable();
const desk = {
  ...bareDesk,
  tools: [
    { name: "look", kind: "read" as const, about: "Look.", parameters: { properties: { word: { type: "string" } } } },
    { name: "pay", kind: "write" as const, about: "Pay.", parameters: {} },
  ],
};
const CLIENT = `import json, sys, time
def tell(message): print(json.dumps({"jsonrpc": "2.0", **message}), flush=True)
def ask(id, method, params={}):
  tell({"id": id, "method": method, "params": params})
  return json.loads(sys.stdin.readline())
start = ask(0, "initialize", {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "c", "version": "1"}})
tell({"method": "notifications/initialized"})
`;

/** A Python program that is an MCP client, without a sandbox: it starts sooner. */
async function ask(script: string, timeout = 10_000, kernel = false): Promise<Observation> {
  await using scratch = await mkdtempDisposable(join(tmpdir(), "earnest-t-"));
  await using folder = await mkdtempDisposable(join(tmpdir(), "earnest-t-"));
  writeFileSync(join(folder.path, "agent.py"), `${CLIENT}${script}`);
  const agent = mcp({ name: "c", version: "1", command: ["python3", "agent.py"], folder: folder.path, kernel });
  const read = parseCase({
    id: "a",
    input: "hello",
    decisions: [{ actions: [] }],
    reads: [{ tool: "look", args: { word: "x" }, answer: 7 }],
  });
  if ("faults" in read) throw new Error("unreadable");
  const wall = (await agent.start?.(worldFor(scratch.path, { timeout }))) ?? undefined;
  try {
    const [seen] =
      (await replay(agent, read.case, { attempts: 1, timeout, clock: () => 0, desk, isolation: wall?.isolation })) ?? [];
    if (seen === undefined) throw new Error("nothing was seen");
    return seen;
  } finally {
    await agent.stop?.();
  }
}

test("a client sees the case in the instructions and as a resource, and the tools with their schemas", async () => {
  const seen = await ask(`
for step in [start, ask(1, "tools/list"), ask(2, "resources/list"), ask(3, "resources/read", {"uri": "case://other"}), ask(4, "tools/call", {"name": "look", "arguments": {"word": "x"}}), ask(5, "tools/call", {"name": "look", "arguments": {}})]:
  ask(9, "tools/call", {"name": "said", "arguments": {"step": step}})
`);
  const said = seen.trace.steps
    .filter(({ name }) => name === "said")
    .map(({ args }) => (args as { step: { result?: object; error?: object } }).step);
  expect(said).toMatchObject([
    {
      result: {
        serverInfo: { name: "earnest" },
        instructions: expect.stringMatching(/\n\n\{"id":"a","attempt":1,"input":"hello"\}$/),
      },
    },
    {
      result: {
        tools: [
          {
            name: "look",
            description: "Look.",
            inputSchema: { type: "object", properties: { word: { type: "string" } } },
            annotations: { readOnlyHint: true },
          },
          { name: "pay", description: "Pay.", inputSchema: { type: "object" }, annotations: { readOnlyHint: false } },
        ],
      },
    },
    { result: { resources: [{ uri: "case://current", mimeType: "application/json" }] } },
    { error: { message: expect.stringContaining("case://current") } },
    { result: { content: [{ type: "text", text: "7" }] } },
    { result: { isError: true } },
  ]);
});

test("a client says by which agents an act came", async () => {
  const seen = await ask(`ask(1, "tools/call", {"name": "pay", "arguments": {"n": 1, "chain": ["planner", "payer"]}})`);
  expect(seen).toMatchObject({ proposal: { actions: [{ type: "pay", params: { n: 1 }, chain: ["planner", "payer"] }] } });
});

test.skipIf(why !== null)("a client in the sandbox is sealed", async () => {
  const seen = await ask('ask(1, "tools/call", {"name": "said", "arguments": {}})\nopen("/agent/x", "w")', 10_000, true);
  expect(seen).toMatchObject({ isolation: "I3", code: "crashed", breaches: [{ kind: "file", target: "/agent/x" }] });
});

describe("what a client does wrongly is data", () => {
  test.each([
    ["it ends without a word", "", "unusable", /proposed nothing/],
    ["it breaks", "sys.exit(2)", "crashed", /exit code 2 before it was done/],
    ["it says what is no message", 'print("hello", flush=True); time.sleep(60)', "unusable", /not JSON: hello/],
    [
      "it says JSON of another kind",
      'print("{}", flush=True); time.sleep(60)',
      "unusable",
      /not a message of the Model Context Protocol/,
    ],
    [
      "it calls the same thing for ever",
      'while True: ask(1, "tools/call", {"name": "look", "arguments": {}})',
      "cut",
      /the same call of look/,
    ],
    ["it is silent", "time.sleep(60)", "timed-out", /no answer within/],
  ] as const)("%s", async (_, script, code, because) => {
    const seen = await ask(script, code === "timed-out" ? 800 : 10_000);
    expect(seen).toMatchObject({ kind: "failed", code });
    expect(seen.kind === "failed" && seen.because).toMatch(because);
  });
});
