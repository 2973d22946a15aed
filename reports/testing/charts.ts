import type { Page } from "@playwright/test";

/** A text of a chart as it is drawn: its box in CSS pixels, the size of its letters, its colour and what lies behind it. */
export interface DrawnText {
  readonly chart: string;
  readonly says: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly letters: number;
  readonly color: readonly number[];
  readonly paper: readonly number[];
}

/** The sizes of each figure that are to be seen, by the figure's id. */
export async function shownSizes(page: Page): Promise<Record<string, string[]>> {
  return page.evaluate(`Object.fromEntries([...document.querySelectorAll(".figure")].filter((one) => one.querySelector(".chart")).map((one) =>
    [one.id, [...one.querySelectorAll(".chart")].filter((svg) => svg.checkVisibility() && svg.getBoundingClientRect().width > 0).map((svg) => svg.classList[1])]))`);
}

/** All texts of the charts that are to be seen. */
export async function drawnTexts(page: Page): Promise<DrawnText[]> {
  return page.evaluate(`(() => {
    const rgb = (color) => {
      const context = new OffscreenCanvas(1, 1).getContext("2d");
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
      return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const paper = rgb(getComputedStyle(document.body).backgroundColor);
    return [...document.querySelectorAll(".chart")].filter((svg) => svg.checkVisibility()).flatMap((svg) => {
      const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
      const shapes = [...svg.querySelectorAll("rect, text")];
      return shapes.filter(({ tagName }) => tagName === "text").map((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        const behind = shapes.slice(0, shapes.indexOf(one)).findLast((rect) => {
          const box = rect.getBoundingClientRect();
          return rect.tagName === "rect" && getComputedStyle(rect).fill !== "none" && box.left < x && x < box.right && box.top < y && y < box.bottom;
        });
        const style = getComputedStyle(one);
        return { chart: svg.parentElement.id + " " + svg.classList[1], says: one.textContent, left, right, top, bottom, letters: Number.parseFloat(style.fontSize) * scale, color: rgb(style.fill), paper: behind === undefined ? paper : rgb(getComputedStyle(behind).fill) };
      });
    });
  })()`);
}

/** The charts that reach out of their figure or the page, and the words in them that are cut off. */
export async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll(".chart")].filter((svg) => svg.checkVisibility()).flatMap((svg) => {
    const box = svg.getBoundingClientRect();
    return [svg, ...svg.querySelectorAll("*:not(title, desc)")].filter((one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      return left < box.left - 1 || right > box.right + 1 || top < box.top - 1.5 || bottom > box.bottom + 1.5 || right > document.documentElement.clientWidth + 0.5;
    }).map((one) => svg.parentElement.id + ": " + (one.textContent || one.tagName).slice(0, 120));
  })`);
}

/** The contrast of two colours as WCAG counts it. */
export function contrast(a: readonly number[], b: readonly number[]): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
