import dgram from "node:dgram";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";

/** What the canary is sent out to reach. */
export interface Targets {
  readonly tcp: number;
  readonly http: number;
  readonly udp: number;
  readonly dns: number;
  readonly socket: string;
  readonly abstract: string;
  /** A folder outside. */
  readonly outside: string;
  /** A file outside. */
  readonly secret: string;
  /** The harness. */
  readonly pid: number;
  /** Name of an environment variable of the harness. */
  readonly variable: string;
  /** Where the canary's own code lies, as it sees it. */
  readonly inside: string;
}

const VARIABLE = "EARNEST_CANARY";
const SIGNAL = "SIGURG";
let trials = 0;

/** Sets the targets up in `folder`, and looks whether they were reached; closed again when disposed of. */
export async function openTargets(folder: string, code: string, inside: string) {
  const token = `canary ${process.pid} ${++trials} ${folder}`;
  const reached = new Set<string>();
  const outside = join(folder, "outside");
  mkdirSync(outside);
  writeFileSync(join(folder, "secret"), token);
  const listening = (route: string, at: net.ListenOptions) => listen(at, () => reached.add(route));
  const hearing = (route: string) => hear(() => reached.add(route));
  const socket = join(folder, "socket");
  const abstract = `earnest-canary-${process.pid}-${trials}`;
  const [tcp, http, unix, hidden, udp, dns] = await Promise.all([
    listening("TCP connection", { host: "127.0.0.1", port: 0 }),
    listening("HTTP request", { host: "127.0.0.1", port: 0 }),
    listening("Unix socket", { path: socket }),
    process.platform === "linux" ? listening("abstract Unix socket", { path: `\0${abstract}` }) : undefined,
    hearing("UDP datagram"),
    hearing("DNS query"),
  ]);
  const onSignal = () => void reached.add("signal to the harness");
  process.on(SIGNAL, onSignal);
  process.env[VARIABLE] = token;
  const before = readdirSync(code).length;

  const targets: Targets = {
    ...{ tcp: portOf(tcp), http: portOf(http), udp: udp.address().port, dns: dns.address().port },
    ...{ socket, abstract, outside, secret: join(folder, "secret"), pid: process.pid, variable: VARIABLE, inside },
  };
  const looked: Readonly<Record<string, (got: string) => boolean>> = {
    "write a file": () => readdirSync(outside).includes("file"),
    "SQLite file": () => readdirSync(outside).some((name) => name.startsWith("sqlite")),
    shell: () => readdirSync(outside).includes("shell"),
    "own code": () => readdirSync(code).length !== before,
    "environment of the harness": (got) => got !== "" && got === environment(),
    // What has the same number may be another process, where processes are numbered anew.
    "memory of the harness": isOurs,
    "process of the harness": isOurs,
    "become root": (got) => got === "0",
  };
  const tellsItself = ["name lookup", "user namespace", "mount namespace", "settings of the kernel", "terminal"];
  return {
    targets,
    /** Whatever is still on its way has arrived afterwards: on loopback it needs no more than a turn of the loop. */
    async settled(): Promise<void> {
      for (let turn = 0; turn < 3; turn++) await setImmediate();
    },
    /** Did the canary get through by this route? `got` is what it brought back. */
    through(route: string, got: string | undefined): boolean {
      if (reached.has(route) || got?.includes(token) === true) return true;
      return looked[route]?.(got ?? "") ?? (tellsItself.includes(route) && got !== undefined);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      process.off(SIGNAL, onSignal);
      delete process.env[VARIABLE];
      udp.close();
      dns.close();
      for (const server of [tcp, http, unix, hidden]) server?.close();
    },
  };
}

async function listen(at: net.ListenOptions, reached: () => void): Promise<net.Server> {
  const server = net.createServer((socket) => {
    reached();
    socket.on("error", () => undefined).destroy();
  });
  server.listen(at);
  await once(server, "listening");
  return server;
}

async function hear(reached: () => void): Promise<dgram.Socket> {
  const socket = dgram.createSocket("udp4", reached);
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return socket;
}

function portOf(server: net.Server): number {
  return (server.address() as net.AddressInfo).port;
}

function environment(): string | undefined {
  return process.platform === "linux" ? readFileSync("/proc/self/environ", "latin1").slice(0, 100_000) : undefined;
}

function isOurs(got: string): boolean {
  return got !== "" && (process.platform !== "linux" || got === readlinkSync("/proc/self/ns/pid"));
}
