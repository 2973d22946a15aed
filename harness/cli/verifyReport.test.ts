import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LedgerRow } from "../ledger/record.ts";
import { pageDifferences } from "../verify/pageDifferences.ts";
import { rechain } from "../verify/rechain.ts";
import { type Done, earnest, root } from "./earnestProcess.ts";

mkdirSync(join(root, ".earnest"), { recursive: true });
const folder = relative(root, mkdtempSync(join(root, ".earnest", "report-")));
const elsewhere = mkdtempSync(join(tmpdir(), "earnest-mailed-"));
afterAll(() => {
  rmSync(join(root, folder), { recursive: true });
  rmSync(elsewhere, { recursive: true });
});

/** One of 200 comes out differently; FLOOR moves the gate. */
const SUITE = `
import { agreementAtLeast, defineSuite, inProcess, rows } from "earnest";
const cases = Array.from({ length: 200 }, (_, i) => ({
  raw: { id: "case-" + i, input: { note: "letter " + i }, decisions: [{ actions: [{ type: i === 5 ? "keep" : "close" }] }] },
  where: { file: "memory", line: i + 1 },
}));
const propose = () => ({ kind: "act", actions: [{ type: "close", params: {} }] });
export default defineSuite({ name: "desk", dataset: { name: "desk", cases: rows("memory", cases) }, agent: inProcess({ name: "clerk", version: "1", propose }),
  actions: { close: { title: "Close an account", at: "L1", ask: "L2", climb: [agreementAtLeast(Number(process.env.FLOOR ?? 0.9))] }, keep: {} } });
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

function aRun(): string {
  const dir = join(folder, `copy-${copies++}`, "run");
  cpSync(join(root, made), join(root, dir), { recursive: true });
  return dir;
}

/** What was said, on one line. */
const said = ({ stdout, stderr }: Done) => `${stdout}${stderr}`.replaceAll(/\s+/g, " ");
const page = (dir: string) => join(root, dir, "report.html");

function edited(change: (html: string) => string): string {
  const dir = aRun();
  const html = readFileSync(page(dir), "utf8");
  writeFileSync(page(dir), change(html));
  expect(readFileSync(page(dir), "utf8")).not.toBe(html);
  return page(dir);
}

test("a report in its folder, one that was mailed, and the JSON beside it hold; without its run nothing is confirmed", async () => {
  const dir = aRun();
  const mailed = join(elsewhere, "post", "mailed report.html");
  mkdirSync(join(elsewhere, "post"));
  cpSync(page(dir), mailed);
  const [inPlace, json, away, lost, two] = await Promise.all([
    earnest(["verify", page(dir)]),
    earnest(["verify", join(dir, "report.json")]),
    earnest(["verify", mailed, "--run", dir]),
    earnest(["verify", mailed]),
    earnest(["verify", page(dir), mailed]),
  ]);
  expect(said(inPlace)).toMatch(/ok report.html is what the ledger gives, byte for byte/);
  expect(said(away)).toMatch(/ok mailed report.html is what the ledger gives, byte for byte/);
  expect([inPlace.code, json.code, away.code, lost.code, two.code]).toEqual([0, 0, 0, 2, 2]);
  expect(said(lost)).toMatch(/drawn from a run that is not here: \d{8}T\d{6}Z-desk-\w+ next Get the folder/);
  expect(lost.stdout).not.toContain("ok");
});

test("an edited number is named with its section, its action type, what stands there and what the ledger gives", async () => {
  const file = edited((html) => html.replace(/(<div class="rng"><b>)[\d.]+%/, "$199.9%"));
  const done = await earnest(["verify", file]);
  expect(done.code).toBe(4);
  expect(said(done)).toMatch(
    /FAIL report.html is not what the ledger gives in “Answer”, Close an account: the page says “99\.9%.*”, the ledger gives “9\d\.\d%.*”/,
  );
  expect(said(done)).not.toMatch(/and more|from here on/);
});

test.each<[string, (html: string) => string, RegExp]>([
  [
    "a sentence added",
    (html) => html.replace("</h1>", "</h1><p>All is well.</p>"),
    /the page says “All is well\.”, which the ledger does not give/,
  ],
  [
    "a row removed",
    (html) => html.replace(/<li class="vrow">[\s\S]*?<\/li>/, ""),
    /in “Answer”.*the page lacks “Close an account/,
  ],
  [
    "a word hidden",
    (html) => html.replace('<h1 id="h-answer">', '<h1 id="h-answer" hidden>'),
    /in “Answer”: the markup was changed: it has .*hidden/,
  ],
  ["a style", (html) => html.replace("</style>", ".warnbox{display:none}</style>"), /the style of the page was changed/],
  ["a script", (html) => html.replace(/<script>/, "<script>alert(1);"), /the script of the page was changed/],
  [
    "a script besides",
    (html) => html.replace("</body>", "<script>alert(1)</script></body>"),
    /holds a script that no report has/,
  ],
  [
    "a cell of the record",
    (html) => html.replace('"verdict":"promote"', '"verdict":"hold"'),
    /record of what it was drawn from was changed: answers\[0\]\.verdict is "hold" there, and "promote" by the ledger/,
  ],
  [
    "a letter that looks like another",
    (html) => html.replace(/(<h1 id="h-answer">.*?)a/, "$1\u0430"),
    /the ledger gives “.*” \(U\+0430 there, U\+0061 by the ledger\)/,
  ],
  ["an empty line", (html) => html.replace("</h1>", "</h1>\n"), /the markup was changed: blanks or line ends were put in/],
  ["something behind the end", (html) => `${html}<!-- met -->`, /the markup was changed: it has .*<!-- met -->/],
])("%s is named as what it is", (_, change, says) => {
  const drawn = readFileSync(page(made), "utf8");
  const found = change(drawn);
  expect(found).not.toBe(drawn);
  expect(pageDifferences(found, drawn).join(" ")).toMatch(says);
});

test("pages that have nothing in common, or are no pages, end soon and with a difference", () => {
  const drawn = readFileSync(page(made), "utf8");
  for (const found of [
    "",
    "<",
    "<script",
    "<script>".repeat(10_000),
    "<!--".repeat(100_000),
    "a>".repeat(100_000),
    drawn.slice(0, -1),
  ])
    expect(pageDifferences(found, drawn).length).toBeGreaterThan(0);
  expect(pageDifferences(drawn, drawn)).toEqual([]);
});

test("the content of a case that was changed in the page is named by its case", async () => {
  const { gunzipSync, gzipSync } = await import("node:zlib");
  const file = edited((html) =>
    html.replaceAll(/(id="d\d-\d+">)([^<]*)/g, (_, id: string, base64: string) => {
      const text = gunzipSync(Buffer.from(base64, "base64")).toString().replace("letter 5", "letter five");
      return id + gzipSync(text, { level: 6 }).toString("base64");
    }),
  );
  const done = await earnest(["verify", file]);
  expect(said(done)).toMatch(/the content of case case-5\d* was changed: input\.note is "letter five\d*" there/);
  expect(done.code).toBe(4);
});

test("a flipped byte of the ledger is named by file, line and case; a removed record by its place", async () => {
  const [flipped, removed, cut, anew] = [aRun(), aRun(), aRun(), aRun()];
  const segment = (dir: string) => join(root, dir, "journal", "000001.jsonl");
  const lines = readFileSync(segment(flipped), "utf8").split("\n");
  const at = lines.findIndex((line) => line.includes('"letter 42"'));
  writeFileSync(segment(flipped), lines.with(at, (lines[at] as string).replace("letter 42", "letter 43")).join("\n"));
  writeFileSync(segment(removed), lines.toSpliced(at, 1).join("\n"));
  // Without a trace in the chain: the last record goes, or all are chained again.
  writeFileSync(segment(cut), `${lines.slice(0, -2).join("\n")}\n`);
  rechain(join(root, anew, "journal"), (rows) =>
    (rows.toSpliced(at, 1) as readonly LedgerRow[]).map((row) => (row.kind === "end" ? { ...row, observed: 199 } : row)),
  );
  const [a, b, c, d] = (await Promise.all([flipped, removed, cut, anew].map((dir) => earnest(["verify", page(dir)])))) as [
    Done,
    Done,
    Done,
    Done,
  ];
  expect([a.code, b.code, c.code, d.code]).toEqual([4, 4, 4, 4]);
  expect(said(a)).toMatch(
    new RegExp(
      `000001\\.jsonl:${at + 1}: the ledger was changed .* record ${at + 1} of 000001\\.jsonl, that of case case-42, was changed`,
    ),
  );
  expect(said(b)).toMatch(
    /1 case that the run observed has no record any more: no record stands for place \d+ of the sampling order/,
  );
  expect(said(c)).toMatch(/the report was drawn from a ledger that ended in .* has no such record: records of it were removed/);
  expect(said(d)).toMatch(/has no such record: records of it were removed or changed/);
});

test("a gate that was loosened after the run is named, from and to, with the verdict that it turned", async () => {
  const strict = join(kept, "strict");
  await earnest(["run", suite, "--run-dir", strict, "-q"], { FLOOR: "0.99" });
  const done = await earnest(["verify", page(strict)], { FLOOR: "0.9" });
  expect(done.code).toBe(4);
  expect(said(done)).toMatch(/FAIL the gate was loosened after the run began, in 1 way/);
  expect(said(done)).toMatch(/“Close an account”: insufficient by the rules of the run, and promote by the suite now/);
  expect(said(done)).toMatch(/agreementAtLeast \(floor 0\.99\), and is agreementAtLeast \(floor 0\.9\) now/);
});

test("a page of another version of earnest says so, and what names a folder in its record is never opened", async () => {
  const other = edited((html) => html.replaceAll(/(earnest(?:":"| ))0\./g, "$19."));
  const evil = edited((html) => html.replace(/"runs":\[\{"id":"[^"]*"/, '"runs":[{"id":"../../../\\u001b[31mmade"'));
  const twice = edited((html) => html.replace("</body>", '<script type="application/json" id="drawn">{}</script></body>'));
  const [a, b, c] = await Promise.all([other, evil, twice].map((file) => earnest(["verify", file])));
  expect([a?.code, b?.code, c?.code]).toEqual([3, 2, 2]);
  expect(said(a as Done)).toMatch(/drawn by earnest 9\.\S+, and this is earnest 0\./);
  expect(said(b as Done)).toContain("not here: ../../../U+001B[31mmade");
  expect(said(c as Done)).toMatch(/does not say which run it was drawn from/);
});

test("a run that went on since says so, and that a new report is due", async () => {
  const dir = join(kept, "begun");
  await earnest(["run", suite, "--run-dir", dir, "-q"]);
  const segment = join(root, dir, "journal", "000001.jsonl");
  const whole = readFileSync(segment, "utf8");
  const lines = whole.split("\n");
  writeFileSync(segment, `${lines.slice(0, -2).join("\n")}\n`);
  await earnest(["report", dir]);
  const note = lines.at(-2) as string;
  appendFileSync(segment, `${note}\n`);
  const done = await earnest(["verify", page(dir)]);
  expect(said(done)).toMatch(/went on since the report was drawn, by 1 record: draw a new report/);
  expect(done.code).toBe(3);
});
