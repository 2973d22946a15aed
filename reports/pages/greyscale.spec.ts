import { expect, type Page, test } from "@playwright/test";
import { pageFile } from "../testing/pageFile.ts";
import { sampleBook } from "../testing/sampleBook.ts";
import { sampleJudgement } from "../testing/sampleJudgement.ts";

const VERDICTS = ["promote", "hold", "unsure", "demote"];
/** Of the pixels of two badges' shapes, so many differ at least, whatever their colours. */
const APART = 0.12;

/** The shape before a verdict's word as dark and light pixels, 24 by 24, seen without colour and without the badge's ground. */
async function shapeOf(page: Page, png: Buffer): Promise<boolean[]> {
  return page.evaluate(`(async () => {
    const image = await createImageBitmap(await (async () => new Blob([Uint8Array.from(atob("${png.toString("base64")}"), (c) => c.charCodeAt(0))]))());
    const context = Object.assign(document.createElement("canvas"), { width: 24, height: 24 }).getContext("2d");
    context.drawImage(image, 0, 0, 24, 24);
    const { data } = context.getImageData(0, 0, 24, 24);
    const greys = Array.from({ length: 576 }, (_, i) => (data[4 * i] + data[4 * i + 1] + data[4 * i + 2]) / 3);
    const ground = greys[0];
    return greys.map((grey) => Math.abs(grey - ground) > 60);
  })()`);
}

test("without colour the four verdicts are told apart by their shapes", async ({ page }) => {
  await page.goto(pageFile("greyscale", sampleJudgement(), sampleBook()));
  await page.evaluate("document.fonts.ready");
  const shapes: boolean[][] = [];
  for (const verdict of VERDICTS) {
    const mark = page.locator(`.vrow .b-${verdict} svg`).first();
    shapes.push(await shapeOf(page, await mark.screenshot()));
  }
  for (const [i, a] of shapes.entries()) {
    expect(a.filter(Boolean).length, VERDICTS[i]).toBeGreaterThan(20);
    for (const [j, b] of shapes.slice(i + 1).entries()) {
      const apart = a.filter((dark, at) => dark !== b[at]).length / a.length;
      expect(apart, `${VERDICTS[i]} and ${VERDICTS[i + 1 + j]}`).toBeGreaterThan(APART);
    }
  }
});
