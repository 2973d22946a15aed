import { shorten } from "earnest";
import type { Size } from "./figure.ts";

/** About how wide words are: measured on the widest figures and letters of the page's fonts, so rather too much. */
export function textWidth(words: string, size: number, bold = false): number {
  return [...words].length * size * (bold ? 0.58 : 0.54);
}

/** Words about a place, moved aside where they would leave the drawing. */
export function within(x: number, words: string, { width, letters }: Size, bold = false) {
  const wide = textWidth(words, letters, bold);
  if (x - wide / 2 < 0) return { at: 0, words, anchor: "start" as const, left: 0, right: wide };
  if (x + wide / 2 > width) return { at: width, words, anchor: "end" as const, left: width - wide, right: width };
  return { at: x, words, anchor: "middle" as const, left: x - wide / 2, right: x + wide / 2 };
}

/** How many letters there is room for. */
export function lettersIn(room: number, letters: number, bold = false): number {
  return Math.max(2, Math.floor(room / textWidth("x", letters, bold)));
}

/** As much of the words as there is room for, the cut marked. */
export function fitting(words: string, room: number, letters: number, bold = false): string {
  return shorten(words, lettersIn(room, letters, bold));
}
