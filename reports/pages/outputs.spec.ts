import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { Ajv } from "ajv";
import { parse } from "csv-parse/sync";
import { findBrowser } from "../../.ci/findBrowser.ts";

/** Two action types of a clerk that is nearly always right. */
const SUITE = `
import { agreementAtLeast, defineSuite, inProcess, rows } from "earnest";
const act = (i) => ({ type: i % 3 === 0 ? "close" : "refund", params: {} });
const cases = Array.from({ length: 120 }, (_, i) => ({
  raw: { id: "case-" + i, input: i, decisions: [{ actions: [act(i)] }] },
  where: { file: "memory", line: i + 1 },
}));
const propose = ({ input }) => ({ kind: "act", actions: [act(input === 7 ? 6 : input)] });
const row = (title) => ({ title, at: "L3", ask: "L4", climb: [agreementAtLeast(0.5)] });
export default defineSuite({ name: "desk", dataset: { name: "desk", cases: rows("memory", cases) },
  agent: inProcess({ name: "clerk", version: "1", propose }), actions: { close: row("Close a ticket"), refund: row("Refund a customer") } });
`;

const root = join(import.meta.dirname, "../..");
const FILES = ["page.html", "report.json", "summary.md", "junit.xml", "cases.csv", "report.pdf"];
const READER = "pdftotext";
let folder: string;
const read = (name: string) => readFileSync(join(folder, name));

// One run for all of them.
test.describe.configure({ mode: "default" });

// A suite can import "earnest" only from inside the project.
test.beforeAll(() => {
  mkdirSync(join(root, ".earnest"), { recursive: true });
  folder = mkdtempSync(join(root, ".earnest", "outputs-"));
  writeFileSync(join(folder, "suite.mjs"), SUITE);
  const outputs = FILES.flatMap((name) => ["-o", join(folder, name)]);
  const args = [
    "harness/cli.ts",
    "run",
    join(folder, "suite.mjs"),
    "-q",
    "--run-dir",
    join(folder, "run"),
    "--drills",
    "none",
    ...outputs,
  ];
  execFileSync(process.execPath, args, { cwd: root, env: { ...process.env, EARNEST_BROWSER: findBrowser() } });
});
test.afterAll(() => rmSync(folder, { recursive: true }));

test("one run writes every output that is named, and nothing else", () => {
  expect(readdirSync(folder).sort()).toEqual([...FILES, "run", "suite.mjs"].sort());
  expect(parse(read("cases.csv"))).toHaveLength(121);
  expect(read("junit.xml").toString()).toContain('<testsuite name="Refund a customer"');
});

test("the report.json of a real run is what its published schema says", () => {
  const schema = JSON.parse(readFileSync(join(root, "reports/judgement.schema.json"), "utf8"));
  const valid = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
  valid(JSON.parse(read("report.json").toString()));
  expect(valid.errors).toBeNull();
});

test("the PDF is printed whole, on paper of the size the page asks for", () => {
  const pdf = read("report.pdf").toString("latin1");
  expect(pdf).toMatch(/^%PDF-/);
  expect(pdf).toMatch(/%%EOF\s*$/);
  expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(2);
  // A4, in points.
  expect(pdf).toMatch(/\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/);
});

test("the headline and every verdict stand on its first page, under no line of the browser's own", () => {
  test.skip(spawnSync(READER, ["-v"]).error !== undefined, `${READER} is not installed, and nothing else here reads a PDF`);
  const first = execFileSync(READER, ["-l", "1", "-layout", join(folder, "report.pdf"), "-"]).toString();
  const { headline } = JSON.parse(read("report.json").toString()) as { headline: string };
  expect(first.replaceAll(/\s+/g, " ")).toContain(headline);
  for (const said of ["Close a ticket", "Refund a customer"]) expect(first).toContain(said);
  expect(first.match(/\b(Promote|Hold|Not enough|Demote)\b/g)?.length).toBeGreaterThanOrEqual(2);
  expect(first).toMatch(/page 1 of \d+/);
  expect(first).not.toContain("file://");
});
