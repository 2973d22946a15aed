import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { CanaryProbe } from "../agent.ts";
import { EarnestError } from "../errors.ts";
import { shorten } from "../words.ts";
import { openTargets } from "./canary/targets.ts";
import { plainJavaScript } from "./code/plainJavaScript.ts";
import { NODE_INSIDE, type SandboxSpec, sandboxed } from "./sandbox.ts";

/** A program as it is started. */
export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  /** Default: the environment of the harness. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default: "/". */
  readonly folder?: string;
}

/** Every way out that the canary tries; a wall is sealed where each of them is blocked. */
export const ROUTES = [
  ...["TCP connection", "HTTP request", "UDP datagram", "DNS query", "name lookup", "Unix socket", "abstract Unix socket"],
  ...["write a file", "read a file", "symbolic link", "SQLite file", "own code"],
  ...["variable of the harness", "environment of the harness", "memory of the harness", "process of the harness"],
  ...["signal to the harness", "shell", "user namespace", "mount namespace", "become root", "settings of the kernel", "terminal"],
] as const;

const PATIENCE = 10_000;
const MOST = 4_000_000;
const line = z.object({ route: z.string(), ms: z.number(), saw: z.string(), got: z.string().optional() });

/** The launch of the canary in the same sandbox: nothing of it differs but the program. */
export function canaryIn(spec: SandboxSpec): (code: string, argument: string) => Launch {
  return (code, argument) =>
    sandboxed({
      ...spec,
      readable: [...(spec.readable ?? []), { from: code, to: INSIDE }],
      command: [NODE_INSIDE, `${INSIDE}/probe.mjs`, argument],
    });
}

/** Where the canary lies in a sandbox. */
const INSIDE = "/canary";

/**
 * Sends a canary out of the sandbox by every route, and says which were blocked, as seen from outside.
 * `launch` starts the folder's `probe.mjs`; `inside` is where that folder lies for it. Throws WALL_BROKEN where it does not run at all.
 */
export async function tryWall(
  scratch: string,
  launch: (code: string, argument: string) => Launch,
  inside: (code: string) => string = () => INSIDE,
): Promise<CanaryProbe[]> {
  const folder = mkdtempSync(join(scratch, "canary-"));
  try {
    const code = join(folder, "code");
    mkdirSync(code);
    writeFileSync(join(code, "probe.mjs"), plainJavaScript(join(import.meta.dirname, "canary", "probe.ts")));
    await using outside = await openTargets(folder, code, inside(code));
    const { lines, complaint } = await run(launch(code, JSON.stringify(outside.targets)));
    await outside.settled();
    const told = new Map(lines.map((one) => [one.route, one]));
    if (told.size === 0) throw broken(complaint);
    return ROUTES.map((route) => {
      const { ms, saw, got } = told.get(route) ?? { ms: 0, saw: "it ended before it tried", got: undefined };
      return { route, blocked: told.has(route) && !outside.through(route, got), saw, ms };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The routes that let the canary out. */
export function leaksOf(canary: readonly CanaryProbe[]): readonly string[] {
  return canary.filter(({ blocked }) => !blocked).map(({ route }) => route);
}

function run({ file, args, env, folder = "/" }: Launch): Promise<{ lines: z.infer<typeof line>[]; complaint: string }> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"], cwd: folder, env: env ?? process.env });
    const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
    let said = "";
    let complaint = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (said.length < MOST) said += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaint = shorten(complaint + text, 500);
    });
    child.on("error", (error) => {
      complaint ||= error.message;
    });
    child.on("close", () => {
      clearTimeout(timer);
      resolve({ lines: said.split("\n").flatMap(parsed), complaint });
    });
  });
}

function parsed(text: string): z.infer<typeof line>[] {
  if (text === "") return [];
  try {
    const read = line.safeParse(JSON.parse(text));
    return read.success ? [read.data] : [];
  } catch {
    // Half a line of a canary that was cut off: its route counts as open.
    return [];
  }
}

function broken(complaint: string): EarnestError {
  return new EarnestError("WALL_BROKEN", `the canary that tries the sandbox did not run: ${complaint || "it said nothing"}`, {
    next: "earnest doctor says what a sandbox needs here",
  });
}
