import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LedgerRow } from "../ledger/record.ts";
import { rechain } from "../verify/rechain.ts";
import type { Played } from "../verify/verifyReplay.ts";
import type { RunCheck } from "../verify/verifyRun.ts";
import { type Done, earnest, plainEnv, root } from "./earnestProcess.ts";

mkdirSync(join(root, ".earnest"), { recursive: true });
const folder = relative(root, mkdtempSync(join(root, ".earnest", "verify-")));
afterAll(() => rmSync(join(root, folder), { recursive: true }));

const EVIL = "\u001b[31m\u202eevil";
/** Answers as it is told to; MOOD makes it another agent, FLOOR another suite. */
const SUITE = `
import { agreementAtLeast, defineSuite, inProcess, rows } from "earnest";
const cases = Array.from({ length: 60 }, (_, i) => ({
  raw: { id: i === 7 ? "${EVIL.replace("\u001b", "\\u001b").replace("\u202e", "\\u202e")}" : "case-" + i, cluster: "cluster-" + (i % 40), input: i, decisions: [{ actions: [{ type: "close" }] }] },
  where: { file: "memory", line: i + 1 },
}));
const propose = async ({ input }, toolbox) => {
  toolbox.note({ kind: "thought", args: { about: input } });
  if (process.env.MOOD === "other" && input === 7) toolbox.note({ kind: "thought", args: "${EVIL.replace("\u001b", "\\u001b").replace("\u202e", "\\u202e")}" });
  if (process.env.MOOD === "slow") await new Promise((resolve) => setTimeout(resolve, 200));
  return { kind: "act", actions: [{ type: "close", params: {} }] };
};
export default defineSuite({ name: "desk", dataset: { name: "desk", cases: rows("memory", cases) }, agent: inProcess({ name: "clerk", version: process.env.MOOD ?? "1", propose }),
  actions: { close: { at: "L3", ask: "L4", climb: [agreementAtLeast(Number(process.env.FLOOR ?? 0.5))] } } });
`;
const suite = join(folder, "suite.mjs");
/** Not where the suite lies: what lies beside a run may have come with it. */
const kept = join(folder, "kept");
const made = join(kept, "made");
let copies = 0;

beforeAll(async () => {
  writeFileSync(join(root, suite), SUITE);
  expect(await earnest(["run", suite, "--run-dir", made, "-q"])).toMatchObject({ code: 0 });
});

/** A run of one's own, to be tampered with. */
function aRun(): string {
  const dir = join(kept, `run-${copies++}`);
  cpSync(join(root, made), join(root, dir), { recursive: true });
  return dir;
}

interface Told {
  readonly runs: readonly { readonly checks: readonly RunCheck[]; readonly replay: Played | null }[];
  readonly pages: readonly RunCheck[];
}

function told(done: Done): Told {
  expect(done.stderr).toBe("");
  return (JSON.parse(done.stdout) as { data: Told }).data;
}

test("a run as it was made holds, its pages are drawn again byte for byte, and its agent does the same again", async () => {
  const dir = aRun();
  const [plain, replayed] = await Promise.all([earnest(["verify", dir]), earnest(["verify", dir, "--replay", "--json"])]);
  expect(plain.code).toBe(0);
  expect(plain.stdout.match(/^ {2}ok/gm)).toHaveLength(8);
  expect(plain.stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(replayed.code).toBe(0);
  expect(told(replayed).runs[0]?.replay).toMatchObject({ coverage: { attempts: 60, complete: 60, reproduced: 60 }, changed: [] });
});

test("an agent that came to answer otherwise is found at its step, and nothing of what it says turns the terminal", async () => {
  const dir = aRun();
  const { code, stdout } = await earnest(["verify", dir, "--replay"], { MOOD: "other" });
  expect(code).toBe(3);
  expect(stdout).toMatch(/reproduced +59 of 60/);
  expect(stdout).toMatch(/diverged +1 of 60/);
  expect(stdout).toContain("the agent was clerk 1, and is clerk other now");
  expect(stdout).toContain("Case U+001B[31mU+202Eevil, attempt 1: step 2 differs");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test("a ledger changed in place, one chained anew, a page and a manifest changed: each ends with 4 and names the place", async () => {
  const [inPlace, anew, page, manifest] = [aRun(), aRun(), aRun(), aRun()];
  const segment = join(root, inPlace, "journal", "000001.jsonl");
  writeFileSync(segment, readFileSync(segment, "utf8").replace('"about":3', '"about":4'));
  const swap: Record<number, number> = { 3: 40, 40: 3 };
  rechain(join(root, anew, "journal"), (rows) =>
    (rows as readonly LedgerRow[]).map((row) => (row.kind === "case" ? { ...row, seq: swap[row.seq] ?? row.seq } : row)),
  );
  appendFileSync(join(root, page, "report.html"), "<!-- all met -->");
  const file = join(root, manifest, "manifest.json");
  writeFileSync(file, readFileSync(file, "utf8").replace('"seed": 1', '"seed": 2'));
  const [a, b, c, d] = await Promise.all([inPlace, anew, page, manifest].map((dir) => earnest(["verify", dir])));
  expect([a, b, c, d].map((done) => done?.code)).toEqual([4, 4, 4, 4]);
  expect(a?.stderr).toMatch(/journal\/000001\.jsonl:\d+: the ledger was changed/);
  expect(b?.stdout).toMatch(/FAIL {2}case \S+ stands at place \d+/);
  expect(b?.stdout).toMatch(/FAIL {2}report.json is not what the ledger gives/);
  expect(c?.stdout).toMatch(/FAIL {2}report.html is not what the ledger gives/);
  expect(d?.stdout).toContain("FAIL  manifest.json says seed is 2, and the ledger 1");
});

test("rules that changed since cannot be told from a changed report, and are not: exit code 3", async () => {
  const dir = aRun();
  const done = await earnest(["verify", dir, "--json"], { FLOOR: "0.6" });
  expect(done.code).toBe(3);
  expect(told(done).pages).toMatchObject([{ state: "unknown", says: expect.stringContaining("other rules") }]);
});

test("a drill added since the report was drawn is told from a changed report, and so is a file of drills that is gone: exit code 3", async () => {
  const drill = (restored: number) =>
    `${JSON.stringify({ type: "close", at: "2026-10-01", agent: "1", by: "ops", system: "copy", actions: 5, restored, seconds: 60 })}\n`;
  const [file, drilled, dir] = ["drills.jsonl", "drilled.mjs", "kept/drilled"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(join(root, file), drill(4));
  writeFileSync(join(root, drilled), SUITE.replace('name: "desk",', `name: "desk", drills: ${JSON.stringify(file)},`));
  await earnest(["run", drilled, "--run-dir", dir, "-q"]);
  expect((await earnest(["verify", dir])).code).toBe(0);
  const says = async () => {
    const done = await earnest(["verify", dir, "--json"]);
    expect(done.code).toBe(3);
    return told(done).pages.map(({ state, says }) => `${state}: ${says}`);
  };
  appendFileSync(join(root, file), drill(5));
  expect(await says()).toEqual([expect.stringMatching(/^unknown: the drills file has changed since the report was drawn/)]);
  rmSync(join(root, file));
  expect(await says()).toEqual([expect.stringMatching(/^unknown: the drills file is not there/)]);
});

test("autonomy sheets are drawn again, of the types that were asked for; beside a register they cannot be", async () => {
  const dir = aRun();
  const page = join(root, dir, "autonomy.html");
  const check = async () => {
    const done = await earnest(["verify", dir, "--json"]);
    return [done.code, told(done).pages.find(({ says }) => says.startsWith("autonomy.html"))?.state];
  };
  await earnest(["sheet", dir, "--type", "close"]);
  const sheet = readFileSync(page, "utf8");
  expect(await check()).toEqual([0, "holds"]);
  writeFileSync(page, sheet.replaceAll("L3", "L5"));
  expect(await check()).toEqual([4, "broken"]);
  const row = "<dt>Register</dt><dd>L3 since 2026-10-01, by Kim</dd>";
  writeFileSync(
    page,
    sheet.replace(/<dt>Register<.dt><dd>.*?<.dd>/, "").replace('<dl class="facts2">', `<dl class="facts2">${row}`),
  );
  expect(await check()).toEqual([3, "unknown"]);
});

test("a head that was kept elsewhere is compared; a run that was only observed has no page to check", async () => {
  const dir = join(kept, "observed");
  await earnest(["observe", suite, "--run-dir", dir, "-q"]);
  const { runs, pages } = told(await earnest(["verify", dir, "--json"]));
  expect(pages).toMatchObject([{ state: "absent" }]);
  const head = /head ([0-9a-f]{16})/.exec(runs[0]?.checks[0]?.says ?? "")?.[1] as string;
  const [same, other] = await Promise.all([
    earnest(["verify", dir, "--head", head]),
    earnest(["verify", dir, "--head", "01234567"]),
  ]);
  expect([same.code, other.code]).toEqual([0, 4]);
  expect((await earnest(["verify", "no-such-run"])).code).toBe(2);
});

test("Ctrl-C ends a replay with 130, and says how far it came", async () => {
  const dir = aRun();
  const child = spawn(process.execPath, ["harness/cli.ts", "verify", dir, "--replay", "--concurrency", "1"], {
    cwd: root,
    env: { ...plainEnv, MOOD: "slow" },
  });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    if (!out.includes("summary.md") && (out + part).includes("summary.md")) child.kill("SIGINT");
    out += part;
  });
  const [code] = (await once(child, "close")) as [number];
  expect(code).toBe(130);
  expect(out).toMatch(/Replay coverage: \d+ cases?, \d+ attempts?, interrupted before the rest/);
});
