import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

// Times a whole live observing (read, ask, record) beside a bare loop with the same client, both against the pretended model in a
// process of its own. Processor time is that of the measured process alone: behind the wall, the agent's own processes have theirs. Arguments: cases and latency in pairs, such as 10000@50 4000@200.

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
async function time(args: readonly string[], baseURL: string, more: Readonly<Record<string, string>> = {}): Promise<Timed> {
  const peak = join(folder, "peak");
  const hook = `import { writeFileSync } from "node:fs"; process.on("exit", () => writeFileSync(${JSON.stringify(peak)}, JSON.stringify(process.resourceUsage())))`;
  const began = performance.now();
  const child = spawn(process.execPath, ["--import", `data:text/javascript,${encodeURIComponent(hook)}`, ...args], {
    cwd: root,
    env: { ...process.env, OPENAI_BASE_URL: baseURL, OPENAI_API_KEY: "sk-bench-0123456789", ...more },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = (await once(child, "exit")) as [number | null];
  const seconds = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}`);
  const used = JSON.parse(readFileSync(peak, "utf8")) as NodeJS.ResourceUsage;
  return { seconds, megabytes: used.maxRSS / 1024, processor: (used.userCPUTime + used.systemCPUTime) / 1e6 };
}

/** One line of the table; what it took above the bare loop, per case. */
function line(what: string, { seconds, megabytes, processor }: Timed, round: Round, bare: Timed): string {
  const limit = (round.cases * round.latency) / CONCURRENCY / 1000;
  const over = ((seconds - bare.seconds) / round.cases) * 1000;
  return [
    what.padEnd(36),
    `${seconds.toFixed(2)} s`.padStart(9),
    `${processor.toFixed(2)} s`.padStart(10),
    `${megabytes.toFixed(0)} MB`.padStart(8),
    (seconds / bare.seconds).toFixed(2).padStart(8),
    (seconds / limit).toFixed(2).padStart(9),
    `${over.toFixed(3)} ms`.padStart(10),
  ].join("");
}

interface Round {
  readonly cases: number;
  readonly latency: number;
}

async function measure(round: Round): Promise<void> {
  const file = join(folder, "cases.jsonl");
  await writeCases(file, round.cases);
  await withModel(round.latency, async (baseURL) => {
    const limit = (round.cases * round.latency) / CONCURRENCY / 1000;
    process.stdout.write(
      `\n${round.cases} cases, ${round.latency} ms, ${CONCURRENCY} at once: no less than ${limit.toFixed(2)} s\n`,
    );
    process.stdout.write(
      `${"".padEnd(36)}${"wall".padStart(9)}${"processor".padStart(10)}${"peak".padStart(8)}${"of bare".padStart(8)}${"of least".padStart(9)}${"over bare".padStart(10)}\n`,
    );
    const bare = await time([".ci/benchLive/bareLoop.ts", file, String(CONCURRENCY)], baseURL);
    process.stdout.write(`${line("bare loop, same client", bare, round, bare)}\n`);
    for (const sealed of ["yes", "no"]) {
      const run = join(folder, "run");
      const observe = [
        "--max-semi-space-size=16",
        "harness/cli.ts",
        "observe",
        ".ci/benchLive",
        "--data",
        file,
        "--run-dir",
        run,
      ];
      const whole = await time([...observe, "--concurrency", String(CONCURRENCY), "--quiet"], baseURL, { BENCH_SEALED: sealed });
      const where = sealed === "yes" ? "behind the wall" : "in its own process";
      process.stdout.write(`${line(`earnest observe, ${where}`, whole, round, bare)}\n`);
      rmSync(run, { recursive: true });
    }
  });
}

try {
  for (const round of ROUNDS) {
    const [cases = 0, latency = 0] = round.split("@").map(Number);
    await measure({ cases, latency });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
