import { expect, test } from "@playwright/test";
import { pageFile } from "../testing/pageFile.ts";
import { sampleBook } from "../testing/sampleBook.ts";
import { sampleJudgement } from "../testing/sampleJudgement.ts";

const GIVEN = { cases: 300 };
let five = "";

test.beforeAll(() => {
  five = pageFile("contrast", sampleJudgement(GIVEN), sampleBook(GIVEN));
});

/** What tells a verdict apart besides its colour: its word, its shape, and how its badge is filled or outlined. */
const APART = `[...document.querySelectorAll(".vrow .badge")].map((badge) => {
  const style = getComputedStyle(badge);
  return [badge.innerText.trim(), badge.querySelector("use").getAttribute("href"), style.outlineStyle, style.boxShadow === "none" ? "flat" : "edged"].join(" ");
})`;

test("without any colour the four verdicts are told apart by word, shape and edge", async ({ page }) => {
  await page.goto(five);
  const seen: string[] = await page.evaluate(APART);
  expect(new Set(seen).size).toBe(4);
  const [promote, , hold, unsure, demote] = seen.map((one) => one.replace(/\s+/g, " "));
  expect([promote, demote]).toEqual(["Promote #i-promote none flat", "Demote #i-demote none flat"]);
  expect(hold).toBe("Hold #i-hold none edged");
  expect(unsure).toBe("Not enough evidence #i-unsure dashed flat");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`who asks for more contrast in ${colorScheme} gets black and white, and a frame around each verdict`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, contrast: "more" });
    await page.goto(five);
    const [ink, paper] =
      colorScheme === "light" ? ["rgb(0, 0, 0)", "rgb(255, 255, 255)"] : ["rgb(255, 255, 255)", "rgb(0, 0, 0)"];
    await expect(page.locator("body")).toHaveCSS("color", ink);
    await expect(page.locator("body")).toHaveCSS("background-color", paper);
    await expect(page.locator(".vrow .badge").first()).toHaveCSS("border-top-width", "2px");
    const last = await page.locator(".vrow").nth(4).boundingBox();
    expect((last?.y ?? Infinity) + (last?.height ?? 0)).toBeLessThanOrEqual(900);
  });
}

test("with colours forced by the system the ribbon, the frames and the marks stay", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto(pageFile("forced", sampleJudgement(GIVEN), sampleBook(GIVEN), { supersededBy: "GR-0151" }));
  await expect(page.locator(".ribbon")).toHaveCSS("border-bottom-style", "solid");
  for (const badge of await page.locator(".vrow .badge").all()) await expect(badge).toHaveCSS("border-top-width", "2px");
  const mark = `getComputedStyle(document.querySelector(".vrow .forest")).color`;
  expect(await page.evaluate(mark)).toBe(await page.evaluate(`getComputedStyle(document.body).color`));
});
