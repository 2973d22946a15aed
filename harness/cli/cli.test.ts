import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newJournalEnd } from "../journal/readJournal.ts";
import { readLedger } from "../ledger/readLedger.ts";
import type { LedgerRow } from "../ledger/record.ts";
import { type Done, earnest, plainEnv, root } from "./earnestProcess.ts";
import type { Envelope } from "./say.ts";

// Whole processes, as a user or a script starts them. A suite can import "earnest" only from inside the package.
mkdirSync(join(root, ".earnest"), { recursive: true });
const folder = relative(root, mkdtempSync(join(root, ".earnest", "test-")));
const inFolder = (name: string) => join(folder, name);
afterAll(() => rmSync(join(root, folder), { recursive: true }));

const SUITE = `
import { agreementAtLeast, csv, defineSuite, inProcess, jsonl } from "earnest";
import { z } from "zod";
const wait = Number(process.env.DESK_WAIT ?? 0);
const mapping = { id: "id", input: "text", decision: { type: "type", params: ["amount"] } };
export default defineSuite(({ data }) => ({
  name: "desk",
  dataset: { name: "desk", cases: data.endsWith(".csv") ? csv(data, mapping) : jsonl(data) },
  agent: inProcess({
    name: "clerk",
    version: "1",
    propose: async ({ input }) => {
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      return typeof input === "string" ? { kind: "abstain", because: input } : input.proposal;
    },
  }),
  actions: { refund: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.5)] }, close: { params: z.object({ amount: z.unknown() }).required() } },
}));
`;

/** The one JSON object on stdout, and nothing else there. */
function told(done: Done): Envelope & { data: Told } {
  expect(done.stdout.trimEnd()).not.toContain("\n");
  return JSON.parse(done.stdout) as Envelope & { data: Told };
}

interface Told {
  readonly cases: number;
  readonly flow: Record<string, number>;
  readonly types: Record<
    string,
    { readonly verdict: string; readonly proposed: { readonly n: number; readonly matches: number } }
  >;
  readonly exclusions: { readonly listed: readonly { readonly where: string }[] };
  readonly files: readonly string[];
}

function writeCases(name: string, cases: readonly object[]): string {
  writeFileSync(join(root, folder, name), cases.map((one) => `${JSON.stringify(one)}\n`).join(""));
  return inFolder(name);
}

const refund = (amount: number) => ({ type: "refund", params: { amount } });
const deskCase = (i: number) => ({
  id: `case-${i}`,
  input: { proposal: { kind: "act", actions: [refund(i % 4 === 0 ? i + 1 : i)] } },
  decisions: [{ actions: [refund(i)] }],
});
const suite = inFolder("suite.mjs");
let desk: string;

beforeAll(() => {
  writeFileSync(join(root, suite), SUITE);
  desk = writeCases(
    "desk.jsonl",
    Array.from({ length: 600 }, (_, i) => deskCase(i)),
  );
});

/** The case rows of a run that is on disk. */
const casesOf = (dir: string) =>
  [...readLedger(join(root, dir, "journal"), newJournalEnd())].filter(
    (row): row is Extract<LedgerRow, { kind: "case" }> => row.kind === "case",
  );

/** Starts a slow run and waits until some cases are on record. */
async function slowRun(
  dir: string,
  least: number,
  args: readonly string[] = [],
): Promise<{ child: ChildProcess; stdout: () => string }> {
  const child = spawn(process.execPath, ["harness/cli.ts", "run", suite, "--data", desk, "--run-dir", dir, "--quiet", ...args], {
    cwd: root,
    env: { ...plainEnv, DESK_WAIT: "25" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let stdout = "";
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  const journal = join(root, dir, "journal", "000001.jsonl");
  while (!existsSync(journal) || readFileSync(journal, "latin1").split("\n").length < least + 2) {
    if (child.exitCode !== null) throw new Error("the run ended before it could be stopped");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return { child, stdout: () => stdout };
}

describe("a run that is stopped", () => {
  test("killed at once, it leaves a ledger that judge reads, saying what is missing", async () => {
    const dir = inFolder("killed");
    const { child } = await slowRun(dir, 20);
    child.kill("SIGKILL");
    await once(child, "exit");
    const [json, text] = await Promise.all([earnest(["judge", dir, "--json"]), earnest(["judge", dir])]);
    const seen = casesOf(dir);
    expect(seen.length).toBeGreaterThanOrEqual(20);
    expect(seen.length).toBeLessThan(600);
    const { data } = told(json);
    // What counts is the first of the order without a gap; of the very last case nobody knows that its cluster is whole.
    const { observed = 0, uncounted = 0 } = data.flow;
    const matches = seen.filter((row) => row.seq < observed && Number(row.case.id.slice(5)) % 4 !== 0).length;
    const places = new Set(seen.map((row) => row.seq));
    expect(Array.from({ length: observed + 1 }, (_, seq) => places.has(seq))).toEqual(Array(observed + 1).fill(true));
    expect([observed > 0, observed + uncounted]).toEqual([true, seen.length]);
    expect(data).toMatchObject({
      cases: observed,
      flow: { asked: 600, missing: 600 - seen.length },
      types: { refund: { proposed: { n: observed, matches } } },
    });
    expect(json.code).toBe(0);
    expect(text.stdout.replaceAll(/\s+/g, " ")).toContain(`${600 - seen.length} cases of 600 are missing`);
    expect(text.code).toBe(0);
  });

  test("interrupted, it ends with 130, judges what is there, and says what is missing", async () => {
    const dir = inFolder("interrupted");
    const { child, stdout } = await slowRun(dir, 20, ["--json"]);
    child.kill("SIGINT");
    await once(child, "close");
    expect(child.exitCode).toBe(130);
    const { data } = told({ code: 130, stdout: stdout(), stderr: "" });
    expect(data.flow["missing"]).toBe(600 - casesOf(dir).length);
    expect(data.flow["missing"]).toBeGreaterThan(0);
    expect(readdirSync(join(root, dir)).sort()).toEqual(["journal", "manifest.json", "report.html", "report.json", "summary.md"]);
  });
});

describe("a run that is whole", () => {
  const dir = inFolder("whole");
  let ran: Done;
  beforeAll(async () => {
    ran = await earnest(["run", suite, "--data", desk, "--run-dir", dir, "--json"]);
  });

  test("says what it did in one JSON object, and judge says the same", async () => {
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    const judged = await earnest(["judge", dir, "--json"]);
    const { files, ...before } = told(ran).data;
    const { files: none, ...after } = told(judged).data;
    expect(after).toEqual(before);
    expect(before).toMatchObject({ cases: 600, types: { refund: { proposed: { n: 600, matches: 450 } } } });
    expect([files.length, none.length]).toEqual([3, 0]);
  });

  test("its reports are the same bytes when they are drawn again", async () => {
    const bytes = () => ["report.html", "report.json", "summary.md"].map((name) => readFileSync(join(root, dir, name), "latin1"));
    const before = bytes();
    const [page, notes] = [inFolder("x.html"), inFolder("y.md")];
    const [usual, named] = [await earnest(["report", dir]), await earnest(["report", dir, "-o", page, "-o", notes])];
    expect([usual.code, named.code]).toEqual([0, 0]);
    expect(bytes()).toEqual(before);
    expect([readFileSync(join(root, page), "latin1"), readFileSync(join(root, notes), "latin1")]).toEqual([before[0], before[2]]);
  });

  test("read by a person it is plain text of 80 columns, with no escape codes", async () => {
    const text = await earnest(["judge", dir]);
    expect(text.code).toBe(0);
    expect(text.stdout).not.toContain("\u001b");
    expect(text.stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(text.stdout).toContain("600 cases judged of 600 read");
    expect(text.stdout).toMatch(/Next: earnest case \S+ case-\d+\n$/);
  });

  test("a case can be opened; one that is not there is an error with a next step", async () => {
    const [known, json, unknown] = await Promise.all([
      earnest(["case", dir, "case-4"]),
      earnest(["case", dir, "case-4", "--json"]),
      earnest(["case", dir, "case-4711"]),
    ]);
    expect(known).toMatchObject({ code: 0, stderr: "" });
    expect(known.stdout).toContain("params: refund decided, refund proposed");
    expect(told(json)).toMatchObject({ command: "case", data: { case: { id: "case-4" } } });
    expect(unknown).toMatchObject({ code: 2, stdout: "" });
    expect(unknown.stderr).toMatch(/^error there is no case case-4711 in .*\nnext {2}\S/);
  });

  test("a folder that holds it is refused for another", async () => {
    const again = await earnest(["run", suite, "--data", desk, "--run-dir", dir, "--json"]);
    expect(again).toMatchObject({ code: 2, stderr: "" });
    expect(told(again)).toMatchObject({
      ok: false,
      data: null,
      errors: [{ code: "RUN_EXISTS", next: expect.any(String) as string }],
    });
  });

  test("a reader that leaves early is no error", async () => {
    const script = `"$0" harness/cli.ts case "$1" case-4 --json | head -c 1; exit "\${PIPESTATUS[0]}"`;
    const piped = spawn("bash", ["-c", script, process.execPath, dir], { cwd: root, env: plainEnv });
    let stderr = "";
    piped.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    await once(piped, "close");
    expect([piped.exitCode, stderr]).toEqual([0, ""]);
  });

  test("a changed ledger ends with its own exit code", async () => {
    const changed = inFolder("changed");
    mkdirSync(join(root, changed, "journal"), { recursive: true });
    const bytes = readFileSync(join(root, dir, "journal", "000001.jsonl"), "latin1");
    writeFileSync(join(root, changed, "journal", "000001.jsonl"), bytes.replace('"amount":17', '"amount":18'), "latin1");
    const judged = await earnest(["judge", changed, "--json"]);
    expect(judged.code).toBe(4);
    expect(told(judged).errors[0]).toMatchObject({
      code: "LEDGER_CORRUPT",
      where: expect.stringMatching(/000001\.jsonl:\d+$/) as string,
    });
  });
});

describe("bad rows", () => {
  let file: string;
  beforeAll(() => {
    const lines = Array.from({ length: 1000 }, (_, i) => `c${i},hello,refund,${i}`);
    lines[10] = "c10,hello,refund";
    lines[500] = "c9,hello,refund,1";
    lines[999] = "c999,hello,close,";
    file = inFolder("rows.csv");
    writeFileSync(join(root, file), `id,text,type,amount\n${lines.join("\n")}\n`);
  });

  test("are refused, each with its line, and no folder is left", async () => {
    const dir = inFolder("refused");
    const done = await earnest(["run", suite, "--data", file, "--run-dir", dir]);
    expect(done).toMatchObject({ code: 2, stdout: "" });
    for (const line of [12, 502, 1001]) expect(done.stderr).toContain(`${file}:${line}`);
    expect(done.stderr).toContain("3 rows could not be read");
    expect(done.stderr).toMatch(/\nnext {2}.*--on-bad-row exclude/);
    expect(existsSync(join(root, dir))).toBe(false);
  });

  test("excluded, they are counted and listed everywhere, and a case that was left out says so", async () => {
    const dir = inFolder("excluded");
    const done = await earnest(["run", suite, "--data", file, "--run-dir", dir, "--on-bad-row", "exclude", "--json"]);
    expect(done.code).toBe(0);
    const { data } = told(done);
    expect(data.flow).toMatchObject({ read: 1000, excluded: 3, observed: 997 });
    expect(data.exclusions.listed.map(({ where }) => /:(\d+)/.exec(where)?.[1])).toEqual(["12", "502", "1001"]);
    const report = JSON.parse(readFileSync(join(root, dir, "report.json"), "utf8")) as { exclusions: Told["exclusions"] };
    expect(report.exclusions.listed).toEqual(data.exclusions.listed);
    const page = readFileSync(join(root, dir, "report.html"), "utf8");
    for (const line of [12, 502, 1001]) expect(page).toContain(`rows.csv:${line}`);
    // c999 was left out; the second c9 was, the first was not.
    const [out, twin] = await Promise.all([earnest(["case", dir, "c999"]), earnest(["case", dir, "c9", "--json"])]);
    expect(out).toMatchObject({ code: 2, stdout: "" });
    expect(out.stderr).toMatch(/case c999 was left out: .*\n {2}.*rows\.csv:1001.*\nnext /);
    expect(told(twin)).toMatchObject({ data: { case: { id: "c9" } } });
  });
});

describe("calling it wrongly", () => {
  const wrong: readonly (readonly [string, readonly string[], string])[] = [
    ["an unknown suite", ["run", "no-such-suite"], "SUITE_NOT_FOUND"],
    ["an unknown option", ["run", "no-such-suite", "--nope"], "USAGE"],
    ["an unknown command", ["rnu"], "USAGE"],
    ["an option out of range", ["run", "no-such-suite", "--concurrency", "0"], "USAGE"],
    ["data that is not there", ["run", suite, "--data", "no-such.jsonl", "--run-dir", inFolder("none")], "DATA_MISSING"],
    ["a run that is not there", ["judge", "no-such-run"], "RUN_NOT_FOUND"],
    ["a report of an unknown kind", ["run", suite, "--data", "no-such.jsonl", "-o", "x.docx"], "USAGE"],
  ];
  test.each(wrong)("%s ends with 2 and says what to do next, as text and as JSON", async (_, args, code) => {
    // One after the other: two at once would share a run folder, and neither could take it away.
    const text = await earnest(args);
    const json = await earnest([...args, "--json"]);
    expect(text).toMatchObject({ code: 2, stdout: "" });
    expect(text.stderr).toMatch(/^error .+\n(.*\n)*next {2}\S.*\n$/);
    expect(text.stderr).not.toContain("\u001b");
    expect(json).toMatchObject({ code: 2, stderr: "" });
    expect(told(json)).toMatchObject({
      schema: "earnest/cli/1",
      ok: false,
      errors: [{ code, next: expect.any(String) as string }],
    });
    expect(existsSync(join(root, inFolder("none")))).toBe(false);
  });
});

test("hostile ids, types and texts never reach the terminal raw", async () => {
  const evil = "\u001b[31m\u202eevil\u0007\u009b$(touch x) `x` 'x'\r\n";
  const cases = Array.from({ length: 3 }, (_, i) => ({
    id: `${evil}${i}`,
    input: {
      proposal: { kind: "act", actions: [{ type: `${evil}${"wide".repeat(30)}`, params: { [evil]: evil } }], because: evil },
    },
    decisions: [{ actions: [{ type: `${evil}-other`, params: {} }], by: evil }],
    slices: { [evil]: evil },
  }));
  const dir = inFolder("hostile");
  const done = await earnest([
    "run",
    suite,
    "--data",
    writeCases("hostile.jsonl", [...cases, cases[0] as object]),
    "--run-dir",
    dir,
    "--on-bad-row",
    "exclude",
  ]);
  expect(done.code).toBe(0);
  const opened = await earnest(["case", dir, cases[0]?.id as string]);
  expect(opened.code).toBe(0);
  const unknown = await earnest(["case", dir, `${evil}9`]);
  expect(unknown.code).toBe(2);
  const refused = await earnest(["run", suite, "--data", inFolder("hostile.jsonl"), "--run-dir", inFolder("hostile-2")]);
  expect(refused.code).toBe(2);
  for (const { stdout, stderr } of [done, opened, unknown, refused]) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  }
  expect(opened.stdout).toContain("U+001B[31m");
  expect(done.stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(done.stdout.split("\n").find((line) => line.includes("Next:"))).not.toContain("$(");
});

test("doctor finds what a run would stumble over", async () => {
  const [well, ill, json] = await Promise.all([
    earnest(["doctor", suite, "--data", desk]),
    earnest(["doctor", suite, "--data", "no-such.jsonl"]),
    earnest(["doctor", "--json"]),
  ]);
  expect(well.code).toBe(0);
  expect(well.stdout).toMatch(/ok {4}dataset desk: 600 cases, 0 left out, digest [0-9a-f]{12}\n/);
  expect(ill.code).toBe(2);
  expect(ill.stdout).toMatch(/FAIL {2}dataset desk: /);
  expect(told(json)).toMatchObject({ ok: true, command: "doctor" });
});
