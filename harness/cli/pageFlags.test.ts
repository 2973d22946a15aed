import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { earnest, root } from "./earnestProcess.ts";

mkdirSync(join(root, ".earnest"), { recursive: true });
const folder = relative(root, mkdtempSync(join(root, ".earnest", "test-")));
const at = (name: string) => join(folder, name);
const page = (name: string) => readFileSync(join(root, at(name)), "utf8");
afterAll(() => rmSync(join(root, folder), { recursive: true }));

const SUITE = `
import { agreementAtLeast, defineSuite, inProcess, jsonl } from "earnest";
export default defineSuite(({ data }) => ({
  name: "pages",
  dataset: { name: "pages", cases: jsonl(data), redact: { none: "made up" } },
  agent: inProcess({
    name: "clerk",
    version: "1",
    propose: async ({ input }) => ({ kind: "act", actions: [{ type: "reply", params: { to: input.to } }], because: input.noise }),
  }),
  actions: { reply: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.5)] } },
}));
`;

/** Text that does not compress. */
function noise(i: number): string {
  return Array.from({ length: 30 }, (_, n) => createHash("sha256").update(`${i} ${n}`).digest("base64")).join(" ");
}

beforeAll(async () => {
  const cases = Array.from({ length: 300 }, (_, i) => ({
    id: `case-${i}`,
    input: { to: i, noise: noise(i), ...(i < 200 ? { mail: `someone${i}@private-post.example.org` } : {}) },
    decisions: [{ actions: [{ type: "reply", params: { to: i % 10 === 0 ? i : -1 } }] }],
  }));
  writeFileSync(join(root, at("suite.ts")), SUITE);
  writeFileSync(join(root, at("cases.jsonl")), cases.map((one) => JSON.stringify(one)).join("\n"));
  await earnest(["observe", at("suite.ts"), "--data", at("cases.jsonl"), "--run-dir", at("run"), "--quiet"]);
}, 60_000);

test("a page for a board holds the text of no case, and says so", async () => {
  const { code } = await earnest(["report", at("run"), "-o", at("board.html"), "--audience", "board"]);
  expect(code).toBe(0);
  expect(page("board.html")).toContain("the content of 300 cases is not in it");
  expect(page("board.html")).not.toContain('id="d0-0"');
  const both = await earnest(["report", at("run"), "-o", at("board.html"), "--audience", "board", "--cases", "all"]);
  expect(both.code).toBe(2);
}, 60_000);

test("what finds no room in the page is in a file beside it, whose digest the page names", async () => {
  const { code, stderr } = await earnest(["report", at("run"), "-o", at("small.html"), "--max-size", "0.6"]);
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /small\.cases\.jsonl\.gz \(\d\.\d MB\) holds all 300 cases, 200 of them with what looks like personal data:/,
  );
  expect(stderr).toContain("looks like personal data, which the suite does not have redacted");
  expect(page("small.html").length).toBeLessThan(600_000);
  const beside = readFileSync(join(root, at("small.cases.jsonl.gz")));
  expect(page("small.html")).toContain(`<code>${createHash("sha256").update(beside).digest("hex")}</code>`);
  const cases = gunzipSync(beside)
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).case);
  expect(new Set(cases.map(({ id }) => id)).size).toBe(300);
  // Who decided, and how long it took them, leaves the house in no file.
  const decisions = cases.flatMap((one) => one.decisions);
  expect(new Set(decisions.flatMap(Object.keys)).difference(new Set(["actions", "at"]))).toEqual(new Set());
}, 60_000);

test("the file beside a page has a name that a page may name, whatever the page is called", async () => {
  const { code } = await earnest(["report", at("run"), "-o", at("(all) of it.html"), "--max-size", "0.6"]);
  expect([code, existsSync(join(root, at("page-all--of-it.cases.jsonl.gz")))]).toEqual([0, true]);
  const { stdout } = await earnest([
    "verify",
    at("(all) of it.html"),
    "--run",
    at("run"),
    "--suite",
    at("suite.ts"),
    "--data",
    at("cases.jsonl"),
  ]);
  expect(stdout.replaceAll(/\s+/g, " ")).toContain("page-all--of-it.cases.jsonl.gz, which the page names, holds all 300 cases");
}, 60_000);

test("what was beside a page is told of where the next one goes without it, and no draft stays", async () => {
  expect(readdirSync(join(root, folder)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  const { stderr } = await earnest(["report", at("run"), "-o", at("small.html"), "--cases", "none"]);
  expect(stderr).toContain("small.cases.jsonl.gz is of another page");
}, 60_000);

test("in the folder of its run, the ledger is beside the page", async () => {
  await earnest(["report", at("run"), "--max-size", "0.6"]);
  expect(existsSync(join(root, at("run/report.cases.jsonl.gz")))).toBe(false);
  expect(page("run/report.html")).toContain("shows any of them whole, from the ledger of the run");
}, 60_000);

test("a page that is too large even without a case is refused", async () => {
  const { code, stderr } = await earnest(["report", at("run"), "-o", at("tiny.html"), "--max-size", "0.1"]);
  expect([code, existsSync(join(root, at("tiny.html")))]).toEqual([2, false]);
  expect(stderr).toContain("0.1 MB is the most, even with no case in it");
}, 60_000);
