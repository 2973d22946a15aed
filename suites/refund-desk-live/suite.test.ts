import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { afterAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "earnest-live-"));
const KEY = "sk-stub-0123456789abcdef";
/** Of 500 cases with two calls each, about one in four meets something. */
const FAULTS =
  "429=0.05,500=0.03,503=0.02,hang=0.01,reset=0.02,cut=0.02,bad-json=0.03,unknown-tool=0.02,wrong-types=0.02,silent=0.01,ansi=0.02,utf8=0.02";

afterAll(() => rmSync(folder, { recursive: true }));

interface Seen {
  readonly requests: number;
  readonly contents: Readonly<Record<string, { readonly asked: number; readonly answered: number }>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly authorizations: readonly string[];
}

interface Ran {
  readonly code: number | null;
  readonly said: string;
  readonly seen: Seen;
  readonly report: {
    readonly flow: object;
    readonly evidence: { readonly outcomes: { readonly failed: number } };
    readonly types: object;
  };
}

/** A whole run as a user starts it, against the pretended model as a process of its own. */
async function ran(name: string, faults: string, args: readonly string[] = []): Promise<Ran> {
  const rule = join(import.meta.dirname, "stubRule.ts");
  const stub = [join(root, "harness/broker/stubModel.ts"), "--with-parent", "--latency", "5", "--key", KEY, "--rule", rule];
  const model: ChildProcessByStdio<Writable, Readable, null> = spawn(process.execPath, [...stub, "--faults", faults], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    const [line] = (await once(model.stdout, "data")) as [Buffer];
    const { baseURL } = JSON.parse(String(line)) as { baseURL: string };
    const run = join(folder, name);
    const how = ["run", "suites/refund-desk-live", "--run-dir", run, "--seed", "7", "--concurrency", "32", ...args];
    const child = spawn(process.execPath, ["harness/cli.ts", ...how], {
      cwd: root,
      env: { ...process.env, OPENAI_BASE_URL: baseURL, OPENAI_API_KEY: KEY, OPENAI_MODEL: "gpt-5-mini" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const out of [child.stdout, child.stderr]) out.on("data", (part: Buffer) => (said += String(part)));
    const [code] = (await once(child, "close")) as [number | null];
    const seen = (await (await fetch(baseURL.replace("/v1", "/stub/seen"))).json()) as Seen;
    const report =
      code === 0 ? (JSON.parse(readFileSync(join(run, "report.json"), "utf8")) as Ran["report"]) : ({} as Ran["report"]);
    return { code, said, seen, report };
  } finally {
    model.stdin.end();
    await once(model, "exit");
  }
}

/** Every byte of a folder. */
function allOf(dir: string): string {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

describe("a live run of 500 cases", () => {
  test("comes to the same judgement through limits, breakdowns, hangs and malformed calls, and loses no case", async () => {
    const [calm, rough] = await Promise.all([ran("calm", ""), ran("rough", FAULTS, ["--call-timeout", "1"])]);
    expect([calm.code, rough.code], rough.said).toEqual([0, 0]);
    for (const kind of ["429", "500", "503", "hang", "reset", "cut", "bad-json", "unknown-tool", "wrong-types", "silent"]) {
      expect(rough.seen.faults[kind], kind).toBeGreaterThan(0);
    }
    expect(rough.report.flow).toMatchObject({ read: 500, asked: 500, observed: 500, missing: 0 });
    expect(rough.report.evidence.outcomes.failed).toBe(0);
    expect([rough.report.flow, rough.report.evidence, rough.report.types]).toEqual([
      calm.report.flow,
      calm.report.evidence,
      calm.report.types,
    ]);
    expect(rough.said).toMatch(/model calls: [\s\S]* USD/);
    // Nothing that was answered was asked again, and the key went to the model alone.
    expect(Object.values(rough.seen.contents).filter(({ answered }) => answered !== 1)).toEqual([]);
    expect(rough.seen.authorizations).toEqual([`Bearer ${KEY}`]);
    expect(`${allOf(folder)}${rough.said}`).not.toContain(KEY);
  }, 60_000);
});
