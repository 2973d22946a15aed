import type { Drawing } from "../charts/figure.ts";
import type { Mark, Point } from "../charts/marks.ts";
import { textWidth } from "../charts/words.ts";

/** The marks of a drawing that reach out of it by more than half a unit; words by an estimate of their width. */
export function outside({ marks, width, height }: Drawing): Mark[] {
  const slack = 0.5;
  return marks.filter((mark) =>
    cornersOf(mark).some(([x, y]) => !(x >= -slack && x <= Number(width) + slack && y >= -slack && y <= Number(height) + slack)),
  );
}

function cornersOf(mark: Mark): Point[] {
  if ("line" in mark) {
    const { x1, y1, x2, y2 } = mark.line;
    return [
      [Number(x1), Number(y1)],
      [Number(x2), Number(y2)],
    ];
  }
  if ("rect" in mark) {
    const { x, y, width, height } = mark.rect;
    // A width below nothing is an error that a browser does not draw.
    if (Number(width) < 0 || Number(height) < 0) return [[Number.NaN, Number.NaN]];
    return [
      [Number(x), Number(y)],
      [Number(x) + Number(width), Number(y) + Number(height)],
    ];
  }
  if ("circle" in mark) {
    const [x, y, r] = [Number(mark.circle.cx), Number(mark.circle.cy), Number(mark.circle.r)];
    return [
      [x - r, y - r],
      [x + r, y + r],
    ];
  }
  if ("text" in mark) {
    const { x, y, words, size, anchor, bold } = mark.text;
    const wide = textWidth(words, Number(size), bold);
    const left = Number(x) - (anchor === "end" ? wide : anchor === "middle" ? wide / 2 : 0);
    return [
      [left, Number(y) - 0.75 * Number(size)],
      [left + wide, Number(y) + 0.25 * Number(size)],
    ];
  }
  const numbers = [...("path" in mark ? mark.path.d : mark.area.d).matchAll(/-?\d+(?:\.\d+)?(?:e-?\d+)?|NaN/g)].map(Number);
  return Array.from({ length: Math.floor(numbers.length / 2) }, (_, i) => [
    numbers[2 * i] ?? Number.NaN,
    numbers[2 * i + 1] ?? Number.NaN,
  ]);
}
