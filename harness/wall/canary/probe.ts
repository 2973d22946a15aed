import { spawnSync } from "node:child_process";
import dgram from "node:dgram";
import dns from "node:dns";
import fs from "node:fs";
import net from "node:net";
import type { Targets } from "./targets.ts";

// Runs inside the sandbox, in the agent's place, and tries to get out: one line of JSON for each way it tried.
// What it says of itself counts for little; whether it got out is looked up outside. It may run where nothing holds it back, and as root:
// no try may touch anything but the targets that were set up for it, nor leave anything behind.

type Try = () => unknown;

const PATIENCE = 250;
const targets = JSON.parse(process.argv[2] ?? "{}") as Targets;

function within<T>(work: (done: (value: T) => void, failed: (error: unknown) => void) => (() => void) | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(Object.assign(new Error("no answer"), { code: "no answer" })), PATIENCE);
    const close = work(resolve, reject);
    timer.unref();
    process.once("exit", () => close?.());
  });
}

function connects(to: net.NetConnectOpts): Promise<string> {
  return within((done, failed) => {
    const socket = net.connect(to, () => socket.end("canary", () => done("connected")));
    socket.on("error", failed);
    return () => socket.destroy();
  });
}

function sends(): Promise<string> {
  return within((done, failed) => {
    const socket = dgram.createSocket("udp4").on("error", failed);
    socket.send("canary", targets.udp, "127.0.0.1", (error) => (error === null ? done("sent") : failed(error)));
    return () => socket.close();
  });
}

/** The number of the harness means the harness only where processes are numbered alike. */
function sameProcesses(): string {
  return fs.readlinkSync("/proc/self/ns/pid");
}

function runs(file: string, args: readonly string[]): string {
  const { status, error, stderr } = spawnSync(file, args, { encoding: "utf8", timeout: 2_000 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(stderr.trim() || `exit ${status}`);
  return "it ran";
}

function namespace(kind: string): string {
  try {
    return runs("unshare", [kind, "true"]);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (missing && fs.readFileSync("/proc/sys/user/max_user_namespaces", "utf8").trim() !== "0") return "nothing forbids it";
    throw error;
  }
}

function sqlite(): string {
  const found = process.getBuiltinModule("node:sqlite") as typeof import("node:sqlite") | undefined;
  if (found === undefined) throw new Error("no such module");
  const database = new found.DatabaseSync(`${targets.outside}/sqlite`);
  database.exec("create table canary (x)");
  database.close();
  return "written";
}

const TRIES: Readonly<Record<string, Try>> = {
  "TCP connection": () => connects({ host: "127.0.0.1", port: targets.tcp }),
  "HTTP request": async () =>
    (await fetch(`http://127.0.0.1:${targets.http}/`, { signal: AbortSignal.timeout(PATIENCE) })).status,
  "UDP datagram": sends,
  "DNS query": async () => {
    const resolver = new dns.promises.Resolver({ timeout: PATIENCE, tries: 1 });
    resolver.setServers([`127.0.0.1:${targets.dns}`]);
    return await resolver.resolve4("canary.invalid");
  },
  "name lookup": () =>
    within((done, failed) => {
      // That there is no such name is an answer too: somebody was asked.
      dns.lookup("canary.invalid", (error) => (error && error.code !== "ENOTFOUND" ? failed(error) : done("answered")));
      return undefined;
    }),
  "Unix socket": () => connects({ path: targets.socket }),
  "abstract Unix socket": () => connects({ path: `\0${targets.abstract}` }),
  "write a file": () => fs.writeFileSync(`${targets.outside}/file`, "canary"),
  "read a file": () => fs.readFileSync(targets.secret, "utf8"),
  "symbolic link": () => {
    const link = `${process.env["TMPDIR"] ?? "/tmp"}/earnest-canary-link-${process.pid}`;
    fs.symlinkSync(targets.secret, link);
    try {
      return fs.readFileSync(link, "utf8");
    } finally {
      fs.unlinkSync(link);
    }
  },
  "SQLite file": sqlite,
  "own code": () => fs.writeFileSync(`${targets.inside}/changed`, "canary"),
  "variable of the harness": () => process.env[targets.variable] ?? Promise.reject(new Error("not there")),
  "environment of the harness": () => fs.readFileSync(`/proc/${targets.pid}/environ`, "latin1"),
  "memory of the harness": () => {
    fs.closeSync(fs.openSync(`/proc/${targets.pid}/mem`, "r"));
    return sameProcesses();
  },
  "process of the harness": () => {
    process.kill(targets.pid, 0);
    return sameProcesses();
  },
  "signal to the harness": () => process.kill(targets.pid, "SIGURG"),
  shell: () => runs("/bin/sh", ["-c", `echo canary > '${targets.outside}/shell'`]),
  "user namespace": () => namespace("--user"),
  // Asks for what a mount needs, and mounts nothing: where nothing is in its way it must leave no trace.
  "mount namespace": () => namespace("--mount"),
  "become root": () => {
    process.setuid?.(0);
    return process.getuid?.();
  },
  // Opened as if to be written to, and closed as it is.
  "settings of the kernel": () => fs.closeSync(fs.openSync("/proc/sys/kernel/core_pattern", fs.constants.O_WRONLY)),
  terminal: () => fs.writeFileSync("/dev/tty", ""),
};

function reasonOf(error: unknown): string {
  const { code, cause, message } = error as { code?: unknown; cause?: { code?: unknown }; message?: unknown };
  return String(code ?? cause?.code ?? message).slice(0, 200);
}

async function report(route: string, attempt: Try): Promise<void> {
  const began = process.hrtime.bigint();
  const told = await Promise.resolve()
    .then(attempt)
    .then(
      (got) => ({ saw: "it went through", got: String(got ?? "").slice(0, 100_000) }),
      (error: unknown) => ({ saw: reasonOf(error) }),
    );
  const ms = Number((process.hrtime.bigint() - began) / 1000n) / 1000;
  fs.writeSync(1, `${JSON.stringify({ route, ms, ...told })}\n`);
}

// A try that fails late, in an event of its own, is still only a try.
process.on("uncaughtException", () => undefined);
for (const [route, attempt] of Object.entries(TRIES)) await report(route, attempt);
process.exit(0);
