import type { Size } from "./figure.ts";
import { type Mark, type Point, TONES, text } from "./marks.ts";
import { textWidth } from "./words.ts";

/** What a mark of a chart means: its words, and the mark itself in a square of `side` from its upper left corner. */
export interface Key {
  readonly words: string;
  swatch(at: Point, side: number): Mark;
}

/** Keys beside each other, on as many lines as they take. */
export function legend(
  keys: readonly Key[],
  { letters, width }: Size,
): { readonly height: number; readonly marks: readonly Mark[] } {
  let [x, y] = [0, 0];
  const marks = keys.flatMap(({ words, swatch }): Mark[] => {
    const wide = 1.6 * letters + textWidth(words, letters);
    if (x > 0 && x + wide > width) [x, y] = [0, y + 1.6 * letters];
    const at = x;
    x += wide + 1.1 * letters;
    return [
      swatch([at + 1, y + 0.1 * letters], 1.1 * letters),
      text({ tone: TONES.ink2, at: [at + 1.6 * letters, y + letters], words, size: letters }),
    ];
  });
  return { height: y + 1.6 * letters, marks };
}
