import { expect, test } from "@playwright/test";
import { plain } from "../plain.ts";
import { HOSTILE } from "../testing/hostile.ts";
import { openFolds, pageSize } from "../testing/inPage.ts";
import { pageFile } from "../testing/pageFile.ts";
import { sampleBook } from "../testing/sampleBook.ts";
import { sampleGoverned } from "../testing/sampleGoverned.ts";
import { NO_MISDEEDS, watched } from "../testing/watched.ts";

const ELEMENTS =
  "main img, main iframe, main object, main form, main base, main link, main meta, main style, main script, main template, main [onload], main [onerror], main [onclick]";

for (const [i, plant] of HOSTILE.entries()) {
  test(`stays text, in the page and in an open case: ${JSON.stringify(plant.slice(0, 60))}`, async ({ page }) => {
    const seen = watched(page);
    const given = { cases: 60, plant };
    await page.goto(pageFile(`hostile-${i}`, sampleGoverned(given), sampleBook(given)));
    await openFolds(page);
    const shown = plain(plant);
    for (const place of [
      "h1",
      ".vrow h3",
      ".vrow .txt",
      ".warnbox",
      ".mx",
      "#left-out table",
      ".firstread article",
      ".prov",
      ".waived",
      ".loosened",
      "#checks .besides",
      "#ladder .intro",
      "#ladder .rungs",
      "#ladder .rung",
      ".ceiling",
      ".policy .rules",
      "#watched .kv",
      "#watched .canary",
      "#watched .breaches",
      "#watched .reads",
      "#drills .waived",
      "#drills .plainlist",
      "#drills .chart",
      "#drills .tried",
      "#drills .rowdiff",
      "#drills .brokendrill",
      "#drills .ledgers",
      "#failures table",
      "#took table",
      "#filter-type",
    ]) {
      expect(
        await page
          .locator(place)
          .first()
          .evaluate((node) => node.textContent),
        place,
      ).toContain(shown);
    }
    // In a command it is one word for a shell.
    expect(await page.locator("#wall-command").evaluate((node) => node.textContent)).toContain(shown.replaceAll("'", "'\\''"));
    await page.locator("#cases").scrollIntoViewIfNeeded();
    await expect(page.locator("#case-rows tr").first()).toBeVisible();
    expect(await page.locator("#case-rows").evaluate((node) => node.textContent)).toContain(shown);

    await page.locator("#case-rows tr", { hasText: "RD-00003" }).getByRole("link").click();
    const dialog = page.locator("#case-dialog");
    await expect(dialog.locator(".pair")).toBeVisible();
    for (const place of ["#case-title", ".untrusted", ".pair", ".cells", ".steps", ".tried", ".note"]) {
      expect(
        await dialog
          .locator(place)
          .first()
          .evaluate((node) => node.textContent),
        place,
      ).toContain(shown);
    }
    expect((await pageSize(page)).width).toBe(1280);
    await page.reload();
    await expect(dialog.locator(".pair"), "the link to a case holds any id").toBeVisible();

    expect(await page.locator(ELEMENTS).count()).toBe(0);
    expect(seen).toEqual(NO_MISDEEDS);
  });
}
