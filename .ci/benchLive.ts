import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

// Times a whole live observing (read, ask, record) beside a bare loop with the same client, both against the pretended model in a
// process of its own. Arguments: cases and latency in pairs, such as 10000@50 4000@200.

const root = resolve(import.meta.dirname, "..");
const CONCURRENCY = 64;
const ROUNDS = process.argv.length > 2 ? process.argv.slice(2) : ["10000@50", "4000@200"];
const folder = mkdtempSync(join(tmpdir(), "earnest-bench-"));

interface Timed {
  readonly seconds: number;
  readonly megabytes: number;
  /** Processor time, in seconds. */
  readonly processor: number;
}

async function writeCases(file: string, n: number): Promise<void> {
  const out = createWriteStream(file);
  const filler = "The customer writes about an order that did not arrive as promised and asks what can be done about it. ".repeat(
    4,
  );
  for (let i = 0; i < n; i++) {
    const params = { order: `o-${i}`, amount: (i * 7919) % 200 };
    const one = {
      id: `case-${i}`,
      input: { ...params, text: filler.slice(0, 360 + (i % 40)) },
      decisions: [{ actions: [{ type: "pay", params }], by: `p-${i % 40}` }],
    };
    if (!out.write(`${JSON.stringify(one)}\n`)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
}

/** Starts the pretended model, hands on its address, and ends it. */
async function withModel<T>(latency: number, work: (baseURL: string) => Promise<T>): Promise<T> {
  const args = [join(root, "harness/broker/stubModel.ts"), "--with-parent", "--latency", String(latency)];
  const model = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  try {
    const [line] = (await once(model.stdout, "data")) as [Buffer];
    return await work((JSON.parse(String(line)) as { baseURL: string }).baseURL);
  } finally {
    model.stdin.end();
    await once(model, "exit");
  }
}

/** Wall time, processor time and peak resident memory of a process. */
async function time(args: readonly string[], baseURL: string): Promise<Timed> {
  const peak = join(folder, "peak");
  const hook = `import { writeFileSync } from "node:fs"; process.on("exit", () => writeFileSync(${JSON.stringify(peak)}, JSON.stringify(process.resourceUsage())))`;
  const began = performance.now();
  const child = spawn(process.execPath, ["--import", `data:text/javascript,${encodeURIComponent(hook)}`, ...args], {
    cwd: root,
    env: { ...process.env, OPENAI_BASE_URL: baseURL, OPENAI_API_KEY: "sk-bench-0123456789" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = (await once(child, "exit")) as [number | null];
  const seconds = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}`);
  const used = JSON.parse(readFileSync(peak, "utf8")) as NodeJS.ResourceUsage;
  return { seconds, megabytes: used.maxRSS / 1024, processor: (used.userCPUTime + used.systemCPUTime) / 1e6 };
}

function cell({ seconds, megabytes, processor }: Timed): string {
  return `${seconds.toFixed(2).padStart(6)} s ${processor.toFixed(2).padStart(6)} s ${megabytes.toFixed(0).padStart(5)} MB`;
}

try {
  process.stdout.write(`${CONCURRENCY} at once\n`);
  process.stdout.write(
    "cases  latency    limit  bare loop: wall, processor, peak  earnest observe: the same   of bare  of limit  ms per case over bare\n",
  );
  for (const round of ROUNDS) {
    const [n = 0, latency = 0] = round.split("@").map(Number);
    const file = join(folder, `cases-${n}.jsonl`);
    await writeCases(file, n);
    const run = join(folder, `run-${round}`);
    const [bare, whole] = await withModel(latency, async (baseURL) => {
      const observe = ["--max-semi-space-size=8", "harness/cli.ts", "observe", ".ci/benchLive", "--data", file, "--run-dir", run];
      return [
        await time([".ci/benchLive/bareLoop.ts", file, String(CONCURRENCY)], baseURL),
        await time([...observe, "--concurrency", String(CONCURRENCY), "--quiet"], baseURL),
      ] as const;
    });
    const limit = (n * latency) / CONCURRENCY / 1000;
    const over = ((whole.seconds - bare.seconds) / n) * 1000;
    process.stdout.write(
      `${String(n).padStart(5)}  ${String(latency).padStart(4)} ms  ${limit.toFixed(2).padStart(6)} s  ${cell(bare)}       ${cell(whole)}  ${(whole.seconds / bare.seconds).toFixed(2).padStart(7)}  ${(whole.seconds / limit).toFixed(2).padStart(8)}  ${over.toFixed(3)}\n`,
    );
    rmSync(run, { recursive: true });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
