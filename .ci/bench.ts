import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

// Times the whole run (read, replay, journal, judge, report) beside a bare loop, and the judging of its ledger alone, each in a process of its own.

const root = resolve(import.meta.dirname, "..");
const SIZES = [10_000, 100_000, 1_000_000];
const sizes = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), "earnest-bench-"));

interface Timed {
  readonly seconds: number;
  readonly megabytes: number;
}

async function writeCases(file: string, n: number): Promise<void> {
  const out = createWriteStream(file);
  const filler = "The customer writes about an order that did not arrive as promised and asks what can be done about it. ".repeat(
    3,
  );
  for (let i = 0; i < n; i++) {
    const amount = (i * 7919) % 200;
    const params = { order: `o-${i}`, amount: i % 50 === 0 ? amount + 3 : amount };
    const decided = i % 97 === 0 ? [] : [{ type: amount > 190 ? "close" : "pay", params }];
    const one = {
      id: `case-${i}`,
      cluster: `customer-${Math.floor(i / 3)}`,
      at: "2026-03-01T10:00:00Z",
      input: { order: `o-${i}`, amount, text: filler.slice(0, 300 + (i % 60)) },
      decisions: [{ actions: decided, by: `p-${i % 40}`, seconds: 30 + (i % 300) }],
      slices: { channel: i % 2 === 0 ? "mail" : "chat" },
    };
    if (!out.write(`${JSON.stringify(one)}\n`)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
}

/** Wall time and peak resident memory of a process. */
function time(args: readonly string[]): Timed {
  const peak = join(folder, "peak");
  const hook = `import { writeFileSync } from "node:fs"; process.on("exit", () => writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)))`;
  const began = performance.now();
  const done = spawnSync(process.execPath, ["--import", `data:text/javascript,${encodeURIComponent(hook)}`, ...args], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const seconds = (performance.now() - began) / 1000;
  if (done.status !== 0) throw new Error(`${args.join(" ")} ended with ${done.status}`);
  return { seconds, megabytes: Number(readFileSync(peak, "utf8")) / 1024 };
}

try {
  process.stdout.write("cases        bare loop            earnest run           ratio  earnest judge        journal\n");
  for (const n of sizes.length > 0 ? sizes : SIZES) {
    const file = join(folder, `cases-${n}.jsonl`);
    const run = join(folder, `run-${n}`);
    await writeCases(file, n);
    const bare = time([join(root, ".ci/bench/bareLoop.ts"), file]);
    const whole = time([
      "--max-semi-space-size=16",
      "harness/cli.ts",
      "run",
      ".ci/bench",
      "--data",
      file,
      "--run-dir",
      run,
      "--json",
      "--quiet",
    ]);
    const judged = time(["--max-semi-space-size=16", "harness/cli.ts", "judge", run, "--json"]);
    const journal = readdirSync(join(run, "journal")).reduce((sum, name) => sum + statSync(join(run, "journal", name)).size, 0);
    process.stdout.write(
      `${String(n).padStart(9)}  ${cell(bare)}  ${cell(whole)}  ${(whole.seconds / bare.seconds).toFixed(2).padStart(6)}  ${cell(judged)}  ${(journal / 1e6).toFixed(0)} MB\n`,
    );
    rmSync(file);
    rmSync(run, { recursive: true });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function cell({ seconds, megabytes }: Timed): string {
  return `${seconds.toFixed(2).padStart(6)} s ${megabytes.toFixed(0).padStart(5)} MB`.padEnd(19);
}
