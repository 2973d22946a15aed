import { createSocket } from "node:dgram";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtempDisposable } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Outgoing, Wall } from "../agent.ts";
import { type Case, parseCase } from "../case.ts";
import { replay } from "../replay.ts";
import type { Exchanges } from "../toolbox.ts";
import { sandboxAvailable } from "../wall/sandbox.ts";
import { command } from "./command.ts";
import { bareDesk, worldFor } from "./forTests.ts";

const { why } = sandboxAvailable();

/** What shows that something came out: everything a hostile program may reach for, watched from outside. */
async function outside(folder: string) {
  writeFileSync(join(folder, "kept.txt"), "kept", { mode: 0o600 });
  writeFileSync(join(folder, "secret.txt"), "planted-secret");
  const came: string[] = [];
  const servers = [createServer((socket) => socket.on("error", () => undefined).destroy()), createServer(), createServer()];
  const [tcp, unix, abstract] = servers as [(typeof servers)[0], (typeof servers)[0], (typeof servers)[0]];
  const name = `earnest-hostile-${process.pid}`;
  tcp.on("connection", () => came.push("tcp"));
  unix.on("connection", () => came.push("unix"));
  abstract.on("connection", () => came.push("abstract"));
  await new Promise<void>((resolve) => tcp.listen(0, "127.0.0.1", resolve));
  await new Promise<void>((resolve) => unix.listen({ path: join(folder, "socket"), writableAll: true }, resolve));
  await new Promise<void>((resolve) => abstract.listen(`\0${name}`, resolve));
  const udp = createSocket("udp4");
  udp.on("message", () => came.push("udp"));
  await new Promise<void>((resolve) => udp.bind(0, "127.0.0.1", resolve));
  const signalled = () => came.push("signal");
  process.on("SIGUSR2", signalled);
  process.env["EARNEST_PLANTED"] = "planted-variable";
  const { port } = tcp.address() as { port: number };
  const input = { folder, tcp: port, udp: udp.address().port, abstract: name, pid: process.pid, variable: "EARNEST_PLANTED" };
  return {
    input,
    came,
    async [Symbol.asyncDispose]() {
      delete process.env["EARNEST_PLANTED"];
      process.off("SIGUSR2", signalled);
      udp.close();
      for (const server of servers) await new Promise((resolve) => server.close(resolve));
    },
  };
}

function caseOf(id: string, input: unknown): Case {
  const read = parseCase({ id, input, decisions: [{ actions: [] }] });
  if ("faults" in read) throw new Error(JSON.stringify(read.faults));
  return read.case;
}

/** What each route must leave in the list: its kind, and words of its target. */
const LISTED: readonly (readonly [string, string, RegExp])[] = [
  ["file_open", "file", /open\.txt$/],
  ["file_append", "file", /kept\.txt$/],
  ["file_os_open", "file", /os-open\.txt$/],
  ["file_own_code", "file", /^\/agent\/agent\.py$/],
  ["file_through_link", "file", /linked\.txt$/],
  ["file_mkdir", "file", /made$/],
  ["file_remove", "file", /kept\.txt$/],
  ["file_rmdir", "file", /earnest-hostile-\w+$/],
  ["file_rename", "file", /kept\.txt -> .*renamed\.txt$/],
  ["file_link", "file", /kept\.txt -> .*hard\.txt$/],
  ["file_symlink", "file", /^\/agent\/soft\.txt -> /],
  ["file_chmod", "file", /kept\.txt$/],
  ["file_chown", "file", /kept\.txt$/],
  ["file_truncate", "file", /kept\.txt$/],
  ["file_utime", "file", /kept\.txt$/],
  ["file_setxattr", "file", /kept\.txt$/],
  ["file_sqlite", "file", /data\.db$/],
  ["file_dbm", "file", /dumb\.\w+$/],
  ["file_shared_memory", "file", /^\/dev\/shm\//],
  ["proc_memory", "file", /^\/proc\/\d+\/mem$/],
  ["proc_sysctl", "file", /^\/proc\/sys\/kernel\/hostname$/],
  ["network_tcp", "network", /^127\.0\.0\.1:\d+$/],
  ["network_tcp_elsewhere", "network", /^192\.0\.2\.1:80$/],
  ["network_udp", "network", /^127\.0\.0\.1:\d+$/],
  ["network_listen", "network", /^listen on 0\.0\.0\.0:0$/],
  ["network_unix", "network", /\/socket$/],
  ["network_abstract", "network", /^@earnest-hostile-/],
  ["dns_lookup", "dns", /^lookup\.example$/],
  ["dns_by_name", "dns", /^name\.example$/],
  ["http_plain", "network", /^http:\/\/plain\.example\/steal/],
  ["http_tunnel", "network", /^CONNECT tunnel\.example:443$/],
  ["http_upgrade", "network", /^websocket \/socket$/],
  ["model_web_search", "model-tool", /^web_search$/],
  ["model_mcp", "model-tool", /^mcp$/],
  ["model_files", "network", /\/v1\/files$/],
  ["process_popen", "process", /popen\.txt/],
  ["process_system", "process", /system\.txt/],
  ["process_spawn", "process", /spawn\.txt/],
  ["process_fork", "process", /^a copy of itself$/],
  ["process_fork", "file", /forked\.txt$/],
  ["process_limits", "process", /^limits of process \d+$/],
  ["signal_kill", "signal", /^signal \d+ to \d+$/],
  ["native_libc", "native code", /^the program itself$/],
  ["native_named", "native code", /^libc\.so\.6$/],
  ["system_log", "system log", /earnest hostile/],
];

describe.skipIf(why !== null)(`a hostile Python agent in the sandbox${why === null ? "" : ` (skipped: ${why})`}`, () => {
  test("has no effect outside, each attempt is listed, and the run goes on", { timeout: 30_000 }, async () => {
    await using home = await mkdtempDisposable(join(tmpdir(), "earnest-hostile-"));
    await using scratch = await mkdtempDisposable(join(tmpdir(), "earnest-t-"));
    await using world = await outside(home.path);
    const before = snapshot(home.path);
    const sent: Outgoing[] = [];
    // The broker's part, as far as it matters here: nothing but a plain model call may pass.
    const exchanges: Exchanges =
      ({ told }) =>
      async (request) => {
        sent.push(request);
        const tools = request.body.startsWith("{")
          ? ((JSON.parse(request.body) as { tools?: { type: string }[] }).tools ?? [])
          : [];
        for (const { type } of tools) told.breach("model-tool", type);
        if (tools.length === 0) told.breach("network", request.url);
        return { status: 403, headers: { "content-type": "application/json" }, body: parts('{"error":{"message":"refused"}}') };
      };
    const agent = command(["python3", "agent.py"], {
      name: "hostile",
      version: "1",
      folder: join(import.meta.dirname, "testing", "hostile"),
      processes: 1,
      models: [{ baseURL: "https://models.example/v1", key: "MODELS_KEY" }],
    });
    const wall = (await agent.start?.(worldFor(scratch.path))) as Wall;
    try {
      expect(wall.isolation).toBe("I3");
      expect(wall.canary.every(({ blocked }) => blocked)).toBe(true);
      const how = { attempts: 1, timeout: 20_000, clock: () => 0, desk: bareDesk, exchanges };
      const [seen] = (await replay(agent, caseOf("attack", world.input), how)) ?? [];
      if (seen?.kind !== "proposed" || seen.proposal.kind !== "act") throw new Error(JSON.stringify(seen));
      const report = seen.proposal.actions[0]?.params as Record<string, string>;

      // Looked at from outside: nothing came, nothing changed, nothing was seen.
      expect(world.came).toEqual([]);
      expect(snapshot(home.path)).toEqual(before);
      const said = JSON.stringify(seen);
      expect(said).not.toContain("planted-secret");
      expect(said).not.toContain("planted-variable");
      const through = Object.entries(report).filter(([, outcome]) => outcome.startsWith("done"));
      expect(through.map(([name]) => name).filter((name) => !HARMLESS.has(name))).toEqual([]);
      expect(Object.keys(report).length).toBeGreaterThan(50);

      const missing = LISTED.filter(
        ([, kind, target]) => !seen.breaches.some((one) => one.kind === kind && target.test(one.target)),
      );
      expect(missing.map(([name]) => name)).toEqual([]);
      expect(seen.breaches.some(({ kind }) => kind === "unknown")).toBe(true);
      expect(seen.trace.steps.find(({ name }) => name === "lookup")).toMatchObject({ source: "refused" });
      expect(sent.map(({ url }) => url)).toContain("http://127.0.0.1:8123/v1/chat/completions");

      const [next] = (await replay(agent, caseOf("next", null), how)) ?? [];
      expect(next).toMatchObject({ kind: "proposed", breaches: [] });
    } finally {
      await agent.stop?.();
    }
  });
});

/** Done inside, where it touches nothing but the sandbox itself, which is gone afterwards; a datagram and a log line just get lost. */
const HARMLESS = new Set([
  ...[
    "file_shared_memory",
    "network_listen",
    "network_udp",
    "network_udp_message",
    "process_daemon",
    "process_fork",
    "system_log",
  ],
]);

async function* parts(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** Everything about the files of a folder that a program could change. */
function snapshot(folder: string): unknown {
  return readdirSync(folder).map((name) => {
    const { mode, uid, gid, nlink, mtimeMs, size, ino } = statSync(join(folder, name));
    const text = name === "socket" ? null : readFileSync(join(folder, name), "utf8");
    return { name, mode, uid, gid, nlink, mtimeMs, size, ino, text };
  });
}
