// @ts-check
import { byId, element } from "../client/dom.js";

/** What can be said of two boxes: key, value, words. */
export const PAIR = [
  ["1", "left", "Left"],
  ["2", "right", "Right"],
  ["3", "both", "Both are fine"],
  ["4", "neither", "Neither"],
  ["0", "unclear", "Cannot tell from this"],
];
/** And of one. */
export const SINGLE = [
  ["1", "both", "Yes"],
  ["4", "neither", "No"],
  ["0", "unclear", "Cannot tell from this"],
];
export const GUESSES = [
  ["1", "left", "Left"],
  ["2", "right", "Right"],
  ["0", "unsure", "I cannot tell"],
];

/** @param {string} text */
function words(text) {
  return text.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[_-]+/g, " ");
}

/**
 * The case as it looked then, and the boxes; nothing here knows which side is the agent's.
 * @param {{ context: { term: string, text: string }[], boxes: { rows: any[] }[] }} shown
 */
export function drawPair({ context, boxes }) {
  byId("context").replaceChildren(
    ...context.map(({ term, text }) =>
      element("div", {}, element("dt", {}, words(term) || "case"), element("dd", {}, text || "nothing")),
    ),
  );
  const names = boxes.length === 2 ? ["Left", "Right"] : ["The decision"];
  byId("boxes").replaceChildren(...boxes.map(({ rows }, i) => boxOf(rows, names[i] ?? "")));
  byId("boxes").className = boxes.length === 2 ? "two" : "one";
}

/**
 * @param {{ act: string, field: string | null, value: string, differs: boolean }[]} rows
 * @param {string} name
 */
function boxOf(rows, name) {
  const lines = rows.map(({ act, field, value, differs }) => {
    const className = `${field === null ? "act" : ""}${differs ? " differs" : ""}`.trim();
    const mark = differs ? [element("span", { class: "vh" }, " (differs)")] : [];
    const said = element("dd", {}, element("span", {}, value), ...mark);
    return element("div", { class: className }, element("dt", {}, field === null ? act : words(field)), said);
  });
  return element("section", { class: "box", "aria-label": name }, element("h2", {}, name), element("dl", {}, ...lines));
}

/**
 * How the question about harm reads for an answer; null where nothing would be wrong.
 * @param {boolean} two
 * @param {string | undefined} choice
 */
export function harmOf(two, choice) {
  if (two && (choice === "left" || choice === "right")) return "If the other were done, how bad?";
  return choice === "neither" ? `If ${two ? "either" : "this"} were done, how bad?` : null;
}
