import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { PAGE_OPTIONS } from "../../reports/pageOptions.ts";
import { sampleBook } from "../../reports/testing/sampleBook.ts";
import { sampleJudgement } from "../../reports/testing/sampleJudgement.ts";
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
    expect.objectContaining({ code: "USAGE", next: expect.stringMatching(/\.html, \.json, \.md, \.xml, \.csv/) }),
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
