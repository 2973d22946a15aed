import { isIPv4, isIPv6 } from "node:net";
import type { Found, Pattern } from "./pattern.ts";

const FOUR = /(?<!\w|\w[.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\w)/;
const SIX = /(?<![\w:.])(?=[\da-f:]{0,4}:)[\da-f:]*:[\da-f:]+(?:\.\d{1,3}){0,3}(?![\w:]|\.\w)/i;
const BOTH = new RegExp(`${FOUR.source}|${SIX.source}`, "gi");

/** Cheaper than the above, which would try at every letter that is also a digit. */
const MAY = /\d\.\d{1,3}\.\d|:[\da-f]{0,4}:/i;

/** Four numbers with dots are also how versions and headings are counted. */
const COUNTED = /(?:\b(?:v|ver|version|versions|release|build|firmware|rev|revision|section|chapter|clause|step)\.?|§)[\s:#]*$/i;

/** Every machine's own addresses and those of no machine identify nobody. */
const NOBODY = /^(?:127\.|0\.0\.0\.0$|255\.255\.255\.255$|::1?$)/;

/** IPv4 and IPv6 addresses, but for loopback and unspecified ones, and what the words before call a version or a section. */
export const ipPattern: Pattern = {
  name: "ip",
  may: (text) => MAY.test(text),
  *find(text): Generator<Found> {
    for (const { 0: run, index } of text.matchAll(BOTH)) {
      const same = run.toLowerCase();
      if (NOBODY.test(same) || !(isPlainFour(same, text.slice(Math.max(0, index - 20), index)) || isPlainSix(same))) continue;
      yield { start: index, end: index + run.length, same };
    }
  },
};

function isPlainFour(run: string, before: string): boolean {
  return isIPv4(run) && !COUNTED.test(before);
}

/** `a::b` is an address to a parser, and a name in a program to everybody else: one has a digit, and four of them or three parts. */
function isPlainSix(run: string): boolean {
  return isIPv6(run) && /\d/.test(run) && (run.split(":").filter((part) => part !== "").length > 2 || /[\da-f]{4}/.test(run));
}
