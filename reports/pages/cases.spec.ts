import { expect, test } from "@playwright/test";
import type { CaseBook, CaseEntry, Outcome } from "earnest";
import { openFolds } from "../testing/inPage.ts";
import { pageFile } from "../testing/pageFile.ts";
import { sampleBook } from "../testing/sampleBook.ts";
import { sampleJudgement } from "../testing/sampleJudgement.ts";

const GIVEN = { cases: 10_000 };
let url = "";

test.beforeAll(() => {
  url = pageFile("cases", sampleJudgement(GIVEN), sampleBook(GIVEN, 9_000));
});

test("opens on the cases that differ, in pages of 25", async ({ page }) => {
  await page.goto(`${url}#cases`);
  await expect(page.locator("#case-rows tr")).toHaveCount(25);
  await expect(page.locator("#filter-show")).toHaveValue("different");
  await expect(page.locator("#case-rows")).not.toContainText("same decision");
  await expect(page.locator("#page-info")).toHaveText(/^1 to 25 of [\d,]+ cases$/);
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.locator("#page-info")).toHaveText(/^26 to 50 of /);
});

test("filters by type, by outcome, by seriousness and by number", async ({ page }) => {
  await page.goto(`${url}#cases`);
  await page.locator("#filter-show").selectOption("serious");
  await expect(page.locator("#case-rows tr").first()).toContainText("serious");
  await page.locator("#filter-show").selectOption("params");
  await expect(page.locator("#case-rows tr").first()).toContainText("other details");
  await page.locator("#filter-type").selectOption({ label: "Issue a refund" });
  await page.locator("#filter-side").selectOption("proposed");
  for (const row of await page.locator("#case-rows tr").all())
    await expect(row.locator("td").nth(1)).toHaveText("Issue a refund");
  await page.locator("#filter-type").selectOption("-1");
  await page.locator("#filter-side").selectOption("either");
  await page.locator("#filter-show").selectOption("all");
  await page.locator("#filter-id").fill("rd-00417");
  await expect(page.locator("#case-rows tr")).toHaveCount(1);
  await page.locator("#filter-id").fill("no such case");
  await expect(page.locator("#page-info")).toHaveText("No case matches these filters.");
});

test("a chapter leads to the cases of its type that differ", async ({ page }) => {
  await page.goto(url);
  await page.getByRole("link", { name: "List the cases of this type that differ" }).first().click();
  await expect(page.locator("#filter-type option:checked")).toHaveText("Tag a ticket");
  await expect(page.locator("#case-rows tr").first()).toContainText("Tag a ticket");
});

/** Each case by the types on the agent's side and what became of them; the person's side is the same. */
function bookOf(cases: Readonly<Record<string, Readonly<Record<string, Outcome>>>>): CaseBook {
  const entries = Object.entries(cases).map(([id, held]): CaseEntry => {
    const acts = Object.entries(held).map(([type, outcome]) => ({ type, n: 1, outcome, serious: outcome === "overreach" }));
    const outcome = acts.find((act) => act.outcome !== "match")?.outcome ?? "match";
    const serious = acts.some((act) => act.serious);
    const votes = { decided: acts, proposed: acts, outcome, serious, confidence: null, unstable: false };
    return { id, at: null, ...votes, slices: {}, detail: null, steps: null, stepsApart: false };
  });
  return { entries, total: entries.length, withoutDetail: entries.length };
}

test("the list behind a chapter's number holds the cases in it: those in which this very type differs", async ({ page }) => {
  const judgement = sampleJudgement();
  const [tag, refund] = judgement.types.map(({ type }) => type) as [string, string];
  const joined = { ...judgement.types[2], type: `${tag}, ${refund}`, title: "Both at once" } as (typeof judgement.types)[number];
  const types = [...judgement.types, joined];
  const book = bookOf({
    both: { [tag]: "match", [refund]: "overreach" },
    tag: { [tag]: "params" },
    fine: { [tag]: "match", [refund]: "match" },
    other: { [tag]: "type", [refund]: "params" },
  });
  await page.goto(pageFile("behind", { ...judgement, types }, book));
  const ids = page.locator("#case-rows td:first-child");
  const follow = async (chapter: string, link: RegExp) => {
    await openFolds(page);
    await page.locator(`[id="a-${chapter}"]`).getByRole("link", { name: link }).click();
  };
  await follow(tag, /that differ/);
  await expect(ids).toHaveText(["tag", "other"]);
  await follow(refund, /that differ/);
  await expect(ids).toHaveText(["both", "other"]);
  await follow(refund, /Only the 3 serious/);
  await expect(ids).toHaveText(["both"]);
  await page.locator("#filter-show").selectOption("params");
  await expect(ids).toHaveText(["other"]);
  await page.locator("#filter-type").selectOption({ label: "Both at once" });
  await page.locator("#filter-show").selectOption("all");
  await expect(page.locator("#page-info")).toHaveText("No case matches these filters.");
});

test("a count in the checks leads to exactly the cases it counts", async ({ page }) => {
  const judgement = sampleJudgement();
  const [tag, refund] = judgement.types.map(({ type }) => type) as [string, string];
  const book = bookOf({
    both: { [tag]: "match", [refund]: "overreach" },
    tag: { [tag]: "params" },
    fine: { [tag]: "match", [refund]: "match" },
  });
  await page.goto(pageFile("counted", judgement, book));
  const ids = page.locator("#case-rows td:first-child");
  const cell = (question: string) => page.locator("#checks tr", { hasText: question }).first().locator("td").nth(1);
  await cell("Does it decide as people did?").getByRole("link", { name: "41 different" }).click();
  await expect(ids).toHaveText(["both"]);
  await cell("Does it decide as people did?").getByRole("link", { name: "1,806 of 1,847" }).click();
  await expect(ids).toHaveText(["fine"]);
  await cell("Are serious disagreements rare?").getByRole("link", { name: "3 of 1,847" }).click();
  await expect(ids).toHaveText(["both"]);
  await cell("Does it decide often enough").getByRole("link").click();
  await expect(page.locator("#filter-side")).toHaveValue("decided");
  await expect(page.locator("#filter-show")).toHaveValue("match");
  await expect(cell("Does it give a usable answer?").getByRole("link")).toHaveCount(0);
});

test("a case opens on what the person decided against what the agent proposed, before its input", async ({ page }) => {
  await page.goto(`${url}#case=RD-04321`);
  const [pair, input] = [page.locator("#case-body .pair"), page.locator("#case-body .untrusted").first()];
  await expect(pair).toBeVisible();
  expect((await pair.boundingBox())?.y).toBeLessThan((await input.boundingBox())?.y ?? 0);
});

test("a deep link opens the case, and closing it leaves the address of the list", async ({ page }) => {
  await page.goto(`${url}#case=RD-04321`);
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("heading", { name: "Case RD-04321" })).toBeVisible();
  await expect(dialog).toContainText("The person decided");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/#cases$/);
});

test("the keyboard walks through the list", async ({ page }) => {
  await page.goto(`${url}#cases`);
  const links = page.locator("#case-rows a");
  const [first, second] = [await links.nth(0).innerText(), await links.nth(1).innerText()];
  await links.nth(0).click();
  await expect(page.locator("#case-title")).toHaveText(`Case ${first}`);
  await page.keyboard.press("j");
  await expect(page.locator("#case-title")).toHaveText(`Case ${second}`);
  await page.keyboard.press("k");
  await expect(page.locator("#case-title")).toHaveText(`Case ${first}`);
});

test("a case whose content was left out says how to see it", async ({ page }) => {
  await page.goto(`${url}#case=RD-09500`);
  await expect(page.getByRole("dialog")).toContainText("left out of the page, for size");
  await expect(page.getByRole("dialog")).toContainText("earnest case RUN RD-09500");
});

test("finds words in the text of all cases in the page, and says which were not searched", async ({ page }) => {
  await page.goto(`${url}#cases`);
  await page.locator("#filter-show").selectOption("all");
  await page.locator("#filter-id").fill("order HO-559054:");
  const info = page.locator("#search-info");
  await expect(info).toHaveText(/^Text of 9,000 cases searched\. The text of 1,000 more is not in this page and is not searched/);
  await expect(page.locator("#case-rows td:first-child").first()).toHaveText("RD-00452");
  await page.locator("#case-rows a").first().click();
  await expect(page.getByRole("dialog")).toContainText("order HO-559054");
  await page.keyboard.press("Escape");
  await expect(page.locator("#filter-id")).toHaveValue("order HO-559054:");
  await expect(page.locator("#case-rows a").first()).toBeFocused();
  // A name of a field is no word of a case.
  await page.locator("#filter-id").fill("proposedAction");
  await expect(info).toHaveText(/^Text of 9,000 cases searched/);
  await expect(page.locator("#page-info")).toHaveText("No case matches these filters.");
});

test("filters by sureness, by slice and by attempts that differ", async ({ page }) => {
  await page.goto(`${url}#cases`);
  await page.locator("#filter-show").selectOption("all");
  await page.locator("#filter-sure").selectOption({ label: "95% or more" });
  for (const sure of await page.locator("#case-rows td:last-child").allInnerTexts())
    expect(Number.parseInt(sure, 10)).toBeGreaterThanOrEqual(95);
  await page.locator("#filter-sure").selectOption("any");
  await page.locator("#filter-attempts").check();
  await expect(page.locator("#page-info")).toHaveText("1 to 25 of 323 cases");
  await page.locator("#filter-slice").selectOption("region: north");
  await expect(page.locator("#page-info")).toHaveText("1 to 25 of 108 cases");
});

test("going back closes a case, and closing one goes back; the focus returns to the row of the case read last", async ({
  page,
}) => {
  await page.goto(`${url}#cases`);
  const links = page.locator("#case-rows a");
  await links.nth(2).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page).toHaveURL(/#cases$/);
  await links.nth(2).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("j");
  await expect(page.locator("#case-title")).toHaveText(`Case ${await links.nth(3).innerText()}`);
  await page.keyboard.press("Escape");
  await expect(links.nth(3)).toBeFocused();
  await expect(page).toHaveURL(/#cases$/);
  // Outside of a case letters do nothing.
  await page.keyboard.press("j");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("a mark for what was taken out is drawn as one, and reads as it is written", async ({ page }) => {
  const book = sampleBook({ cases: 20 });
  const entries = book.entries.map((entry) => ({
    ...entry,
    detail: entry.detail?.replaceAll("parcel", "[email:3f2a9c41d07e]") ?? null,
  }));
  await page.goto(`${pageFile("marks", sampleJudgement(), { ...book, entries })}#case=RD-00003`);
  const mark = page.locator("#case-body .taken").first();
  await expect(mark).toHaveText("[email:3f2a9c41d07e]");
});

test("a case with many steps shows all of them, or says how many were left out", async ({ page }) => {
  const book = sampleBook({ cases: 40 });
  await page.goto(`${pageFile("steps", sampleJudgement(), book)}#case=RD-00003`);
  await expect(page.locator("#case-body .steps li")).toHaveCount(11);
  const entries = book.entries.map((entry) => ({ ...entry, steps: null }));
  await page.goto(`${pageFile("few-steps", sampleJudgement(), { ...book, entries })}#case=RD-00003`);
  await expect(page.locator("#case-body .steps li")).toHaveCount(2);
  await expect(page.getByRole("dialog")).toContainText("The first 9 steps are left out of the page, for size");
});
