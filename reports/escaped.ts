import { shorten } from "earnest";
import { plain } from "./plain.ts";

/** Characters of a text in a summary. */
const TEXT = 240;

/** Text as characters of one table cell: no markup, no formula, no link (to an issue or a commit either), and no name that would call somebody. */
export function escaped(text: string, most = TEXT): string {
  return plain(shorten(text, most))
    .replaceAll(/\s+/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_~[\]|!#{}$]/g, (character) => `\\${character}`)
    .replaceAll(
      /@(?=\w)|:(?=\/\/)|(?<=www)\.|#(?=\d)|\bGH-(?=\d)|\b[\da-f]{4}(?=[\da-f]{3,36}\b)/gi,
      (character) => `${character}<!-- -->`,
    );
}
