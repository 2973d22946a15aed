import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, mkdirSync, mkdtempDisposableSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, test } from "vitest";
import { running } from "../replay/sealedForTests.ts";
import { earlierTries } from "../toolbox/earlierTries.ts";
import type { Exchanges } from "../toolbox.ts";
import { sandboxAvailable } from "../wall/sandbox.ts";
import { bareDesk } from "./forTests.ts";

const { why } = sandboxAvailable();
const act = (params: string) => `({ kind: "act", actions: [{ type: "x", params: ${params} }] })`;

describe("an agent of several files", () => {
  const files = {
    "agent.ts": `import { readFileSync } from "node:fs";
      import { z } from "zod";
      import { type Json, shorten } from "earnest";
      import type { Nothing } from "./nothing.ts";
      import { half } from "./half.ts";
      import numbers from "./numbers.json" with { type: "json" };
      let given: Json = null;
      export default {
        start(data: Json) { given = data; },
        propose: async (seen: { input: number }) => { const { other } = await import("./other.mjs");
          return ${act(`{ given, half: half(seen.input), other, numbers, word: shorten("abcdef", 3), file: readFileSync("files/history/a.txt", "utf8"), checked: z.number().parse(seen.input), where: import.meta.dirname !== undefined }`)}; },
      };`,
    "half.ts": "export function half(n: number): number { return n / 2; }",
    "other.mjs": "export const other = 'other';",
    "numbers.json": "[1, 2]",
  };

  test.each([true, false])("sees its files, packages, data and what it was given (kernel: %s)", async (kernel) => {
    using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
    writeFileSync(join(dir.path, "a.txt"), "from the history");
    const options = { kernel, given: async () => ({ seed: 7 }), files: [{ from: dir.path, to: "history" }] };
    await using agent = await running(files, options);
    expect(await agent.see(8)).toMatchObject({
      kind: "proposed",
      breaches: [],
      proposal: {
        actions: [
          {
            params: {
              given: { seed: 7 },
              half: 4,
              other: "other",
              numbers: [1, 2],
              word: "ab…",
              file: "from the history",
              checked: 8,
            },
          },
        ],
      },
    });
  });

  test("a file that is given within a folder that is given makes nothing in that folder", async () => {
    using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
    const given = join(dir.path, "given");
    mkdirSync(given);
    writeFileSync(join(dir.path, "b.txt"), "");
    const nested = [
      { from: given, to: "a" },
      { from: join(dir.path, "b.txt"), to: "a/b.txt" },
    ];
    await expect(running(files, { kernel: false, files: nested })).rejects.toMatchObject({ code: "AGENT_START" });
    expect(readdirSync(given)).toEqual([]);
  });

  test("has a digest that changes with its code, its data and its files, and with nothing else", async () => {
    using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
    const history = join(dir.path, "history");
    writeFileSync(history, "1");
    const code = { "agent.ts": "import { b } from './b.ts'; export default () => b;", "b.ts": "export const b = 1;" };
    const digest = async (sources: typeof code, given: number) => {
      await using agent = await running(sources, { given, files: [history], processes: 1 });
      return agent.wall.code;
    };
    const first = await digest(code, 1);
    expect(await digest(code, 1)).toBe(first);
    const others = [await digest({ ...code, "b.ts": "export const b = 2;" }, 1), await digest(code, 2)];
    writeFileSync(history, "2");
    expect(new Set([first, ...others, await digest(code, 1)])).toHaveLength(4);
  });

  test.each([
    ["a module that is not there", {}, "is not there"],
    ["TypeScript that is more than types", { "agent.ts": "enum A { B } export default () => A.B;" }, "types can be left out"],
    ["an import that leads nowhere", { "agent.ts": "import './gone.ts'; export default () => null;" }, "gone.ts"],
    [
      "a package that is not installed",
      { "agent.ts": "import 'no-such-package'; export default () => null;" },
      "no-such-package",
    ],
    ["a default export that is no agent", { "agent.ts": "export default { ask: () => null };" }, "default export"],
    [
      "a start that throws",
      { "agent.ts": "export default { start() { throw new Error('no data'); }, propose: () => null };" },
      "no data",
    ],
    ["an end at the start", { "agent.ts": "console.error('gone away'); process.exit(7);" }, "exit code 7): gone away"],
  ])("%s is told before case one", async (_, sources, message) => {
    await expect(running(sources)).rejects.toMatchObject({ code: "AGENT_START", message: expect.stringContaining(message) });
  });
});

describe("the toolbox", () => {
  test("has the same answers and refusals as outside, and writes are captured", async () => {
    await using agent = await running({
      "agent.ts": `export default async (seen: any, toolbox: any) => {
        const said = async (work: () => unknown) => { try { return await work(); } catch (error: any) { return "! " + error.message; } };
        const got = [await toolbox.read("order", { id: 1 }), await said(() => toolbox.read("order", { id: 2 })), await toolbox.call("order", { id: 1 }), await toolbox.call("nothing"),
          await said(() => toolbox.read("order", { n: NaN })), await said(() => toolbox.write(7)), await said(() => toolbox.write("x", {}, { confidence: "high" })), await said(() => toolbox.write("x", {}, { chain: "planner" }))];
        await toolbox.note({ kind: "thought", answer: got });
        await toolbox.write("x", { n: 1 }, { confidence: 0.5, because: "why", chain: ["planner", "x desk"] });
      };`,
    });
    const observation = await agent.see(null, { reads: [{ tool: "order", args: { id: 1 }, answer: "paid" }] });
    expect(observation).toMatchObject({
      kind: "proposed",
      proposal: {
        kind: "act",
        actions: [{ type: "x", params: { n: 1 }, confidence: 0.5, chain: ["planner", "x desk"] }],
        because: "why",
      },
    });
    const thought = observation.trace.steps.find(({ kind }) => kind === "thought");
    expect(thought?.answer).toEqual([
      "paid",
      "! the recording has no answer for order with these arguments",
      { ok: true, answer: "paid" },
      { ok: false, because: expect.stringContaining("no tool") },
      expect.stringContaining('! "n" is NaN'),
      "! a tool is called by its name",
      expect.stringContaining("! beside its params"),
      expect.stringContaining("a chain, a list of names"),
    ]);
  });

  test("answers belong to the case asked, with many in hand at once and a megabyte of input", async () => {
    await using agent = await running({
      "agent.ts": `export default async (seen: any, toolbox: any) => { const { id } = await toolbox.read("who", {}); await new Promise((done) => setTimeout(done, id % 7)); return ${act("{ id, seen: seen.id, size: seen.input.length }")}; };`,
    });
    const input = "é".repeat(500_000);
    const ids = Array.from({ length: 40 }, (_, i) => i);
    const seen = await Promise.all(
      ids.map((id) => agent.see(input, { id: `c${id}`, reads: [{ tool: "who", args: {}, answer: { id } }] })),
    );
    for (const id of ids)
      expect(seen[id]).toMatchObject({ proposal: { actions: [{ params: { id, seen: `c${id}`, size: 500_000 } }] } });
  });

  test("what an agent returns or throws is a failure of its own case", async () => {
    const ways = [
      ["undefined", "undefined", "unusable"],
      ["a number JSON has not", act("{ n: NaN }"), "unusable"],
      ["a circle", "(() => { const a: any = {}; a.a = a; return a; })()", "unusable"],
      ["no proposal", "({ kind: 'maybe' })", "unusable"],
      ["an error", "(() => { throw new Error('no idea'); })()", "threw"],
      ["something strange", "(() => { throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } }); })()", "threw"],
      ["an error in a timer", "new Promise(() => setTimeout(() => { throw new Error('in a timer'); }))", "threw"],
      [
        "a rejection nobody waits for",
        "(() => { Promise.reject(new Error('alone')); return new Promise(() => {}); })()",
        "threw",
      ],
    ] as const;
    const cases = ways.map(([name, code]) => `case ${JSON.stringify(name)}: return ${code};`).join("\n");
    await using agent = await running(
      { "agent.ts": `export default (seen: any) => { switch (seen.input) { ${cases} default: return ${act("{}")}; } };` },
      { processes: 1 },
    );
    const seen = await Promise.all(ways.map(([name]) => agent.see(name)));
    expect(seen.map((one) => (one.kind === "failed" ? one.code : one.kind))).toEqual(ways.map(([, , failure]) => failure));
    expect(await agent.see("well")).toMatchObject({ kind: "proposed" });
  });
});

describe("a child that goes down", () => {
  const sources = {
    "agent.ts": `export default async (seen: any, toolbox: any) => {
      await toolbox.note({ kind: "begun" });
      await toolbox.write("x", { id: seen.id });
      if (seen.input === "exit") process.exit(3);
      if (seen.input === "abort") { process.abort(); }
      if (seen.input === "memory") { const all: any[] = []; for (;;) all.push(new Array(1e6).fill(seen.id + all.length)); }
      if (seen.input === "block") for (;;);
      if (seen.input === "hang") await new Promise(() => {});
      if (seen.input === "slow") await new Promise((done) => setTimeout(done, 300));
    };`,
  };

  test("takes nobody with it: the others are asked again, and have done everything once", async () => {
    await using agent = await running(sources, { memory: 64 }, { timeout: 2_000 });
    const inputs = ["slow", "exit", "slow", "memory", "slow", "abort", "slow", "slow"];
    const seen = await Promise.all(inputs.map((input, i) => agent.see(input, { id: `c${i}` })));
    expect(seen.map((one) => (one.kind === "failed" ? one.code : one.kind))).toEqual(
      inputs.map((input) => (input === "slow" ? "proposed" : "crashed")),
    );
    for (const [i, one] of seen.entries()) {
      // What it did before its child went down stays on the trace, and is proposed once.
      expect(one.trace.steps.slice(earlierTries(one.trace.steps).last)).toHaveLength(2);
      expect(one.kind === "proposed" && one.proposal.kind === "act" ? one.proposal.actions : [1]).toHaveLength(1);
      if (one.kind === "proposed") expect(one.proposal).toMatchObject({ actions: [{ type: "x", params: { id: `c${i}` } }] });
    }
    const said = seen.flatMap((one) => (one.kind === "failed" ? [one.because] : []));
    expect(said).toEqual([
      expect.stringContaining("exit code 3"),
      expect.stringMatching(/SIG|exit code/),
      expect.stringContaining("SIGABRT"),
    ]);
    expect(await agent.see("slow")).toMatchObject({ kind: "proposed" });
  });

  test("has last words of the one case that it fell for", async () => {
    const agentCode = `export default (seen: any) => { console.error("words of " + seen.id); if (seen.input === "exit") process.exit(3); return ${act("{}")}; };`;
    await using agent = await running({ "agent.ts": agentCode }, { processes: 1 });
    const seen = await Promise.all(["exit", "", "", "exit"].map((input, i) => agent.see(input, { id: `c${i}` })));
    for (const i of [0, 3]) expect(seen[i]).toMatchObject({ because: `its process ended (exit code 3): words of c${i}` });
  });

  test("one that blocks is ended; one that merely hangs costs nobody else anything", async () => {
    await using agent = await running(sources, { processes: 1 }, { timeout: 500 });
    const inputs = ["slow", "hang", "block", "slow"];
    const seen = await Promise.all(inputs.map((input, i) => agent.see(input, { id: `c${i}` })));
    expect(seen.map((one) => (one.kind === "failed" ? one.code : one.kind))).toEqual([
      "proposed",
      "timed-out",
      "timed-out",
      "proposed",
    ]);
    expect(seen[2]).toMatchObject({ because: expect.stringContaining("nor did its process answer") });
  });

  test("a halted run gives up at once, and stop leaves no process behind", async () => {
    const agent = await running(sources, { processes: 2 }, { timeout: 60_000 });
    const halt = new AbortController();
    const waiting = agent.see("hang", { halt: halt.signal });
    const mine = () => processesWith(agent.folder);
    expect(mine().length).toBeGreaterThan(0);
    halt.abort();
    await expect(waiting).rejects.toThrow("halted");
    await agent[Symbol.asyncDispose]();
    expect(mine()).toEqual([]);
  });

  test.skipIf(why !== null)("a harness that is killed leaves no process behind", async () => {
    using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
    writeFileSync(join(dir.path, "agent.ts"), sources["agent.ts"]);
    const here = JSON.stringify(import.meta.dirname);
    const script = `import { join } from "node:path";
      const { sealed } = await import(join(${here}, "sealed.ts")); const { toolboxFor, worldFor } = await import(join(${here}, "forTests.ts"));
      const agent = sealed({ name: "a", version: "1", module: join(${JSON.stringify(dir.path)}, "agent.ts"), processes: 2 });
      await agent.start(worldFor(${JSON.stringify(dir.path)}));
      for (const input of ["block", "hang"]) agent.propose({ id: input, attempt: 1, input }, toolboxFor(), new AbortController().signal);
      console.log("asked"); setInterval(() => {}, 1000);`;
    const harness = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    await once(createInterface(harness.stdout), "line");
    expect(processesWith(dir.path).length).toBeGreaterThan(1);
    harness.kill("SIGKILL");
    await once(harness, "exit");
    await expect.poll(() => processesWith(dir.path), { timeout: 10_000 }).toEqual([]);
  });
});

/** Processes whose command line names the folder. */
function processesWith(folder: string): readonly string[] {
  return globSync("/proc/[0-9]*").filter((path) => {
    try {
      return readFileSync(join(path, "cmdline"), "utf8").includes(folder);
    } catch {
      // It has ended meanwhile.
      return false;
    }
  });
}

/** Sends what the agent asks for on to a server of the test's own. */
function through(base: string): Exchanges {
  return ({ told }) =>
    async (request, signal) => {
      told.called("model", JSON.parse(request.body));
      const { status, headers, body } = await fetch(request.url.replace("https://models.example/v1", base), {
        method: request.method,
        headers: request.headers,
        body: request.body,
        ...(signal === undefined ? {} : { signal }),
      });
      return { status, headers: Object.fromEntries(headers), body: body ?? (async function* () {})() };
    };
}

describe("the official client of a model", () => {
  const agentCode = `import OpenAI from "openai";
    const client = new OpenAI({ maxRetries: 1 });
    export default async (seen: any) => {
      const messages = [{ role: "user" as const, content: seen.input }];
      const plain = await client.chat.completions.create({ model: "m", messages });
      let streamed = "", parts = 0;
      for await (const part of await client.chat.completions.create({ model: "m", messages, stream: true })) { streamed += part.choices[0]?.delta?.content ?? ""; parts++; }
      const abort = new AbortController();
      setTimeout(() => abort.abort(), 50);
      const cut = await client.chat.completions.create({ model: "slow", messages }, { signal: abort.signal }).catch((error: any) => error.constructor.name);
      const refused = await client.chat.completions.create({ model: "wrong", messages }).catch((error: any) => error.status);
      return ${act("{ plain: plain.choices[0]?.message.content, streamed, parts, cut, refused }")};
    };`;

  test.each([true, false])(
    "works unchanged: plain, streamed, aborted, refused, and each case its own (kernel: %s)",
    async (kernel) => {
      let left = 0;
      const keys = new Set<string | undefined>();
      const server = createServer(async (request, response) => {
        keys.add(request.headers.authorization);
        const { model, messages, stream } = JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString());
        const { content } = messages[0];
        if (model === "slow") return void response.on("close", () => void left++);
        if (model === "wrong")
          return void response.writeHead(422, { "content-type": "application/json" }).end('{"error":{"message":"no"}}');
        if (stream !== true)
          return void response
            .setHeader("content-type", "application/json")
            .end(JSON.stringify({ choices: [{ message: { content } }] }));
        response.setHeader("content-type", "text/event-stream");
        for (const word of ["you ", "said ", content])
          response.write(`data: ${JSON.stringify({ choices: [{ delta: { content: word } }] })}\n\n`);
        response.end("data: [DONE]\n\n");
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      const exchanges = through(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      try {
        const models = [{ baseURL: "https://models.example/v1", key: "OPENAI_API_KEY" }];
        await using agent = await running({ "agent.ts": agentCode }, { models, kernel });
        expect(agent.wall.open).toEqual([expect.stringContaining("https://models.example/v1")]);
        const words = ["one", "two", "three ü", "four"];
        const seen = await Promise.all(words.map((word) => agent.see(word, { id: word, exchanges })));
        for (const [i, word] of words.entries())
          expect(seen[i]).toMatchObject({
            kind: "proposed",
            breaches: [],
            proposal: {
              actions: [
                { params: { plain: word, streamed: `you said ${word}`, parts: 3, cut: "APIUserAbortError", refused: 422 } },
              ],
            },
          });
        await expect.poll(() => left).toBe(words.length);
        expect([...keys]).toEqual(["Bearer held-by-earnest"]);
      } finally {
        server.closeAllConnections();
        server.close();
      }
    },
  );
});

test("a start after a stop works, and nothing is left in the scratch folder", async () => {
  const agent = await running({ "agent.ts": `export default (seen: any) => ${act("{ id: seen.id }")};` });
  expect(await agent.see(1)).toMatchObject({ kind: "proposed" });
  await agent.agent.stop?.();
  const scratch = join(agent.folder, "scratch");
  expect(readdirSync(scratch)).toEqual([]);
  await agent.agent.start?.({ ...worldOf(scratch) });
  expect(await agent.see(2)).toMatchObject({ kind: "proposed" });
  await agent[Symbol.asyncDispose]();
});

function worldOf(scratch: string) {
  return { tools: bareDesk.tools, concurrency: 4, timeout: 5_000, scratch, breach: () => undefined, notice: () => undefined };
}
