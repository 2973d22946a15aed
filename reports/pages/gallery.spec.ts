import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { exhibit, exhibitNames } from "../gallery/exhibits.ts";
import { clippedText, layoutShift, openFolds, overlappingText, pageSize } from "../testing/inPage.ts";
import { pageFile } from "../testing/pageFile.ts";
import { NO_MISDEEDS, watched } from "../testing/watched.ts";

/** Pictures to look at; they are not compared with anything. */
const SCREENS = join(import.meta.dirname, "../../test-results/screens");

interface Look {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  set?(page: Page): Promise<void>;
}

const LOOKS: readonly Look[] = [
  { name: "desktop", width: 1280, height: 900 },
  { name: "dark", width: 1280, height: 900, set: (page) => page.emulateMedia({ colorScheme: "dark" }) },
  { name: "phone", width: 390, height: 844 },
  { name: "high-contrast", width: 1280, height: 900, set: (page) => page.emulateMedia({ contrast: "more" }) },
  { name: "forced-colours", width: 1280, height: 900, set: (page) => page.emulateMedia({ forcedColors: "active" }) },
  // Paper less its margins, in CSS pixels.
  { name: "a4", width: 680, height: 1002, set: (page) => page.emulateMedia({ media: "print" }) },
  { name: "letter", width: 702, height: 936, set: (page) => page.emulateMedia({ media: "print" }) },
];

for (const name of exhibitNames) {
  test.describe(`gallery: ${name}`, () => {
    let url = "";
    test.beforeAll(() => {
      const { judgement, book } = exhibit(name);
      url = pageFile(`gallery-${name}`, judgement, book);
    });

    for (const look of LOOKS) {
      test(`nothing is cut off, nothing lies over anything, nothing moves: ${look.name}`, async ({ page }) => {
        const seen = watched(page);
        await page.setViewportSize({ width: look.width, height: look.height });
        await look.set?.(page);
        await page.goto(url);
        await page.evaluate("document.fonts.ready");
        expect(await layoutShift(page)).toBe(0);
        await page.screenshot({ path: join(SCREENS, `${name}-${look.name}.png`) });
        await openFolds(page);
        expect((await pageSize(page)).width).toBe(look.width);
        expect(await clippedText(page)).toEqual([]);
        expect(await overlappingText(page)).toEqual([]);
        expect(seen).toEqual(NO_MISDEEDS);
      });
    }
  });
}
