import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

const root = join(import.meta.dirname, "..", "..");

/** For tests: the key that the pretended model wants. */
export const KEY = "sk-stub-0123456789abcdef";

/** For tests: what the pretended model was asked. */
export interface Seen {
  readonly requests: number;
  readonly contents: Readonly<Record<string, { readonly asked: number; readonly answered: number }>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly authorizations: readonly string[];
}

/** For tests: a pretended model as a process of its own. */
export interface Model extends AsyncDisposable {
  readonly baseURL: string;
  seen(): Promise<Seen>;
}

/** For tests: starts the pretended model. */
export async function startModel(latency: number, faults: string): Promise<Model> {
  const args = [join(root, "harness/broker/stubModel.ts"), "--with-parent", "--latency", String(latency), "--key", KEY];
  const rule = ["--rule", join(import.meta.dirname, "stubRule.ts"), "--faults", faults];
  const model: ChildProcessByStdio<Writable, Readable, null> = spawn(process.execPath, [...args, ...rule], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = (await once(model.stdout, "data")) as [Buffer];
  const { baseURL } = JSON.parse(String(line)) as { baseURL: string };
  return {
    baseURL,
    seen: async () => (await (await fetch(baseURL.replace("/v1", "/stub/seen"))).json()) as Seen,
    async [Symbol.asyncDispose]() {
      const ended = once(model, "exit");
      model.stdin.end();
      await ended;
    },
  };
}

/** For tests: a command of earnest under way. */
export interface Running {
  readonly done: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
  kill(): void;
}

/** For tests: a command as a user starts it, with the model at hand. */
export function earnest(model: Model, args: readonly string[]): Running {
  const child = spawn(process.execPath, ["harness/cli.ts", ...args], {
    cwd: root,
    env: { ...process.env, OPENAI_BASE_URL: model.baseURL, OPENAI_API_KEY: KEY, OPENAI_MODEL: "gpt-5-mini" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (part: Buffer) => {
    out += String(part);
  });
  child.stderr.on("data", (part: Buffer) => {
    err += String(part);
  });
  const done = once(child, "close").then(([code]) => ({ code: code as number | null, out, err }));
  return { done, kill: () => void child.kill("SIGKILL") };
}

/** For tests: every byte of a folder. */
export function allOf(dir: string): string {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}
