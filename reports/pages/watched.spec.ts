import { expect, test } from "@playwright/test";
import { openFolds, pageSize, tornWords } from "../testing/inPage.ts";
import { pageFile } from "../testing/pageFile.ts";
import { sampleBook } from "../testing/sampleBook.ts";
import { sampleJudgement } from "../testing/sampleJudgement.ts";

const GIVEN = { cases: 300 };
let observed = "";

test.beforeAll(() => {
  observed = pageFile("observed", sampleJudgement(GIVEN), sampleBook(GIVEN));
});

test("who waived the wall stands between the headline and the verdicts", async ({ page }) => {
  await page.goto(observed);
  const waived = page.locator("#answer .waived");
  await expect(waived).toContainText("Kim Lee waived it: “the desk can undo it”");
  const [headline, said, first] = [page.locator("h1"), waived, page.locator(".vrow").first()];
  const tops = await Promise.all([headline, said, first].map(async (one) => (await one.boundingBox())?.y ?? 0));
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));
  const given = { ...GIVEN, isolation: "I3" as const };
  await page.goto(pageFile("sealed", sampleJudgement(given), sampleBook(given)));
  await expect(page.locator(".waived")).toHaveCount(0);
  await expect(page.locator("#watched .find")).toContainText("sealed by the kernel (I3)");
  await expect(page.locator("#watched .canary .st-fail")).toHaveCount(0);
});

test("what was built is there to be checked: the table of the canary, and the command to its last word", async ({ page }) => {
  await page.goto(observed);
  const rows = page.locator("#watched .canary tbody tr");
  await expect(rows).toHaveCount(14);
  await expect(rows.filter({ hasText: "Open" })).toHaveCount(2);
  await expect(page.locator("#watched")).toContainText("2 were open");
  const command = page.locator("#wall-command");
  await expect(command).toContainText("--disable-userns");
  expect((await command.innerText()).replaceAll(/\s+/g, " ").trim()).toBe(sampleJudgement(GIVEN).run.wall?.command.join(" "));
});

test("a long word of the command, on a phone, wraps and never scrolls sideways", async ({ page }) => {
  const judgement = sampleJudgement(GIVEN);
  const { wall } = judgement.run;
  if (wall === null || wall === undefined) throw new Error("the sample has a wall");
  const command = [...wall.command, `--ro-bind=/${"folder/".repeat(60)}`, "two words"];
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(pageFile("long", { ...judgement, run: { ...judgement.run, wall: { ...wall, command } } }, sampleBook(GIVEN)));
  await openFolds(page);
  expect((await pageSize(page)).width).toBe(390);
  const box = page.locator("#wall-command");
  await expect(box).toContainText("'two words'");
  expect(await box.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
});

for (const media of ["screen", "print"] as const)
  test(`the ways out that the canary tried keep their words whole: ${media}, narrow`, async ({ page }) => {
    const judgement = sampleJudgement(GIVEN);
    const { wall } = judgement.run;
    if (wall === null || wall === undefined) throw new Error("the sample has a wall");
    const canary = [
      { route: "TCP connection", blocked: true, saw: "ECONNREFUSED, unshare failed: No space left on device", ms: 103.5 },
      ...wall.canary,
    ];
    await page.emulateMedia({ media });
    await page.setViewportSize({ width: media === "print" ? 680 : 390, height: 844 });
    await page.goto(
      pageFile(`narrow-${media}`, { ...judgement, run: { ...judgement.run, wall: { ...wall, canary } } }, sampleBook(GIVEN)),
    );
    const torn = await tornWords(page, "#watched .canary th");
    expect(torn).toEqual([]);
    expect((await pageSize(page)).width).toBe(media === "print" ? 680 : 390);
  });

test("an attempt out leads to the case, which shows it and every step in words", async ({ page }) => {
  await page.goto(observed);
  await page.locator("#watched .breaches").getByRole("link", { name: "RD-00003" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("heading", { name: "Case RD-00003" })).toBeVisible();
  await expect(dialog.locator(".tried")).toContainText("network https://example.invalid/");
  const steps = dialog.locator(".steps li");
  for (const said of [
    "Asked a model: POST /chat/completions gpt-5-mini, answered 200, 920 tokens in, 60 out",
    "Looked up orders.get on record",
    "a stand-in of the suite answered",
    "Asked for refund",
    "as things stood before an act it asked for",
    "Asked in vain for refund",
    "Called a tool that is not there: web_search",
    "Tried to reach GET https://evil.invalid/ and was refused: nothing else goes out",
    "Tried outside its tools: network",
    "Failed here, and was asked again",
  ])
    await expect(steps.filter({ hasText: said }), said).not.toHaveCount(0);
  await expect(dialog).toContainText("gpt-5-mini: 2 calls, 1,840 tokens in, 120 out");
});

test("a trace of thousands of steps shows the first, and says where the others are", async ({ page }) => {
  const book = sampleBook(GIVEN);
  const entries = book.entries.map((entry, i) => {
    if (i > 0 || entry.detail === null) return entry;
    const detail = JSON.parse(entry.detail) as { attempts: { observation: { trace: { steps: object[] } } }[] };
    for (const { observation } of detail.attempts) observation.trace.steps = Array(5_000).fill({ kind: "thought" });
    return { ...entry, detail: JSON.stringify(detail) };
  });
  await page.goto(`${pageFile("thousands", sampleJudgement(GIVEN), { ...book, entries })}#case=RD-00000`);
  await expect(page.locator("#case-body .steps li")).toHaveCount(200);
  await expect(page.locator("#case-body")).toContainText("4,800 more steps are not shown here");
});

test("failures are told in words with their first case, and the cost with what it leaves out", async ({ page }) => {
  await page.goto(observed);
  await expect(page.locator("#failures .find")).toHaveText("In 8 cases of 300 the agent gave nothing usable.");
  await expect(page.locator("#failures tbody tr").first()).toContainText("too late");
  await expect(page.locator("#took")).toContainText("1 model has no price");
  await expect(page.locator("#took tfoot")).toContainText("at least 1.52");
  await expect(page.locator(".facts")).toContainText("Model calls 2,412, at least 1.52");
  await expect(page.locator(".facts")).toContainText("Attempts to act outside its tools 16 seen, not all watched");
});

test("where nothing was called, nothing failed and nothing was built, the page says so or says nothing", async ({ page }) => {
  const judgement = sampleJudgement({ cases: 0 });
  await page.goto(pageFile("nothing", { ...judgement, run: { ...judgement.run, wall: null } }, sampleBook({ cases: 0 })));
  await expect(page.locator(".facts")).toContainText("Attempts to act outside its tools not watched");
  for (const id of ["failures", "took"]) await expect(page.locator(`#${id}`)).toHaveCount(0);
  for (const said of ["so there is no canary and no claim", "was not watched", "looked nothing up"])
    await expect(page.locator("#watched")).toContainText(said);
  await expect(page.locator("#watched")).not.toContainText("No attempt to act");
  const { wall } = sampleJudgement(GIVEN).run;
  if (wall === null || wall === undefined) throw new Error("the sample has a wall");
  await page.goto(
    pageFile("untried", { ...judgement, run: { ...judgement.run, wall: { ...wall, canary: [] } } }, sampleBook({ cases: 0 })),
  );
  await expect(page.locator("#watched")).toContainText("No canary was sent. No canary, no claim.");
  await expect(page.locator("#watched")).not.toContainText("“Blocked” is");
  await page.goto(pageFile("quiet", sampleJudgement({ cases: 0, isolation: "I3" }), sampleBook({ cases: 0 })));
  await expect(page.locator(".facts")).toContainText("Attempts to act outside its tools none");
  await expect(page.locator("#watched")).toContainText("No attempt to act outside its tools is on record");
});
