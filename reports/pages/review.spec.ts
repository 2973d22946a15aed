import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page, test } from "@playwright/test";
import type { AxeResults } from "axe-core";
import { type ReviewApp, reviewApp } from "../testing/reviewApp.ts";
import { type SeenPair, tellApart } from "../testing/tellApart.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RUN = `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })`;
/** What at least 95% of coins come to that are thrown a hundred times. */
const CHANCE = { least: 40, most: 60 };

/** Where both boxes begin that the app shows now, as markup. */
const BOXES = `[...document.querySelectorAll(".box")].map((box) => box.outerHTML)`;
const STORED = `localStorage.length + sessionStorage.length + Number(document.cookie !== "")`;

/** Judges everything by keyboard, and keeps what was seen: the boxes as markup and as bytes of the API. */
async function judgeAll(page: Page, { url, sides, asked }: ReviewApp) {
  const served: Promise<{ shown: { item: number; boxes: object[] } | null }>[] = [];
  page.on("response", (answer) => answer.url().endsWith("/api/next") && served.push(answer.json()));
  await page.goto(url);
  const markup: string[][] = [];
  for (let n = 0; n < sides.length; n++) {
    await expect(page.locator("#progress")).toHaveText(`${n} of ${sides.length} done`);
    markup.push(await page.evaluate(BOXES));
    await page.keyboard.press("3");
    await page.keyboard.press("Enter");
    await expect(
      page.locator(`#guessing:not([hidden]), #progress:text-is("${n + 1} of ${sides.length} done")`).first(),
    ).toBeVisible();
    if (await page.locator("#guessing").isVisible()) await page.keyboard.press("0");
  }
  await expect(page.locator("#done")).toBeVisible();
  const shown = (await Promise.all(served)).flatMap((one) => one.shown ?? []);
  const pairs = (boxes: (n: number) => readonly string[]) =>
    shown.map(({ item }, n): SeenPair => {
      const [left = "", right = ""] = boxes(n);
      return { left, right, agent: sides[item] ?? "left", asked: asked[item] ?? false };
    });
  // Padding is as much a sign as a word is.
  const api = pairs((n) => shown[n]?.boxes.map((box) => JSON.stringify(box).replaceAll(" ", "_")) ?? []);
  return { page: pairs((n) => markup[n] ?? []), api };
}

test("nothing that reaches a reviewer lets a classifier tell the agent, in markup or in bytes", async ({ page }) => {
  test.setTimeout(120_000);
  using app = await reviewApp(200);
  const seen = await judgeAll(page, app);
  for (const pairs of [seen.page, seen.api]) {
    expect(pairs).toHaveLength(200);
    const right = tellApart(pairs);
    expect(right).toBeGreaterThanOrEqual(CHANCE.least);
    expect(right).toBeLessThanOrEqual(CHANCE.most);
  }
  expect(await page.evaluate(STORED)).toBe(0);
});

test("the same classifier finds a field that only the agent sets", async ({ page }) => {
  test.setTimeout(120_000);
  using app = await reviewApp(60, 0, true);
  const seen = await judgeAll(page, app);
  expect(tellApart(seen.page)).toBeGreaterThan(27);
  expect(tellApart(seen.api)).toBeGreaterThan(27);
});

test("works by keyboard alone: choose, give a reason, save, take back, step aside, read the keys and turn them off", async ({
  page,
}) => {
  using app = await reviewApp(12);
  const outside: string[] = [];
  page.on(
    "request",
    (request) =>
      new URL(request.url()).host === new URL(app.url).host || request.url().startsWith("data:") || outside.push(request.url()),
  );
  const problems: string[] = [];
  page.on("console", (said) => said.type() === "error" && problems.push(said.text()));
  await page.goto(app.url);
  await expect(page).toHaveURL(/\/$/);
  await expect(page.locator("#progress")).toHaveText("0 of 12 done");
  // What stands in a case is text.
  await expect(page.locator("#context")).toContainText("<b>Message</b>");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toHaveText("Choose an answer first.");
  await page.keyboard.press("f");
  await expect(page.locator("#told")).toHaveAttribute("aria-pressed", "true");
  await expect(page.locator("#severity")).toBeDisabled();
  await page.keyboard.press("1");
  await expect(page.getByRole("radio", { name: "Left" })).toBeFocused();
  await expect(page.locator("#how")).toHaveText("If the other were done, how bad?");
  await page.keyboard.press("3");
  await expect(page.locator("#severity")).toBeDisabled();
  await page.keyboard.press("4");
  await expect(page.locator("#how")).toHaveText("If either were done, how bad?");
  await page.keyboard.press("w");
  await page.keyboard.type("z x 1");
  await expect(page.locator("#reason")).toHaveValue("z x 1");
  await page.keyboard.press("Enter");
  await expect(page.locator("#progress")).toHaveText("1 of 12 done");
  await page.keyboard.press("w");
  await page.keyboard.type("half a");
  await page.keyboard.press("Escape");
  await page.keyboard.press("z");
  await expect(page.locator("#progress")).toHaveText("0 of 12 done");
  // What was said is there again, and so is what had been begun.
  await expect(page.locator("#reason")).toHaveValue("z x 1");
  await expect(page.locator("#choices input:checked")).toHaveValue("neither");
  await page.keyboard.press("x");
  await expect(page.locator("#progress")).toHaveText("0 of 11 done");
  await expect(page.locator("#reason")).toHaveValue("half a");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.locator("#keys-on").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  for (const _ of ["at once", "loaded again"]) {
    await page.keyboard.press("z");
    await page.keyboard.press("1");
    await expect(page.locator("#choices input:checked")).toHaveCount(0);
    await expect(page.locator("#progress")).toHaveText("0 of 11 done");
    await page.reload();
    await expect(page.locator("#keys-on")).not.toBeChecked();
  }
  expect(outside).toEqual([]);
  expect(problems).toEqual([]);
});

test("a key held down acts once", async ({ page }) => {
  using app = await reviewApp(12);
  await page.goto(app.url);
  await expect(page.locator("#progress")).toHaveText("0 of 12 done");
  await page.keyboard.down("x");
  for (const left of [11, 11, 11]) {
    await expect(page.locator("#progress")).toHaveText(`0 of ${left} done`);
    await page.keyboard.down("x");
  }
  await page.keyboard.up("x");
  await page.keyboard.press("x");
  await expect(page.locator("#progress")).toHaveText("0 of 10 done");
});

test("asks which was the agent beside the boxes, also after the page was loaded again", async ({ page }) => {
  using app = await reviewApp(60);
  await page.goto(app.url);
  const asked = page.locator("#guessing:not([hidden])");
  for (let n = 0; n < 60 && !(await asked.isVisible()); n++) {
    await expect(page.locator("#progress")).toHaveText(`${n} of 60 done`);
    await page.keyboard.press("3");
    await page.keyboard.press("Enter");
    await expect(page.locator(`#guessing:not([hidden]), #progress:text-is("${n + 1} of 60 done")`).first()).toBeVisible();
  }
  const boxes = await page.evaluate(BOXES);
  expect(boxes).toHaveLength(2);
  await expect(page.locator(".box").first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Which was the agent?");
  expect(await page.evaluate(BOXES)).toEqual(boxes);
  await page.keyboard.press("1");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Which decision would you stand behind?");
});

for (const [width, colorScheme] of [
  [1280, "light"],
  [390, "dark"],
] as const) {
  test(`${width} wide, ${colorScheme}: axe finds nothing, and nothing is cut off`, async ({ browser }) => {
    using app = await reviewApp(2, 1);
    const context = await browser.newContext({ bypassCSP: true, colorScheme, viewport: { width, height: 900 } });
    const page = await context.newPage();
    await page.goto(app.url);
    await expect(page.locator("#progress")).toHaveText(/^0 of/);
    await page.addScriptTag({ content: AXE });
    for (let n = 0; n < 3; n++) {
      await expect(page.locator("#progress")).toHaveText(`${n} of 3 done`);
      const { violations }: AxeResults = await page.evaluate(RUN);
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      await page.keyboard.press("4");
      await page.keyboard.press("Enter");
      await expect(page.locator(`#guessing:not([hidden]), #progress:text-is("${n + 1} of 3 done")`).first()).toBeVisible();
      if (await page.locator("#guessing").isVisible()) await page.keyboard.press("0");
    }
    await context.close();
  });
}
