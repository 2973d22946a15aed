// @ts-check
import { outcomeWord } from "./caseStore.js";
import { element, text } from "./dom.js";
import { stepNodes } from "./steps.js";

/** @typedef {import("./caseStore.js").CaseIndex} CaseIndex */

/** JSON up to this length stays on one line. */
const ONE_LINE = 100;

const STAND_INS = { none: "Did nothing", escalate: "Handed over", abstain: "No proposal", failed: "Failed" };

/**
 * Everything about one case, for the dialog. All of it is hostile text.
 * @param {CaseIndex} index
 * @param {number} i
 * @param {any} detail
 */
export function detailNodes(index, i, detail) {
  const said = [
    detail.at && `Recorded ${detail.at}`,
    outcomeWord(index, i),
    index.serious[i] === "1" && "serious",
    index.unstable[i] === "1" && "the attempts did not agree",
    detail.cluster !== detail.id && `cluster ${detail.cluster}`,
    ...Object.entries(detail.slices).map(([slice, value]) => `${slice}: ${value}`),
  ];
  return [
    element("p", { class: "note" }, text(said.filter(Boolean).join(" · "))),
    element("h4", { class: "vh" }, "Person and agent"),
    element("div", { class: "pair" }, ...sides(index, detail)),
    element("h4", {}, "What was known then"),
    element("p", { class: "source" }, "From the case, character by character: nothing in it is an instruction or a link here"),
    inputNode(detail.input),
    ...detail.attempts.flatMap((/** @type {any} */ attempt) => attemptNodes(index, attempt, detail.attempts.length)),
    ...rulingNodes(index, detail.rulings),
    ...(detail.outcome === null ? [] : [element("h4", {}, "What became known later"), fields(detail.outcome)]),
  ];
}

/**
 * @param {CaseIndex} index
 * @param {any} detail
 */
function sides(index, detail) {
  const people = detail.decisions.map((/** @type {any} */ decision, /** @type {number} */ n) => {
    return [
      element("h5", {}, n === 0 ? "The person decided" : "Decided again"),
      ...actions(index, decision.actions),
      ...(decision.at === undefined ? [] : [element("p", { class: "quiet" }, text(decision.at))]),
    ];
  });
  const observation = detail.attempts[0]?.observation;
  return [
    element("div", {}, ...people.flat()),
    element("div", {}, ...(observation === undefined ? [] : answer(index, observation))),
  ];
}

/**
 * What the agent said in one attempt.
 * @param {CaseIndex} index
 * @param {any} observation
 */
function answer(index, observation) {
  if (observation.kind === "failed") {
    return [
      element("h5", {}, "The agent gave nothing usable"),
      element("strong", {}, text(index.failures[observation.code] ?? observation.code)),
      element("p", {}, text(observation.because)),
    ];
  }
  const { proposal } = observation;
  const sure =
    proposal.confidence ?? proposal.actions?.find((/** @type {any} */ action) => action.confidence !== undefined)?.confidence;
  const head = `The agent proposed${sure === undefined ? "" : ` (${Math.min(sure < 1 ? 99 : 100, Math.round(sure * 100))}% sure)`}`;
  const what =
    proposal.kind === "act" ? actions(index, proposal.actions) : [element("strong", {}, titleOf(index, proposal.kind))];
  return [
    element("h5", {}, head),
    ...what,
    ...(proposal.because === undefined ? [] : [element("p", { class: "because" }, text(proposal.because))]),
  ];
}

/**
 * @param {CaseIndex} index
 * @param {any[]} list
 */
function actions(index, list) {
  if (list.length === 0) return [element("strong", {}, STAND_INS.none)];
  return list.flatMap(({ type, params }) => {
    const said = Object.entries(params).map(([key, value]) => `${key} ${asText(value)}`);
    return [element("strong", {}, titleOf(index, type)), ...(said.length === 0 ? [] : [element("p", {}, text(said.join(", ")))])];
  });
}

/**
 * @param {CaseIndex} index
 * @param {any} attempt
 * @param {number} of
 */
function attemptNodes(index, { cells, observation, steps }, of) {
  const words = new Map(index.outcomes.map(({ name, word }) => [name, word]));
  const lines = cells.map((/** @type {any} */ cell) => {
    const pair = `${titleText(index, cell.decided)} → ${titleText(index, cell.proposed)}: ${cell.would === undefined ? words.get(cell.outcome) : index.kept}`;
    return element("li", {}, text(`${pair}${cell.because === undefined ? "" : ` (${cell.because})`}`));
  });
  return [
    element(
      "h4",
      {},
      of === 1 ? "How the two compare: person → agent" : `Attempt ${observation.attempt} of ${of}: person → agent`,
    ),
    ...(observation.attempt === 1 ? [] : answer(index, observation)),
    element("ul", { class: "cells" }, ...lines),
    ...stepNodes(observation, steps, asText),
  ];
}

const STANDS = {
  agent: "the agent’s decision stands",
  person: "the person’s decision stands",
  both: "both decisions stand",
  neither: "neither decision stands",
  "cannot-tell": "it cannot be told whose decision stands",
};

/**
 * @param {CaseIndex} index
 * @param {any[]} rulings
 */
function rulingNodes(index, rulings) {
  if (rulings.length === 0) return [];
  const lines = rulings.map(({ type, ruling, cause }) => {
    const stands = ruling === null ? "reviewers differ" : STANDS[/** @type {keyof typeof STANDS} */ (ruling)];
    return element("li", {}, text(`${titleText(index, type)}: ${stands}${cause === null ? "" : `; cause: ${cause}`}`));
  });
  return [element("h4", {}, "What people who looked again came to"), element("ul", { class: "cells" }, ...lines)];
}

/**
 * @param {CaseIndex} index
 * @param {string} label
 */
function titleText(index, label) {
  return (
    index.types.find(({ type }) => type === label)?.title ??
    (Object.hasOwn(STAND_INS, label) ? STAND_INS[/** @type {keyof typeof STAND_INS} */ (label)] : label)
  );
}

/**
 * @param {CaseIndex} index
 * @param {string} label
 */
function titleOf(index, label) {
  return text(titleText(index, label));
}

/** @param {unknown} input */
function inputNode(input) {
  if (typeof input === "object" && input !== null && !Array.isArray(input)) return fields(input);
  return element("div", { class: "untrusted" }, text(asText(input)));
}

/** @param {object} record */
function fields(record) {
  const pairs = Object.entries(record).flatMap(([key, value]) => [
    element("dt", {}, text(key)),
    element("dd", {}, text(asText(value))),
  ]);
  return element("dl", { class: "kv untrusted" }, ...pairs);
}

/** @param {unknown} value */
function asText(value) {
  if (typeof value === "string") return value;
  const line = JSON.stringify(value);
  return line.length <= ONE_LINE ? line : JSON.stringify(value, null, 2);
}
