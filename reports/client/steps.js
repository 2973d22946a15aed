// @ts-check
import { element, text, thousands } from "./dom.js";

/** Steps that are shown; a longer trace is for the command line. */
const MOST = 200;

/** What a lookup's answer rests on. */
const SOURCES = {
  recorded: "on record",
  stubbed: "a stand-in of the suite answered",
  counterfactual: "as things stood before an act it asked for",
  refused: "refused",
};

/**
 * What the agent did on the way, step by step. All of it is hostile text.
 * @param {any} observation
 * @param {number} made steps that there were; where fewer are here, these are the last
 * @param {(value: unknown) => string} asText
 * @returns {HTMLElement[]}
 */
export function stepNodes({ trace, breaches = [], usage = [], ms }, made, asText) {
  const before = made - trace.steps.length;
  const steps = trace.steps.slice(0, MOST).map((/** @type {any} */ step) => element("li", {}, ...stepParts(step, asText)));
  const more = trace.steps.length - steps.length;
  const tokens = usage.map(
    (/** @type {any} */ { model, calls, input, output }) =>
      `${model}: ${thousands(calls)} ${calls === 1 ? "call" : "calls"}, ${thousands(input)} tokens in, ${thousands(output)} out`,
  );
  const took = [`${ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`}`, ...tokens];
  return [
    ...(steps.length === 0
      ? []
      : [
          element("h4", {}, "What the agent did on the way"),
          ...(before > 0 ? [element("p", { class: "note" }, leftOut(before))] : []),
          element("ol", { class: "steps", start: String(before + 1) }, ...steps),
        ]),
    ...(more > 0
      ? [element("p", { class: "note" }, `${thousands(more)} more steps are not shown here; earnest case shows them all.`)]
      : []),
    ...(breaches.length === 0
      ? []
      : [
          element("h4", {}, "What it tried outside its tools"),
          element("ul", { class: "cells tried" }, ...breaches.slice(0, MOST).map(breachNode)),
        ]),
    element("p", { class: "note" }, text(`Took ${took.join("; ")}.`)),
  ];
}

/** @param {number} before */
function leftOut(before) {
  const said = before === 1 ? "The first step is" : `The first ${thousands(before)} steps are`;
  return `${said} left out of the page, for size; earnest case shows all.`;
}

/** @param {any} breach */
function breachNode({ kind, target, times }) {
  return element("li", {}, element("b", {}, text(kind)), " ", text(target), times === 1 ? "" : ` ${thousands(times)} times`);
}

/**
 * @param {any} step
 * @param {(value: unknown) => string} asText
 * @returns {(string | Node)[]}
 */
function stepParts({ imported, ...step }, asText) {
  const parts = partsOf(step, asText);
  return imported === true ? [element("span", { class: "quiet" }, "By its log: "), ...parts] : parts;
}

/**
 * @param {any} step
 * @param {(value: unknown) => string} asText
 * @returns {(string | Node)[]}
 */
function partsOf({ kind, name, args, answer, source }, asText) {
  const given = args === undefined ? [] : [element("span", { class: "mono" }, text(asText(args)))];
  const got = answer === undefined ? [] : [element("span", { class: "mono" }, "→ ", text(asText(answer)))];
  const said = Object.hasOwn(SOURCES, source) ? SOURCES[/** @type {keyof typeof SOURCES} */ (source)] : undefined;
  const mark = said === undefined ? [] : [" ", element("span", { class: source === "recorded" ? "src" : "src src-not" }, said)];
  const called = (/** @type {string} */ verb) => [element("b", {}, `${verb} `), text(name ?? "")];
  switch (kind) {
    case "read":
      return [...called("Looked up"), ...mark, ...given, ...got];
    case "write":
      return [...called(source === "refused" ? "Asked in vain for" : "Asked for"), ...given, ...got];
    case "call":
      return [...called("Called a tool that is not there:"), ...given, ...got];
    case "model":
      if (source === "refused") return [...called("Tried to reach"), ...refusedParts(answer)];
      return [...called("Asked a model:"), ...modelParts(args, answer)];
    case "breach":
      return [...called("Tried outside its tools:"), ...given, ...got];
    case "crashed-before":
      return [element("b", {}, "Crashed here, and was asked again: "), ...given];
    case "failed-before":
      return [element("b", {}, "Failed here, and was asked again: "), ...given];
    default:
      return ["Noted: ", element("b", {}, text(kind)), " ", text(name ?? ""), ...mark, ...given, ...got];
  }
}

/**
 * Why the way out stayed shut: nothing was asked of anybody.
 * @param {any} answer
 */
function refusedParts(answer) {
  const because = answer?.because === undefined ? "" : `: ${answer.because}`;
  return [" ", element("b", {}, "and was refused"), text(because)];
}

/**
 * Which model, and what it came to; the words themselves are in the cassette.
 * @param {any} args
 * @param {any} answer
 */
function modelParts(args, answer) {
  const counted = typeof answer?.input === "number" && typeof answer.output === "number";
  const said = [
    args?.model,
    answer?.status !== undefined && `answered ${answer.status}`,
    counted && `${thousands(answer.input)} tokens in, ${thousands(answer.output)} out`,
  ];
  const digest = answer?.digest === undefined ? [] : [element("span", { class: "mono quiet" }, text(answer.digest))];
  return [" ", text(said.filter(Boolean).join(", ")), ...digest];
}
