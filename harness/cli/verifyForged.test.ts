import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gateReport } from "../../reports/gateReport.ts";
import { PAGE_OPTIONS } from "../../reports/pageOptions.ts";
import type { LedgerRow } from "../ledger/record.ts";
import { judge } from "../run/judge.ts";
import { readRun } from "../run/readRun.ts";
import { rechain } from "../verify/rechain.ts";
import { type Done, earnest, root } from "./earnestProcess.ts";
import { loadSuite } from "./loadSuite.ts";

mkdirSync(join(root, ".earnest"), { recursive: true });
const folder = relative(root, mkdtempSync(join(root, ".earnest", "forged-")));
afterAll(() => rmSync(join(root, folder), { recursive: true }));

const SUITE = `
import { agreementAtLeast, defineSuite, inProcess, rows } from "earnest";
const cases = Array.from({ length: 120 }, (_, i) => ({
  raw: { id: "case-" + i, input: { note: "letter " + i }, decisions: [{ actions: [{ type: i === 5 ? "keep" : "close" }] }] },
  where: { file: "memory", line: i + 1 },
}));
const propose = () => ({ kind: "act", actions: [{ type: "close", params: {} }] });
export default defineSuite({ name: "desk", dataset: { name: "desk", cases: rows("memory", cases) }, agent: inProcess({ name: "clerk", version: "1", propose }),
  actions: { close: { title: "Close an account", at: "L1", ask: "L2", climb: [agreementAtLeast(0.8)] }, keep: {} } });
`;
const suite = join(folder, "suite.mjs");
const made = join(folder, "made");
/** Named at a distance: it comes with every system that has pipes. */
const MKFIFO = "mkfifo";
let copies = 0;

beforeAll(async () => {
  writeFileSync(join(root, suite), SUITE);
  expect(await earnest(["run", suite, "--run-dir", made, "-q"])).toMatchObject({ code: 0 });
});

/** A folder as it comes by post: a report with its run in a folder beside it. */
function mailed(): { readonly at: string; readonly report: string; readonly run: string } {
  const at = join(folder, `mailed-${copies++}`);
  const run = join(at, "run");
  cpSync(join(root, made), join(root, run), { recursive: true });
  cpSync(join(root, made, "report.html"), join(root, at, "report.html"));
  return { at, report: join(at, "report.html"), run };
}

const said = ({ stdout, stderr }: Done) => `${stdout}${stderr}`.replaceAll(/\s+/g, " ");

test("a suite that a mailed ledger names is not run from where it was mailed to; what was loaded is said", async () => {
  const { at, report, run } = mailed();
  const ran = join(at, "ran");
  writeFileSync(
    join(root, at, "own.mjs"),
    `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(ran)}, "");${SUITE}`,
  );
  symlinkSync(join(root, at, "own.mjs"), join(root, folder, `link-${copies}.mjs`));
  for (const file of [join(at, "own.mjs"), join(folder, `link-${copies}.mjs`), join(root, at, "own.mjs"), "/tmp/own.mjs"]) {
    rechain(join(root, run, "journal"), (rows) =>
      (rows as readonly LedgerRow[]).map((row) =>
        row.kind === "run" ? { ...row, run: { ...row.run, suite: { ...row.run.suite, file } } } : row,
      ),
    );
    const done = await earnest(["verify", report]);
    expect(said(done)).toMatch(/names a suite that may not be one's own: .* Name the suite to check by with --suite/);
    expect(done.code).toBe(2);
  }
  expect(existsSync(join(root, ran))).toBe(false);
  const named = await earnest(["verify", mailed().report, "--suite", suite]);
  expect([named.code, said(named)]).toEqual([0, expect.stringContaining(`suite ${suite} run `)]);
});

test("a suite that came with a ledger is not run where the bundle lies in the working folder, nor by whoever stands in it", async () => {
  const at = join(folder, `bundle-${copies++}`);
  const [run, ran] = [join(at, "run"), join(root, at, "ran")];
  cpSync(join(root, made), join(root, run), { recursive: true });
  mkdirSync(join(root, at, "page"));
  cpSync(join(root, made, "report.html"), join(root, at, "page", "report.html"));
  writeFileSync(
    join(root, at, "suite.mjs"),
    `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(ran)}, "");${SUITE}`,
  );
  const from = async (cwd: string, ...given: readonly string[]) => {
    rechain(join(root, run, "journal"), (rows) =>
      (rows as readonly LedgerRow[]).map((row) =>
        row.kind === "run"
          ? { ...row, run: { ...row.run, suite: { ...row.run.suite, file: relative(cwd, join(root, at, "suite.mjs")) } } }
          : row,
      ),
    );
    const done = await earnest(["verify", ...given.map((path) => relative(cwd, join(root, path)))], {}, cwd);
    expect([done.code, said(done)]).toEqual([2, expect.stringContaining("names a suite that may not be one's own")]);
  };
  await from(root, run);
  await from(join(root, at), run);
  await from(root, join(at, "page", "report.html"), run);
  expect(existsSync(ran)).toBe(false);
});

test("what stands in for a page in the folder of a run, and is no plain file, is told and not waited for", async () => {
  const { run } = mailed();
  const page = (name: string) => join(root, run, name);
  for (const name of ["report.html", "summary.md", "cases.csv"]) rmSync(page(name), { force: true });
  execFileSync(MKFIFO, [page("report.html")]);
  symlinkSync("/dev/zero", page("summary.md"));
  mkdirSync(page("cases.csv"));
  const done = await earnest(["verify", run, "--suite", suite]);
  for (const name of ["report.html", "summary.md", "cases.csv"]) expect(said(done)).toContain(`FAIL ${name} is no plain file`);
  expect([done.code, said(done)]).toEqual([4, expect.stringContaining("ok report.json is what the ledger gives")]);
}, 20_000);

/** The mailed page with other options in its record. */
function optionsEdited(options: object): { readonly report: string; readonly at: string } {
  const { report, at } = mailed();
  const html = readFileSync(join(root, report), "utf8");
  const whole = /"options":(\{.*?\})\}<\/script>/.exec(html)?.[1] as string;
  const given = { ...(JSON.parse(whole) as object), ...options };
  writeFileSync(join(root, report), html.replace(`"options":${whole}`, `"options":${JSON.stringify(given)}`));
  return { report, at };
}

const checked = ({ report }: { readonly report: string }) => earnest(["verify", report, "--suite", suite]);

test.each<[string, object]>([
  ["a focus that is no action type", { focus: "nosuch" }],
  ["a focus on what every object has", { focus: "constructor" }],
  ["cases by what every object has", { cases: "constructor" }],
  ["a file beside it that is a number", { beside: 5 }],
  ["a file beside it by a sentence", { beside: { name: "all is well", sha256: "0".repeat(64), cases: 1 } }],
  ["a file elsewhere", { beside: { name: "../x.cases.jsonl.gz", sha256: "0".repeat(64), cases: 1 } }],
  [
    "a file beside it whose name is a sentence",
    { beside: { name: "All may move up.cases.jsonl.gz", sha256: "0".repeat(64), cases: 1 } },
  ],
  ["a size that is a word", { megabytes: "x" }],
  ["a size below nothing", { megabytes: -1 }],
  ["a later report that is an object", { supersededBy: { a: 1 } }],
  ["a later report that is a sentence", { supersededBy: "All may move up: call 555, and pay." }],
  ["a later report of three words", { supersededBy: "All may rise" }],
  ["an option that is none", { audience: "board" }],
])("a page whose record names %s was changed, and nothing else is lost by it", async (_, options) => {
  const done = await checked(optionsEdited(options));
  expect(said(done)).toMatch(/ok the chain of the ledger holds.* FAIL what the page says of how it was drawn was changed/);
  expect(done.code).toBe(4);
});

test("what of a page is somebody's choice, and follows from no ledger, is said of one that holds", async () => {
  const file = join(folder, "chosen.html");
  const how = ["--superseded-by", "GR-0151", "--cases", "none", "--focus", "close", "--fonts", "system", "--max-size", "3"];
  expect((await earnest(["report", made, "-o", file, ...how])).code).toBe(0);
  const done = await earnest(["verify", file, "--run", made, "--suite", suite]);
  expect(said(done)).toMatch(
    /ok chosen.html is .* byte for byte that “GR-0151” takes its place is not from the ledger.*about “close”.*no case.*keeps to 3 MB.*fonts of its reader/,
  );
  const sentence = await earnest(["report", made, "-o", file, "--superseded-by", "Pay now: all of it!"]);
  expect([done.code, sentence.code]).toEqual([0, 2]);
});

test("a run beside the report that is another than the one kept here by its name is told; a broken copy stands in nobody's way", async () => {
  const { at, report, run } = mailed();
  const kept = join(at, "kept");
  cpSync(join(root, made), join(root, kept), { recursive: true });
  const both = (...more: string[]) => earnest(["verify", report, "--suite", suite, ...more]);
  const alike = await both();
  rechain(join(root, run, "journal"), (rows) =>
    (rows as readonly LedgerRow[]).map((row) => (row.kind === "end" ? { ...row, at: "2031-01-01T00:00:00.000Z" } : row)),
  );
  const two = await both("--run", run);
  const segment = join(root, run, "journal", "000001.jsonl");
  writeFileSync(segment, readFileSync(segment, "utf8").replace("letter 42", "letter 43"));
  const [broken, named] = await Promise.all([both(), both("--run", kept)]);
  expect([alike.code, two.code, broken.code, named.code]).toEqual([0, 4, 3, 0]);
  const [first, second] = [
    new RegExp(`FAIL the run \\S+ lies in \\S*${run} and in \\S*${kept}, and the two are not the same`),
    kept,
  ];
  expect(said(two)).toMatch(first);
  expect(said(broken)).toMatch(
    new RegExp(`run \\S*${second} .*\\? the run .* cannot be read .* ok report.html is what the ledger gives`),
  );
});

test.each<[string, (record: string) => string, RegExp]>([
  ["the version", (text) => text.replace(/"earnest":"[^"]*"/, '"earnest":"9.9.9"'), /earnest is "9\.9\.9" there, and "\d/],
  ["the rules", (text) => text.replace(/"rules":"[^"]*"/, `"rules":"${"0".repeat(64)}"`), /rules is "0+/],
  ["drills", (text) => text.replace('"drillLedgers":[', '"drillLedgers":[{"id":"x","head":"y"}'), /drillLedgers/],
  ["reviews", (text) => text.replace('"reviews":[', '"reviews":[{"run":"x","head":"y"}'), /reviews/],
])(
  "a page whose record names %s by which nobody could draw it again was edited, and the edit is named",
  async (_, change, says) => {
    const { report } = mailed();
    writeFileSync(join(root, report), change(readFileSync(join(root, report), "utf8")));
    const done = await checked({ report });
    expect(said(done)).toMatch(/FAIL report.html is not what the ledger gives .* record of what it was drawn from was changed/);
    expect(said(done)).toMatch(says);
    expect(done.code).toBe(4);
  },
);

test("the file beside a page is checked by its digest and against the ledger; so are a CSV and a JUnit file in the folder of a run", async () => {
  const { at, report, run } = mailed();
  const file = join(root, at, "report.cases.jsonl.gz");
  const lines: string[] = [];
  readRun(join(root, run), {
    case: ({ case: one, observations }) => void lines.push(`${JSON.stringify({ case: one, observations })}\n`),
  });
  const withFile = async (text: string, written = text) => {
    writeFileSync(file, gzipSync(written));
    const sha256 = createHash("sha256").update(gzipSync(text)).digest("hex");
    const options = { ...PAGE_OPTIONS, beside: { name: "report.cases.jsonl.gz", sha256, cases: 120 } };
    const { judgement, book } = judge((await loadSuite(suite, undefined)).suite, join(root, run));
    writeFileSync(join(root, report), gateReport(judgement, book, options));
    return checked({ report });
  };
  const text = lines.join("");
  const edited = text.replace("letter 42", "letter 43");
  const [whole, swapped, forged] = [await withFile(text), await withFile(text, edited), await withFile(edited)];
  rmSync(file);
  const gone = await checked({ report });
  expect([whole.code, swapped.code, forged.code, gone.code]).toEqual([0, 4, 4, 0]);
  expect(said(whole)).toMatch(/ok report.cases.jsonl.gz, which the page names, holds all 120 cases as the ledger does/);
  expect(said(swapped)).toMatch(/is another one than when the page was drawn/);
  expect(said(forged)).toMatch(/not what the ledger gives: case case-42 is another one there/);
  expect(said(gone)).toMatch(/none report.cases.jsonl.gz, .* is not beside it/);
  const outputs = ["cases.csv", "junit.xml"].map((name) => join(run, name));
  await earnest(["report", run, "--suite", suite, ...outputs.flatMap((name) => ["-o", name])]);
  expect((await earnest(["verify", run, "--suite", suite])).code).toBe(0);
  for (const name of outputs) writeFileSync(join(root, name), readFileSync(join(root, name), "utf8").replace("close", "keep"));
  const both = said(await earnest(["verify", run, "--suite", suite]));
  expect(both).toMatch(/FAIL cases.csv is not what the ledger gives.* FAIL junit.xml is not what the ledger gives/);
});
