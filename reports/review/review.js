// @ts-check
// The review app. Nothing here knows which side is the agent's: the server keeps that.
import { byId, element } from "../client/dom.js";
import { ask } from "./ask.js";
import { drawPair, GUESSES, harmOf, PAIR, SINGLE } from "./pair.js";

/** So many in one sitting, and a break is offered. */
const SITTING = 40;
/** Quicker than this, in ms, for so many in a row, and a word is said once. */
const QUICK = { ms: 4000, times: 10 };
/** Where a browser keeps that single keys are turned off; nothing else is kept there. */
const KEYS_OFF = "earnest-review-keys-off";

const state = {
  /** @type {number | null} */
  item: null,
  two: false,
  /** @type {"judging" | "guessing" | "done"} */
  phase: "done",
  told: false,
  busy: false,
  sat: 0,
  quick: 0,
  since: 0,
  warned: false,
};
/** What was filled in for an item, for when one comes back to it. @type {Map<number, ReturnType<typeof filled>>} */
const drafts = new Map();

/**
 * One thing at a time.
 * @param {() => Promise<void>} work
 */
async function once(work) {
  if (state.busy) return;
  state.busy = true;
  byId("error").textContent = "";
  try {
    await work();
  } catch (error) {
    byId("error").textContent = `Not saved: ${error instanceof Error ? error.message : error}`;
  } finally {
    state.busy = false;
  }
}

/** @param {typeof state.phase} phase */
function enter(phase) {
  state.phase = phase;
  byId("judging").hidden = phase === "done";
  byId("answer").hidden = phase !== "judging";
  byId("guessing").hidden = phase !== "guessing";
  byId("done").hidden = phase !== "done";
  byId("told").hidden = phase !== "judging" || !state.two;
  byId("recuse").hidden = phase !== "judging";
  if (phase === "guessing") byId("question").textContent = "Which was the agent?";
  byId(phase === "done" ? "done-head" : "question").focus({ preventScroll: true });
  scrollTo(0, 0);
}

function chosen() {
  return byId("choices").querySelector("input:checked")?.value;
}

function filled() {
  return { choice: chosen(), severity: byId("severity").value, reason: byId("reason").value, told: state.told };
}

/** @param {Partial<ReturnType<typeof filled>>} draft */
function fill({ choice, severity = "", reason = "", told = false }) {
  const input = byId("choices").querySelector(`input[value="${choice}"]`);
  if (input) input.checked = true;
  byId("severity").value = severity;
  byId("reason").value = reason;
  state.told = told;
  byId("told").setAttribute("aria-pressed", String(told));
  askHarm();
}

/** How bad something is can be said of what one would not stand behind. */
function askHarm() {
  const how = harmOf(state.two, chosen());
  byId("how").textContent = how ?? "How bad?";
  byId("severity").disabled = how === null;
  if (how === null) byId("severity").value = "";
}

/** @param {string} value */
function choose(value) {
  const input = byId("choices").querySelector(`input[value="${value}"]`);
  if (input === null) return;
  input.checked = true;
  // Focus has it read out.
  input.focus();
  askHarm();
}

function drawChoices() {
  byId("choices").replaceChildren(
    element("legend", { class: "vh" }, "Your answer"),
    ...(state.two ? PAIR : SINGLE).map(([key = "", value = "", words = ""]) =>
      element(
        "label",
        {},
        element("input", { type: "radio", name: "choice", value }),
        element("kbd", {}, key),
        element("span", {}, words),
      ),
    ),
  );
}

/** @param {{ progress: { done: number, waiting: number, reviewer: string }, shown: any, guess: boolean }} next */
function show({ progress, shown, guess: asked }) {
  const all = progress.done + progress.waiting;
  byId("bar").value = all === 0 ? 1 : progress.done / all;
  byId("progress").textContent = `${progress.done} of ${all} done`;
  byId("who").textContent = progress.reviewer;
  document.title = `Review, ${progress.done} of ${all}`;
  state.item = shown === null ? null : shown.item;
  if (shown === null) return enter("done");
  state.two = shown.boxes.length === 2;
  drawPair(shown);
  drawChoices();
  fill(drafts.get(shown.item) ?? {});
  state.since = performance.now();
  byId("question").textContent = state.two ? "Which decision would you stand behind?" : "Would you stand behind this?";
  byId("note").textContent = noteOf();
  enter(asked ? "guessing" : "judging");
}

function noteOf() {
  if (state.sat > 0 && state.sat % SITTING === 0) return `${state.sat} in one sitting. A break helps; everything is saved.`;
  if (state.quick < QUICK.times || state.warned) return "";
  state.warned = true;
  return "That was quick. Take the time each case needs.";
}

/** What was filled in stays with its item. */
async function load() {
  if (state.item !== null) drafts.set(state.item, filled());
  show(await ask("/api/next"));
}

async function save() {
  const { choice, severity, reason, told } = filled();
  if (choice === undefined) {
    byId("error").textContent = "Choose an answer first.";
    return;
  }
  const said = { item: state.item, choice, severity: severity || null, reason: reason.trim() || null, told };
  const { guess: asked } = await ask("/api/answer", said);
  state.sat++;
  state.quick = performance.now() - state.since < QUICK.ms ? state.quick + 1 : 0;
  if (asked) enter("guessing");
  else await load();
}

/** @param {string} value */
async function guess(value) {
  await ask("/api/guess", { item: state.item, guess: value });
  await load();
}

async function undo() {
  await ask("/api/undo", {});
  await load();
}

async function recuse() {
  if (state.phase !== "judging") return;
  await ask("/api/recuse", { item: state.item });
  await load();
}

function tell() {
  if (byId("told").hidden) return;
  state.told = !state.told;
  byId("told").setAttribute("aria-pressed", String(state.told));
}

/** @type {Record<string, () => unknown>} */
const ACTS = {
  z: () => once(undo),
  x: () => once(recuse),
  f: tell,
  w: () => byId("reason").focus(),
  s: () => byId("severity").focus(),
  "?": () => byId("all-keys").showModal(),
};

document.addEventListener("keydown", (event) => {
  const { key } = event;
  const target = /** @type {Element} */ (event.target);
  const typing = target.matches("select, input[type=text]");
  // A key held down acts once; in a text it writes on.
  if (event.repeat && !typing) return event.preventDefault();
  if (!byId("keys-on").checked || byId("all-keys").open || event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing) {
    if (key === "Escape") /** @type {HTMLElement} */ (target).blur();
    if (key === "Enter" && target.matches("select")) once(save);
    return;
  }
  const list = state.phase === "guessing" ? GUESSES : state.two ? PAIR : SINGLE;
  const choice = list.find(([one]) => one === key)?.[1];
  const act = Object.hasOwn(ACTS, key.toLowerCase()) ? ACTS[key.toLowerCase()] : undefined;
  const entered = key === "Enter" && state.phase === "judging" && !target.matches("button, input");
  if (choice === undefined && act === undefined && !entered) return;
  event.preventDefault();
  if (act !== undefined) act();
  else if (entered) once(save);
  else if (state.phase === "guessing") once(() => guess(choice ?? ""));
  else if (state.phase === "judging") choose(choice ?? "");
});

byId("guesses").append(
  ...GUESSES.map(([key = "", value = "", words = ""]) => {
    const button = element("button", { type: "button" }, element("kbd", {}, key), element("span", {}, words));
    button.addEventListener("click", () => once(() => guess(value)));
    return button;
  }),
);
byId("answer").addEventListener("submit", (/** @type {Event} */ event) => {
  event.preventDefault();
  once(save);
});
byId("choices").addEventListener("change", askHarm);
byId("undo").addEventListener("click", () => once(undo));
byId("recuse").addEventListener("click", () => once(recuse));
byId("told").addEventListener("click", tell);
byId("help").addEventListener("click", () => byId("all-keys").showModal());
byId("close-keys").addEventListener("click", () => byId("all-keys").close());
byId("keys-on").checked = localStorage.getItem(KEYS_OFF) === null;
byId("keys-on").addEventListener("change", () => {
  if (byId("keys-on").checked) localStorage.removeItem(KEYS_OFF);
  else localStorage.setItem(KEYS_OFF, "");
});

// It scrolls where a case is long, and has to be reached by keyboard.
byId("case").tabIndex = 0;
once(load);
