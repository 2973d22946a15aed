import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { agreementAtLeast } from "../criteria/agreementAtLeast.ts";
import { firstRecord, REVIEW_LOG, readReviews, reviewsAfter, reviewsOf } from "../evidence/reviewLog.ts";
import { beginJournal, Journal } from "../journal/journal.ts";
import { deskSuite, runFolder, runInto } from "../run/deskRun.ts";
import { judge } from "../run/judge.ts";
import { verifyPages } from "../verify/verifyPages.ts";
import { planReview } from "./planReview.ts";
import { ReviewDesk } from "./reviewDesk.ts";

const suite = deskSuite({
  name: "desk",
  cases: Array.from({ length: 8 }, (_, i) => ({ id: `case-${i}`, decided: ["pay"], proposed: ["keep"] })),
  actions: { pay: { climb: [agreementAtLeast(0.5)], stay: [] }, keep: { climb: [agreementAtLeast(0.5)], stay: [] } },
});
const who = { reviewer: "R-01", secret: "a secret of at least 16", now: () => "2026-01-01T00:00:00.000Z" };

async function observed() {
  const folder = runFolder();
  await runInto(folder.path, suite);
  return folder;
}

async function answered(dir: string): Promise<void> {
  const desk = await ReviewDesk.open(suite, dir, who);
  for (const _ of [1, 2, 3]) {
    const said = { choice: "both" as const, severity: null, reason: null, told: false };
    const item = desk.next()?.item ?? -1;
    if (await desk.answer(item, said)) await desk.guess(item, "unsure");
  }
  await desk.close();
}

async function plannedFor(dir: string, other: object): Promise<void> {
  const journal = new Journal(REVIEW_LOG, reviewsOf(dir), await beginJournal(reviewsOf(dir)));
  await journal.writeText(JSON.stringify(firstRecord({ ...planReview(suite, dir), ...other }, who.secret, who.now())));
  await journal.close();
}

function lastLineOff(folder: string): void {
  const file = join(
    folder,
    readdirSync(folder)
      .filter((name) => name.endsWith(".jsonl"))
      .sort()
      .at(-1) as string,
  );
  writeFileSync(file, readFileSync(file, "utf8").replace(/[^\n]*\n$/, ""));
}

describe("reviews count", () => {
  test("for the run they were planned for, and nowhere after it has gone on", async () => {
    using run = await observed();
    await plannedFor(run.path, { ledgerHead: "0".repeat(32) });
    const { judgement } = judge(suite, run.path);
    expect(judgement.reviewed).toBeNull();
    expect(judgement.run.notes.join()).toContain("The reviews of the run run-1 do not count");
    await expect(ReviewDesk.open(suite, run.path, who)).rejects.toMatchObject({ code: "RESUME_CHANGED" });
  });

  test("under other rules with a word of it; nobody goes on with a plan that would be another one now", async () => {
    using run = await observed();
    await plannedFor(run.path, { rules: "other rules", items: [] });
    expect(judge(suite, run.path).judgement.run.notes.join()).toContain("planned by other rules");
    await expect(ReviewDesk.open(suite, run.path, who)).rejects.toThrow("would have other cases judged");
  });

  test("without what was being written when it was cut off, which is said once and changes no report", async () => {
    using run = await observed();
    await answered(run.path);
    const before = judge(suite, run.path).judgement;
    appendFileSync(join(reviewsOf(run.path), "000001.jsonl"), "abc");
    expect(judge(suite, run.path).judgement).toEqual(before);
    const desk = await ReviewDesk.open(suite, run.path, who);
    expect(desk.torn).toBe(3);
    await desk.close();
    expect(judge(suite, run.path).judgement).toEqual(before);
  });
});

describe("the log", () => {
  test.each([
    ["an answer in the middle", (lines: string[]) => lines.map((line, i) => (i === 2 ? line.replace('"both"', '"left"') : line))],
    [
      "the last answer",
      (lines: string[]) => lines.map((line, i) => (i === lines.length - 1 ? line.replace('"both"', '"left"') : line)),
    ],
    ["a row that is gone", (lines: string[]) => lines.filter((_, i) => i !== 2)],
    ["the plan", (lines: string[]) => lines.map((line, i) => (i === 0 ? line.replace('"double":true', '"double":false') : line))],
  ])("refuses %s by name", async (_, change) => {
    using run = await observed();
    await answered(run.path);
    const file = join(reviewsOf(run.path), "000001.jsonl");
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    writeFileSync(file, `${change(lines).join("\n")}\n`);
    expect(() => judge(suite, run.path)).toThrow(/review log was changed/);
    await expect(ReviewDesk.open(suite, run.path, { ...who, reviewer: "R-02" })).rejects.toMatchObject({
      code: "LEDGER_CORRUPT",
    });
  });
});

test("a run that has not ended is not planned for, nor one without cases", async () => {
  using run = await observed();
  lastLineOff(join(run.path, "journal"));
  expect(() => planReview(suite, run.path)).toThrow("the run has not ended");
});

test("a report that was drawn with more reviews than the log holds is broken, and no new one heals it", async () => {
  using run = await observed();
  await answered(run.path);
  const { judgement } = judge(suite, run.path);
  writeFileSync(join(run.path, "report.json"), JSON.stringify(judgement));
  const check = () => {
    const reviews = [
      {
        run: "run-1",
        head: readReviews(run.path, "run-1")?.head ?? null,
        after: (head: string) => reviewsAfter(run.path, head),
      },
    ];
    const now = { rules: suite.digest, runs: ["run-1"], named: [], files: [], reviews };
    return verifyPages(run.path, { "report.json": (found) => found }, now);
  };
  expect(check()).toMatchObject([{ state: "holds" }]);
  const desk = await ReviewDesk.open(suite, run.path, who);
  await desk.recuse(desk.next()?.item ?? -1);
  await desk.close();
  expect(check()).toMatchObject([{ state: "holds" }, { state: "absent", says: expect.stringContaining("gone on by 1 entry") }]);
  lastLineOff(reviewsOf(run.path));
  expect(check()).toMatchObject([{ state: "holds" }]);
  const first = join(reviewsOf(run.path), "000001.jsonl");
  writeFileSync(first, readFileSync(first, "utf8").replace(/[^\n]*\n$/, ""));
  expect(check()).toMatchObject([
    { state: "broken", says: expect.stringContaining("records of it were removed") },
    { state: "unknown", says: expect.stringContaining("nothing in it is confirmed") },
  ]);
});
