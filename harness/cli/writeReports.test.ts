import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { PAGE_OPTIONS } from "../../reports/pageOptions.ts";
import { sampleBook } from "../../reports/testing/sampleBook.ts";
import { sampleJudgement } from "../../reports/testing/sampleJudgement.ts";
import type { CaseEntry } from "../run/caseBook.ts";
import { checkOutputs, writeReports } from "./writeReports.ts";

const folder = mkdtempSync(join(tmpdir(), "earnest-outputs-"));
afterAll(() => rmSync(folder, { recursive: true }));
const judged = { judgement: sampleJudgement(), book: sampleBook({ cases: 20 }) };

function place(name: string): string {
  const dir = join(folder, name);
  mkdirSync(dir);
  return dir;
}

test("each file by its ending, as many as are named, and twice the same bytes", async () => {
  const dir = place("kinds");
  const files = ["a.html", "a.json", "a.md", "junit.xml", "cases.csv", "b.MD"].map((name) => join(dir, name));
  expect(await writeReports(judged, [dir], files, PAGE_OPTIONS)).toEqual(files);
  const read = () => files.map((file) => readFileSync(file, "utf8"));
  const first = read();
  expect(first.map((text) => text.slice(0, 12))).toEqual([
    "<!doctype ht",
    '{\n  "schema"',
    "<!-- earnest",
    "<?xml versio",
    "case,at,pers",
    "<!-- earnest",
  ]);
  await writeReports(judged, [dir], files, PAGE_OPTIONS);
  expect(read()).toEqual(first);
});

test("an ending that means nothing is refused with all that are known, and so is a folder that is not there", () => {
  expect(() => checkOutputs([join(folder, "report.docx")])).toThrow(
    expect.objectContaining({ code: "USAGE", next: expect.stringMatching(/\.json, \.md, \.xml, \.csv, \.html, \.pdf/) }),
  );
  expect(() => checkOutputs([join(folder, "nowhere", "report.md")])).toThrow(expect.objectContaining({ code: "OUTPUT" }));
});

test("a folder in a report's place is refused before anything is run, and so is one that is closed to writing", () => {
  const dir = place("folder.md");
  expect(() => checkOutputs([dir])).toThrow(
    expect.objectContaining({ code: "OUTPUT", message: expect.stringContaining("is a folder") }),
  );
  const closed = place("closed");
  chmodSync(closed, 0o555);
  const check = () => checkOutputs([join(closed, "report.md")]);
  // To root no folder is closed.
  if (process.getuid?.() === 0) check();
  else expect(check).toThrow(expect.objectContaining({ code: "OUTPUT" }));
});

test("what cannot be written leaves what is there, and no draft", async () => {
  const dir = place("taken");
  mkdirSync(join(dir, "report.md"));
  await expect(writeReports(judged, [dir], [join(dir, "report.md")], PAGE_OPTIONS)).rejects.toThrow(
    expect.objectContaining({ code: "OUTPUT" }),
  );
  expect(readdirSync(dir)).toEqual(["report.md"]);
});

test("a file takes the place of the one before it, through a link as well, and leaves nothing beside it", async () => {
  const dir = place("link");
  writeFileSync(join(dir, "kept.md"), "before");
  symlinkSync(join(dir, "kept.md"), join(dir, "link.md"));
  await writeReports(judged, [dir], [join(dir, "link.md")], PAGE_OPTIONS);
  expect(readFileSync(join(dir, "kept.md"), "utf8")).toMatch(/^<!-- earnest/);
  expect(readdirSync(dir).sort()).toEqual(["kept.md", "link.md"]);
});

test("a browser that prints nothing costs no other report", async () => {
  const dir = place("no-paper");
  vi.stubEnv("EARNEST_BROWSER", "/bin/false");
  const files = ["report.pdf", "junit.xml"].map((name) => join(dir, name));
  await expect(writeReports(judged, [dir], files, PAGE_OPTIONS)).rejects.toThrow(/the PDF was not printed/);
  vi.unstubAllEnvs();
  expect(readdirSync(dir)).toEqual(["junit.xml"]);
});

test("cases that the list of cases leaves out are counted where it is made", async () => {
  const dir = place("few");
  using said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  await writeReports({ ...judged, book: { ...judged.book, total: 1_020 } }, [dir], [join(dir, "cases.csv")], PAGE_OPTIONS);
  expect(said.mock.calls.flat().join("")).toContain("1,000 cases of 1,020 are left out");
  expect(readFileSync(join(dir, "cases.csv"), "utf8").trim().split("\r\n")).toHaveLength(21);
});

const EMAIL = "erika@private-post.example.org";
const redaction = { counts: {}, except: [], country: null, keyedBy: null, reversible: false, none: null };
const redacted = (patterns: readonly string[]) => ({
  ...judged.judgement,
  run: { ...judged.judgement.run, redaction: { ...redaction, patterns } },
});
const [first, ...others] = judged.book.entries as [CaseEntry, ...CaseEntry[]];
const named = { ...judged.book, entries: [{ ...first, id: EMAIL, detail: null, steps: null }, ...others] };

test("an id that redaction should have changed stops every file that lists cases, and no other", async () => {
  const dir = place("id");
  const files = ["a.html", "a.csv", "a.json", "a.md"].map((name) => join(dir, name));
  const write = (cases: "all" | "none") =>
    writeReports({ judgement: redacted(["email"]), book: named }, [dir], files, { ...PAGE_OPTIONS, cases });
  for (const cases of ["all", "none"] as const) await expect(write(cases)).rejects.toThrow(/still holds in id what/);
  expect(readdirSync(dir).sort()).toEqual(["a.json", "a.md"]);
});

test("ids and words of the suite's owner that look personal are told of where nothing has to be taken out", async () => {
  const dir = place("owner");
  using said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const [type, ...types] = redacted([]).types;
  const judgement = { ...redacted([]), types: [{ ...(type as (typeof types)[number]), about: `Ask ${EMAIL}` }, ...types] };
  const files = ["a.html", "a.csv", "a.md"].map((name) => join(dir, name));
  await writeReports({ judgement, book: named }, [dir], files, { ...PAGE_OPTIONS, cases: "none" });
  const told = said.mock.calls.flat().join("");
  expect(told).toMatch(/Every report holds what looks like personal data outside its cases \(in types\.0\.about\)/);
  expect(told).toContain("1 case in the CSV has an id that looks like personal data");
  expect(told).toContain("1 case of 20 in the page has an id or a slice that looks like personal data");
  expect(told).not.toContain(EMAIL);
});

test("a size that is asked for is kept to, also where it is the usual one", async () => {
  const dir = place("asked");
  const write = (asked?: number) =>
    writeReports(judged, [dir], [join(dir, "a.html")], { ...PAGE_OPTIONS, megabytes: 0.1 }, asked);
  await expect(write(0.1)).rejects.toThrow(/0\.1 MB is the most/);
  await write();
  expect(readdirSync(dir)).toEqual(["a.html"]);
});
