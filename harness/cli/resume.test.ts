import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newJournalEnd } from "../journal/readJournal.ts";
import { readLedger } from "../ledger/readLedger.ts";
import type { LedgerRow } from "../ledger/record.ts";
import { randomIndexes } from "../stats/random.ts";
import { type Done, earnest, plainEnv, root } from "./earnestProcess.ts";

// Whole processes, really killed. A suite can import "earnest" only from inside the package.
mkdirSync(join(root, ".earnest"), { recursive: true });
const folder = relative(root, mkdtempSync(join(root, ".earnest", "test-")));
const inFolder = (name: string) => join(folder, name);
afterAll(() => rmSync(join(root, folder), { recursive: true }));

const N = 600;
const SUITE = `
import { appendFileSync, existsSync } from "node:fs";
import { agreementAtLeast, defineSuite, inProcess, jsonl } from "earnest";
import { AgentFailure } from "${join(root, "harness", "agent.ts")}";
const wait = Number(process.env.DESK_WAIT ?? 0);
const hold = process.env.DESK_HOLD;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let asked = 0;
export default defineSuite(({ data }) => ({
  name: "desk",
  dataset: { name: "desk", cases: jsonl(data) },
  agent: inProcess({
    name: "clerk",
    version: "1",
    propose: async ({ id, input }) => {
      if (process.env.DESK_CALLS) appendFileSync(process.env.DESK_CALLS, id + "\\n");
      if (process.env.DESK_DOWN && input.n < 3) throw new AgentFailure(input.n === 0 ? "threw" : "model-error", "the desk is down");
      if (wait > 0) await pause(wait * (1 + (input.n % 3)));
      // However slow this machine is, a run that is held does not come to its end.
      if (++asked > 24) while (hold && existsSync(hold)) await pause(5);
      return { kind: "act", actions: [{ type: input.n % 4 === 0 ? "close" : "pay", params: {} }] };
    },
  }),
  actions: { pay: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.5)] }, close: {} },
}));
`;

const suite = inFolder("suite.mjs");
const desk = inFolder("desk.jsonl");
beforeAll(() => {
  writeFileSync(join(root, suite), SUITE);
  for (let i = 0; i < N; i++) {
    const decisions = [{ actions: [{ type: i % 5 === 0 ? "close" : "pay", params: {} }] }];
    const one = {
      id: `case-${i}`,
      cluster: `customer-${Math.floor(i / 2)}`,
      input: { n: i, text: "x".repeat(i % 700) },
      decisions,
    };
    appendFileSync(join(root, desk), `${JSON.stringify(one)}\n`);
  }
});

const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
});

/** While this file is there, a run that was started stops asking after 24 cases. */
const hold = join(root, inFolder("hold"));
const release = () => rmSync(hold);

/** Starts a run whose agent takes its time, and is held. */
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  writeFileSync(hold, "");
  const child = spawn(process.execPath, ["harness/cli.ts", ...args], {
    cwd: root,
    env: { ...plainEnv, DESK_WAIT: "4", DESK_HOLD: hold, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.add(child);
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const ended = once(child, "exit").then(([code]) => {
    running.delete(child);
    return { code: code as number | null };
  });
  return { child, ended, stderr: () => stderr };
}

type CaseRow = Extract<LedgerRow, { kind: "case" }>;

/** The cases on record, as they stand in the file. */
function casesOf(dir: string): CaseRow[] {
  const journal = join(root, dir, "journal");
  if (!existsSync(journal)) return [];
  return [...readLedger(journal, newJournalEnd())].filter((row) => row.kind === "case");
}

/** Records in the files of a ledger, as far as they are written. */
function recordsIn(dir: string): number {
  const journal = join(root, dir, "journal");
  const names = existsSync(journal) ? readdirSync(journal) : [];
  return names.reduce((sum, name) => sum + readFileSync(join(journal, name), "latin1").split("\n").length - 1, 0);
}

/** Resolves once a run that goes on has so many records; looking takes no part in the writing. */
async function onRecord(dir: string, least: number, child: ChildProcess): Promise<void> {
  while (recordsIn(dir) < least && child.exitCode === null && child.signalCode === null)
    await new Promise((resolve) => setTimeout(resolve, 2));
}

/** What `--json` says about a run, without what says which run it was and how it went. */
function verdict(done: Done): unknown {
  expect(done).toMatchObject({ code: 0 });
  const { runDir, run, runs, files, caveats, ...data } = (JSON.parse(done.stdout) as { data: Record<string, unknown> }).data;
  const plain = (caveats as string[]).filter((caveat) => !caveat.includes("--resume"));
  return { ...data, caveats: plain, runs: (runs as object[]).map((one) => ({ ...one, id: "", startedAt: "", head: "" })) };
}

test("killed twenty times at random, it ends as if it had not been: no case twice, none lost", async () => {
  const whole = await earnest(["run", suite, "--data", desk, "--run-dir", inFolder("whole"), "--json"]);
  const dir = inFolder("killed");
  const calls = inFolder("calls");
  const thousand = randomIndexes(20, 1_000);
  const KILLS = 20;
  let before: CaseRow[] = [];
  let kills = 0;
  for (let i = 0; kills < KILLS; i++) {
    const resume = existsSync(join(root, dir)) ? ["--resume"] : ["--data", desk];
    const { child, ended } = start(["run", suite, "--run-dir", dir, ...resume], { DESK_CALLS: join(root, calls) });
    // Every fourth is killed while it starts or reads, the others while cases are in hand.
    if (i % 4 === 3) await new Promise((resolve) => setTimeout(resolve, thousand() / 3));
    else await onRecord(dir, recordsIn(dir) + 1 + (thousand() % 22), child);
    child.kill("SIGKILL");
    const { code } = await ended;
    if (code !== null) throw new Error(`it ended with ${code} before it was killed`);
    kills++;
    const now = casesOf(dir);
    expect(now.slice(0, before.length)).toEqual(before);
    before = now;
  }
  expect(before.length).toBeGreaterThan(100);
  expect(before.length).toBeLessThan(N);
  const last = await earnest(["run", suite, "--run-dir", dir, "--resume", "--json"], { DESK_CALLS: join(root, calls) });
  expect(verdict(last)).toEqual(verdict(whole));
  const cases = casesOf(dir);
  expect(new Set(cases.map(({ seq }) => seq)).size).toBe(N);
  expect(cases).toHaveLength(N);
  const asked = readFileSync(join(root, calls), "utf8").trimEnd().split("\n");
  expect(new Set(asked).size).toBe(N);
  // Asked about again is what was in hand, or not yet written, when the run was killed.
  expect(asked.length - N).toBeLessThanOrEqual(KILLS * 3 * 8);
}, 180_000);

describe("a run that was interrupted", () => {
  const dir = inFolder("interrupted");

  test("says how to go on, refuses others meanwhile, and goes on with the same command", async () => {
    const args = ["--data", desk, "--concurrency", "2", "--seed", "7", "--limit", "150"];
    const { child, ended, stderr } = start(["run", suite, "--run-dir", dir, ...args]);
    await onRecord(dir, 12, child);
    const second = await earnest(["run", suite, "--run-dir", dir, "--resume", "--json"]);
    expect(second.code).toBe(2);
    expect(second.stdout).toContain(`"RUN_LOCKED"`);
    expect(second.stdout).toContain(`process ${child.pid} is writing`);
    child.kill("SIGINT");
    // The cases in hand are finished, once it has heard of that.
    while (!stderr().includes("Stopping after the cases in hand")) await new Promise((resolve) => setTimeout(resolve, 5));
    release();
    const { code } = await ended;
    expect(code).toBe(130);
    expect(stderr()).toContain(`--run-dir ${dir} --resume`);
    const changed = await earnest(["run", suite, "--run-dir", dir, "--resume", "--seed", "8", "--limit", "150"]);
    expect(changed).toMatchObject({ code: 2, stdout: "" });
    expect(changed.stderr).toMatch(/^error .*1 setting changed since the run .* began\n {2}seed was 7, is 8\nnext /);
    const same = await earnest(["run", suite, "--run-dir", dir, "--resume", "--json", ...args.slice(0, 2), ...args.slice(4)]);
    const whole = await earnest(["run", suite, "--json", "--run-dir", inFolder("uninterrupted"), ...args]);
    expect(verdict(same)).toEqual(verdict(whole));
    expect(casesOf(dir)).toHaveLength(150);
  });

  test("once complete it says so and judges, and every reader copes", async () => {
    const done = await earnest(["run", suite, "--run-dir", dir, "--resume"]);
    expect(done).toMatchObject({ code: 0 });
    expect(done.stderr).toContain("is complete: 150 cases on record, none left to ask about");
    expect(done.stdout).toContain("The run was gone on with once");
    const one = casesOf(dir)[0]?.case.id as string;
    const all = await Promise.all([
      earnest(["judge", dir, "--json"]),
      earnest(["case", dir, one]),
      earnest(["diff", inFolder("uninterrupted"), dir]),
      earnest(["drift", inFolder("uninterrupted"), dir]),
    ]);
    expect(all.map(({ code, stderr }) => [code, stderr])).toEqual(all.map(() => [0, ""]));
  });
});

test("without a folder, the newest run of this suite that is unfinished is gone on with, and named", async () => {
  const runs = join(root, ".earnest", "runs");
  const before = existsSync(runs) ? readdirSync(runs) : [];
  const none = await earnest(["run", suite, "--resume"]);
  expect(none).toMatchObject({ code: 2, stdout: "" });
  expect(none.stderr).toMatch(/there is no unfinished run of .*suite\.mjs in \.earnest\/runs\nnext /);
  const { child, ended } = start(["observe", suite, "--data", desk, "--quiet"]);
  const mine = () => readdirSync(runs).filter((name) => !before.includes(name) && name.includes("-desk-"));
  while (!existsSync(runs) || mine().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const dir = join(".earnest", "runs", mine()[0] as string);
  try {
    await onRecord(dir, 20, child);
    child.kill("SIGKILL");
    await ended;
    const done = await earnest(["observe", suite, "--resume", "--json"]);
    expect(done.code).toBe(0);
    expect(done.stderr).toContain(`Going on with ${dir}`);
    expect(JSON.parse(done.stdout)).toMatchObject({ data: { runDir: dir, observed: N, interrupted: false } });
    expect((await earnest(["observe", suite, "--resume"])).stderr).toContain("there is no unfinished run");
    const retried = await earnest(["observe", suite, "--retry-errors"]);
    expect(retried).toMatchObject({ code: 0, stderr: expect.stringContaining("is complete") as string });
  } finally {
    rmSync(join(root, dir), { recursive: true });
  }
});

test("a full disk ends it with what was written kept, and with room it goes on", async () => {
  const dir = inFolder("full");
  // So many blocks of 512 bytes a file may have, which stands for a disk with so much room.
  const child = spawn(
    "sh",
    [
      "-c",
      'ulimit -f 640; exec "$0" "$@"',
      process.execPath,
      "harness/cli.ts",
      "observe",
      suite,
      "--data",
      desk,
      "--run-dir",
      dir,
    ],
    {
      cwd: root,
      env: plainEnv,
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, "exit");
  expect(code).toBe(1);
  expect(stderr).toMatch(/error .*could not be written: EFBIG.*\nnext .*--resume/);
  const kept = casesOf(dir);
  expect(kept.length).toBeGreaterThan(5);
  const whole = await earnest(["run", suite, "--data", desk, "--run-dir", inFolder("roomy"), "--json"]);
  expect(verdict(await earnest(["run", suite, "--run-dir", dir, "--resume", "--json"]))).toEqual(verdict(whole));
  expect(casesOf(dir).slice(0, kept.length)).toEqual(kept);
  expect(casesOf(dir)).toHaveLength(N);
});

test("what failed for want of the model is asked again, and the report says so", async () => {
  const dir = inFolder("retried");
  const args = ["run", suite, "--run-dir", dir, "--json"];
  const down = await earnest([...args, "--data", desk], { DESK_DOWN: "1" });
  expect(JSON.parse(down.stdout)).toMatchObject({ data: { outcomes: { failed: 3 } } });
  const retried = await earnest([...args, "--retry-errors"]);
  const { data } = JSON.parse(retried.stdout) as { data: { outcomes: object; caveats: string[] } };
  expect(data.outcomes).toMatchObject({ failed: 1 });
  expect(data.caveats.join()).toContain("were asked again (--retry-errors), 2 times in all: all answered then.");
  expect((await earnest([...args, "--retry-errors"])).stderr).toContain("is complete");
  const opened = await earnest(["case", dir, "case-1"]);
  expect(opened.stdout).toContain('failed here, and was asked again: {"code":"model-error","because":"the desk is down"}');
});

test.each([
  ["a folder without a run", ["--run-dir", "no-such-run", "--resume"], "RUN_NOT_FOUND"],
  ["a code to ask again for", ["--retry-errors", "threw"], "USAGE"],
])("%s is refused", async (_, args, code) => {
  const done = await earnest(["run", suite, "--json", ...args]);
  expect(done.code).toBe(2);
  expect(JSON.parse(done.stdout)).toMatchObject({ errors: [{ code, next: expect.any(String) as string }] });
});
