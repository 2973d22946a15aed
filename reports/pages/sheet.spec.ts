import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "@playwright/test";
import type { AxeResults } from "axe-core";
import { plain } from "../plain.ts";
import { fullest } from "../testing/fullest.ts";
import { HOSTILE } from "../testing/hostile.ts";
import { pageSize } from "../testing/inPage.ts";
import { sheetFile } from "../testing/pageFile.ts";
import { sampleGoverned } from "../testing/sampleGoverned.ts";
import { sampleJudgement } from "../testing/sampleJudgement.ts";
import { NO_MISDEEDS, watched } from "../testing/watched.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RUN = `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })`;
const GIVEN = { cases: 300 };

/** The pages of a PDF, by the objects that stand for them. */
function pagesOf(pdf: Buffer): number {
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

for (const { name, judgement } of [
  { name: "of a usual suite", judgement: sampleGoverned(GIVEN) },
  { name: "without ceiling, policy or drill", judgement: sampleJudgement(GIVEN) },
  { name: "with every list and every text at its longest", judgement: fullest(sampleGoverned(GIVEN)) },
]) {
  test(`on paper, a page for each action type ${name}`, async ({ page }) => {
    await page.goto(sheetFile(`paper-${name.length}`, judgement));
    expect(pagesOf(await page.pdf({ preferCSSPageSize: true }))).toBe(judgement.types.length);
  });

  test(`on paper, a page for each beside a register that has them elsewhere, ${name}`, async ({ page }) => {
    const row = { rung: "L1", since: "2026-01-02T03:04:05.000Z", by: "W".repeat(200), until: "2026-04-02T03:04:05.000Z" };
    const registered = new Map(judgement.types.map(({ type }) => [type, row]));
    await page.goto(sheetFile(`beside-${name.length}`, judgement, registered));
    await expect(page.getByText("The register has it on L1 since 2026-01-02")).toHaveCount(judgement.types.length);
    expect(pagesOf(await page.pdf({ preferCSSPageSize: true }))).toBe(judgement.types.length);
  });
}

for (const { width, colorScheme } of [
  { width: 1280, colorScheme: "light" },
  { width: 390, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
] as const) {
  test(`${width} wide, ${colorScheme}: axe finds nothing, nothing is asked for, and nothing scrolls sideways`, async ({
    browser,
  }) => {
    // The page's own policy bars any script, so axe needs a context that ignores it.
    const context = await browser.newContext({ bypassCSP: true, colorScheme, viewport: { width, height: 900 } });
    const page = await context.newPage();
    const seen = watched(page);
    await page.goto(sheetFile(`sheet-${width}-${colorScheme}`, sampleGoverned(GIVEN)));
    expect((await pageSize(page)).width).toBe(width);
    await page.evaluate("document.fonts.ready");
    await page.addScriptTag({ content: AXE });
    const found: AxeResults = await page.evaluate(RUN);
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)).toEqual([]);
    expect(seen).toEqual(NO_MISDEEDS);
    await context.close();
  });
}

test("an owner reads what was decided, by which bound, what it may not do and what would change it", async ({ page }) => {
  await page.goto(sheetFile("reads", sampleGoverned(GIVEN)));
  const sheet = page.locator("article", { hasText: "Change an address" });
  for (const said of [
    "Hold",
    "stays at L3",
    "Held by its risk, not by the evidence",
    "Asked for: L4, acting under policy",
    "Up to 200 each.",
    "no control named",
    "No evidence does it.",
    "159 of 160 drills of 4 kinds held",
    "Platform team",
    "e5b0a7c21d9477f3e5b0a7c21d9477f3",
  ])
    await expect(sheet).toContainText(said);
});

for (const [i, plant] of HOSTILE.entries()) {
  test(`stays text on a sheet: ${JSON.stringify(plant.slice(0, 60))}`, async ({ page }) => {
    const seen = watched(page);
    await page.goto(sheetFile(`sheet-hostile-${i}`, sampleGoverned({ types: 2, cases: 60, plant })));
    // What is longer than a line of a page is cut.
    const shown = plain(plant).slice(0, 20);
    // A sentence that is longer than its list is counted, not cut.
    const lists = plain(plant).length > 200 ? [] : [".lines"];
    for (const place of ["h1", "nav", "h2", ".task", ".waived", ".levels", ...lists, ".facts2"])
      expect(
        await page
          .locator(place)
          .first()
          .evaluate((node) => node.textContent),
        place,
      ).toContain(shown);
    expect(await page.locator("main :is(img, iframe, object, form, base, link, meta, style, script, template)").count()).toBe(0);
    expect(await page.locator("main :is([onload], [onerror], [onclick], [onmouseover], [onfocus])").count()).toBe(0);
    expect((await pageSize(page)).width).toBe(1280);
    expect(seen).toEqual(NO_MISDEEDS);
  });
}
