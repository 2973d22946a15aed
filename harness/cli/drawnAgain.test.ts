import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gateReport } from "../../reports/gateReport.ts";
import { jsonReport } from "../../reports/jsonReport.ts";
import { ReviewDesk } from "../review/reviewDesk.ts";
import { deskSuite, runFolder, runInto } from "../run/deskRun.ts";
import { judge } from "../run/judge.ts";
import { pageRecord } from "../verify/pageRecord.ts";
import { verifyRun } from "../verify/verifyRun.ts";
import { drawnAgain } from "./drawnAgain.ts";

const suite = deskSuite({
  name: "desk",
  cases: Array.from({ length: 8 }, (_, i) => ({ id: `case-${i}`, decided: ["pay"], proposed: ["keep"] })),
  actions: { pay: {}, keep: {} },
});

async function oneAnswer(dir: string): Promise<void> {
  const who = { reviewer: "R-01", secret: "a secret of at least 16", now: () => "2026-01-01T00:00:00.000Z" };
  const desk = await ReviewDesk.open(suite, dir, who);
  const item = desk.next()?.item ?? -1;
  if (await desk.answer(item, { choice: "both", severity: null, reason: null, told: false })) await desk.guess(item, "unsure");
  await desk.close();
}

async function checked(dir: string, name: string) {
  const report = join(dir, name);
  const record = pageRecord(readFileSync(report, "utf8"));
  const runs = [await verifyRun(dir)];
  const { pages } = drawnAgain({ suite, runs, drills: [], drillsFound: true, report, record });
  return pages.map(({ state, says }) => `${state}: ${says}`);
}

test.each(["report.html", "report.json"])(
  "reviews that came after %s confirm it as it was, and hide no edit of it",
  async (name) => {
    using run = runFolder();
    await runInto(run.path, suite);
    const file = join(run.path, name);
    const draw = () => {
      const { judgement, book } = judge(suite, run.path);
      writeFileSync(file, name.endsWith("json") ? jsonReport(judgement) : gateReport(judgement, book));
    };
    for (const since of ["were begun", "have gone on by 1 entry"]) {
      draw();
      expect(await checked(run.path, name)).toEqual([expect.stringContaining("holds")]);
      await oneAnswer(run.path);
      const { length, 0: first, [1]: second } = await checked(run.path, name);
      expect([length, first]).toEqual([2, expect.stringContaining("holds")]);
      expect(second).toBe(`absent: the reviews of the run run-1 ${since} since the report was drawn: a new report counts them`);
      writeFileSync(file, readFileSync(file, "utf8").replaceAll(/\b8\b/g, "9"));
      expect((await checked(run.path, name))[0]).toMatch(/^broken: report\.\w+ is not what the ledger gives/);
    }
  },
);
