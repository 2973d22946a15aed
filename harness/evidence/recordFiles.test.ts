import { createHash } from "node:crypto";
import { appendFileSync, mkdtempDisposableSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { deskSuite, runFolder, runInto } from "../run/deskRun.ts";
import { judge } from "../run/judge.ts";
import { recordFiles } from "./recordFiles.ts";

const CHANGED = "All action types: the record of drills was changed since the run began, not only added to.";
const drill = (restored: number) =>
  JSON.stringify({ type: "close", at: "2026-10-01", agent: "1", by: "ops", system: "copy", actions: 5, restored, seconds: 60 });
const cases = Array.from({ length: 5 }, (_, i) => ({ id: `case-${i}`, decided: ["close"], proposed: ["close"] }));

async function observed(drills: string | undefined) {
  const folder = mkdtempDisposableSync(join(tmpdir(), "earnest-files-"));
  const file = join(folder.path, "drills.jsonl");
  if (drills !== undefined) writeFileSync(file, drills);
  const suite = deskSuite({ cases, actions: { close: { at: "L3", ask: "L4" } }, drills: file });
  const run = runFolder();
  await runInto(run.path, suite);
  const judged = () => judge(suite, run.path).judgement;
  const gone = () => {
    for (const one of [folder, run]) one[Symbol.dispose]();
  };
  return { file, suite, judged, dir: run.path, [Symbol.dispose]: gone };
}

test("a judgement names the files it rests on, by the digest of their bytes", async () => {
  using run = await observed(`${drill(5)}\n${drill(4)}\n`);
  const { files, run: header, loosened } = run.judged();
  expect(files).toEqual([
    { name: "drills", records: 2, digest: createHash("sha256").update(readFileSync(run.file)).digest("hex") },
  ]);
  expect(header.files).toEqual(files);
  expect(loosened).toEqual([]);
});

test.each([
  ["only added to", (text: string) => `${text}\n${drill(3)}\n`, []],
  [
    "ended with a line feed, or in lines of another system",
    (text: string) => `\uFEFF${text.replaceAll("\n", "\r\n")}\r\n\r\n`,
    [],
  ],
  ["changed in a record", (text: string) => text.replace('"restored":4', '"restored":5'), [CHANGED]],
  ["without one of its records", (text: string) => text.slice(0, text.indexOf("\n")), [CHANGED]],
  ["turned around, and added to", (text: string) => [...text.split("\n").reverse(), drill(5)].join("\n"), [CHANGED]],
])("records that were there when a run began, and are %s", async (_, change, said) => {
  using run = await observed(`${drill(5)}\n${drill(4)}`);
  writeFileSync(run.file, change(readFileSync(run.file, "utf8")));
  expect(run.judged().loosened.map(({ says }) => says)).toEqual(said);
});

test("a file that came to be after the run began was only added to; one that is gone is an error, as before", async () => {
  using run = await observed(undefined);
  expect(recordFiles(run.suite)).toEqual([]);
  appendFileSync(run.file, `${drill(5)}\n`);
  expect(run.judged()).toMatchObject({ loosened: [], files: [{ records: 1 }], run: { files: [] } });
  rmSync(run.file);
  expect(() => run.judged()).toThrow(expect.objectContaining({ code: "DATA_MISSING" }));
});

test("records that the suite does not name any longer are gone", async () => {
  using run = await observed(drill(5));
  const { drills: _, ...rest } = run.suite;
  expect(judge(rest as typeof run.suite, run.dir).judgement).toMatchObject({
    loosened: [{ type: null, says: CHANGED }],
    files: [],
  });
});
