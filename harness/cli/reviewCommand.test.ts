import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { reviewsOf } from "../evidence/reviewLog.ts";
import { lockFolder } from "../journal/lock.ts";
import { ReviewDesk } from "../review/reviewDesk.ts";
import { deskSuite, runFolder, runInto } from "../run/deskRun.ts";
import { reviewCommand } from "./reviewCommand.ts";

const suite = deskSuite({
  name: "desk",
  cases: [0, 1].map((i) => ({ id: `case-${i}`, decided: ["pay"], proposed: ["keep"] })),
  actions: { pay: {}, keep: {} },
});

async function reviewedRun(reviewers: readonly string[]) {
  const folder = runFolder();
  const dir = join(folder.path, "run");
  await runInto(dir, suite);
  for (const reviewer of reviewers) {
    const given = { reviewer, secret: "a secret of at least 16", now: () => "2026-01-01T00:00:00.000Z" };
    const desk = await ReviewDesk.open(suite, dir, given);
    for (let one = desk.next(); one !== null; one = desk.next())
      if (await desk.answer(one.item, { choice: "left", severity: null, reason: null, told: false }))
        await desk.guess(one.item, "unsure");
    await desk.close();
  }
  return { dir, csv: join(folder.path, "reviews.csv"), [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

const exported = (dir: string, file: string) => reviewCommand(dir, { as: "R-01", port: 0, export: file, json: true });
const rulings = (file: string) => {
  const [head = [], ...rows] = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  return rows.flatMap((row) => (row[head.indexOf("what")] === "answer" ? [row[head.indexOf("ruling")]] : []));
};

describe("reviews as CSV", () => {
  test("do not say whose a side was while anything waits for a reviewer", async () => {
    using early = await reviewedRun(["R-01"]);
    await exported(early.dir, early.csv);
    expect(rulings(early.csv)).toEqual(["", ""]);
    using late = await reviewedRun(["R-01", "R-02", "R-03"]);
    await exported(late.dir, late.csv);
    expect(new Set(rulings(late.csv))).toEqual(new Set(["agent", "person"]));
  });

  test("are written to a CSV outside of the run, and never over what it keeps", async () => {
    using run = await reviewedRun(["R-01"]);
    const log = join(reviewsOf(run.dir), "000001.jsonl");
    const before = readFileSync(log, "utf8");
    for (const file of [log, join(run.dir, "reviews.csv"), join(reviewsOf(run.dir), "x.csv"), run.csv.replace("csv", "txt")])
      await expect(exported(run.dir, file)).rejects.toMatchObject({ code: "USAGE" });
    expect(readFileSync(log, "utf8")).toBe(before);
  });

  test("wait until nobody is reviewing", async () => {
    using run = await reviewedRun(["R-01"]);
    using _held = lockFolder(reviewsOf(run.dir), "review log");
    await expect(exported(run.dir, run.csv)).rejects.toMatchObject({ code: "RUN_LOCKED" });
    expect(existsSync(run.csv)).toBe(false);
  });
});
