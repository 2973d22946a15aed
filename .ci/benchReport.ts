import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "@playwright/test";
import { findBrowser } from "./findBrowser.ts";

// Times the drawing of a report, beside the judging that comes before it, and what a reader's browser takes to open the page.

const root = resolve(import.meta.dirname, "..");
const SIZES = [10_000, 100_000];
const sizes = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), "earnest-bench-"));

/** Small numbers, the same each time. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state >>> 8;
  }
}

const VOWELS = "aeiou";
const OTHERS = "bdfghklmnprstvw";
const SYLLABLES = [...OTHERS].flatMap((one) => [...VOWELS].map((other) => one + other));

/** Text that compresses about as text does: a few thousand words, common ones more often. */
function text(random: Generator<number, never>, length: number): string {
  let said = "";
  while (said.length < length) {
    const n = Math.floor((random.next().value % 64) * ((random.next().value % 64) + 1));
    const at = (place: number) => SYLLABLES[Math.floor(n / place) % SYLLABLES.length];
    said += `${at(1)}${at(7)}${n % 3 === 0 ? at(31) : ""} `;
  }
  return said.slice(0, length);
}

/** Long histories in a run of some thousand cases, as agents leave them; short ones in larger runs. */
async function writeCases(file: string, n: number): Promise<void> {
  const out = createWriteStream(file);
  const random = numbers(7);
  const pages = n > 20_000 ? 1 : 8;
  for (let i = 0; i < n; i++) {
    const order = `o-${i}`;
    const amount = (i * 7919) % 200;
    const one = {
      id: `case-${i}`,
      input: { order, amount, pages, text: text(random, 500 + (i % 200)) },
      reads: Array.from({ length: pages }, (_, page) => ({ tool: "history", args: { order, page }, answer: text(random, 900) })),
      decisions: [{ actions: [{ type: "pay", params: { order, amount: i % 20 === 0 ? amount + 3 : amount } }], seconds: 30 }],
      slices: { channel: i % 2 === 0 ? "mail" : "chat" },
    };
    if (!out.write(`${JSON.stringify(one)}\n`)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
}

/** The seconds a command took. */
function timed(args: readonly string[]): number {
  const began = performance.now();
  execFileSync(process.execPath, ["--max-semi-space-size=16", "harness/cli.ts", ...args], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return (performance.now() - began) / 1000;
}

/** The seconds that judging and drawing take by themselves, in a process of their own. */
function apart(run: string): { readonly judge: number; readonly draw: number } {
  const done = spawnSync(process.execPath, ["--max-semi-space-size=16", join(import.meta.dirname, "benchReport/draw.ts"), run], {
    cwd: root,
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout) as { judge: number; draw: number };
}

const OPENED = `(async () => {
  const longest = (name) => Math.max(...performance.getEntriesByName(name).map(({ duration }) => duration));
  document.querySelector("#cases").scrollIntoView();
  while (document.querySelector("#case-rows a") === null) await new Promise(requestAnimationFrame);
  const show = document.querySelector("#filter-show");
  show.value = "all";
  show.dispatchEvent(new Event("change"));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const nodes = document.querySelectorAll("*").length;
  document.querySelector("#case-rows a").click();
  while (performance.getEntriesByName("earnest:case").length === 0) await new Promise(requestAnimationFrame);
  return {
    paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
    index: longest("earnest:index"), filter: longest("earnest:filter"), opens: longest("earnest:case"),
    nodes, heap: performance.memory.usedJSHeapSize / 1e6,
  };
})()`;

async function opened(file: string): Promise<Record<string, number>> {
  const executablePath = findBrowser();
  const browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(pathToFileURL(file).href);
    return (await page.evaluate(OPENED)) as Record<string, number>;
  } finally {
    await browser.close();
  }
}

try {
  for (const n of sizes.length > 0 ? sizes : SIZES) {
    const [file, run, page] = [`cases-${n}.jsonl`, `run-${n}`, `page-${n}.html`].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeCases(file, n);
    timed(["observe", ".ci/benchReport", "--data", file, "--run-dir", run, "--quiet"]);
    const whole = timed(["report", run, "-o", page]);
    const { judge, draw } = apart(run);
    const beside = readdirSync(folder).find((name) => name.startsWith(`page-${n}`) && name.endsWith(".gz"));
    const megabytes = (name: string) => `${(statSync(name).size / 1e6).toFixed(1)} MB`;
    const left =
      /<ul class="note leftout">(.*?)<\/ul>/s.exec(readFileSync(page, "utf8"))?.[1]?.replaceAll(/<[^>]*>/g, " ") ?? "nothing";
    process.stdout.write(
      `${n} cases: judging ${judge.toFixed(2)} s, drawing ${draw.toFixed(2)} s, earnest report ${whole.toFixed(2)} s; page ${megabytes(page)}${beside === undefined ? "" : `, beside it ${megabytes(join(folder, beside))}`}\n`,
    );
    process.stdout.write(`  left out: ${left.trim()}\n`);
    const { paint = 0, index = 0, filter = 0, opens = 0, nodes = 0, heap = 0 } = await opened(page);
    process.stdout.write(
      `  first paint ${paint.toFixed(0)} ms, index ${index.toFixed(0)} ms, filters ${filter.toFixed(0)} ms, a case opens in ${opens.toFixed(0)} ms, ${nodes} elements, heap ${heap.toFixed(0)} MB\n`,
    );
    for (const name of [file, run]) rmSync(name, { recursive: true });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
