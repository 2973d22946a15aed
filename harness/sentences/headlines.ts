import { inWords } from "../words.ts";

/** The one sentence on top. */
export const headlines = {
  none: "No action type asks to move up.",
  /** About one action type alone; `to` is the rung it may move to. */
  one: {
    up: ({ title, to }: { readonly title: string; readonly to: string }) => `“${title}” may move up to ${to}.`,
    down: ({ title }: { readonly title: string }) => `“${title}” may not move up. It must move down.`,
    stay: ({ title }: { readonly title: string }) => `“${title}” may not move up yet.`,
  },
  /** About `total` of them, two or more. */
  several: ({ up, down, total }: { readonly up: number; readonly down: number; readonly total: number }) => {
    const rise =
      up === 0
        ? `${total === 2 ? "Neither" : "None"} of ${inWords(total)} action types may move up${down === total ? "" : " yet"}.`
        : up === total
          ? `${all(total)} action types may move up.`
          : `${inWords(up, true)} of ${inWords(total)} action types may move up.`;
    return down === 0 ? rise : `${rise} ${down === total ? all(total) : inWords(down, true)} must move down.`;
  },
} as const;

function all(n: number): string {
  return n === 2 ? "Both" : `All ${inWords(n)}`;
}
