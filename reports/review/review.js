// The review app. Nothing here knows which side is the agent's: the server keeps that.

const PAIR = [
  ["1", "left", "Left"],
  ["2", "right", "Right"],
  ["3", "both", "Both are fine"],
  ["4", "neither", "Neither"],
  ["0", "unclear", "Cannot tell from this"],
];
const SINGLE = [
  ["1", "both", "Yes"],
  ["4", "neither", "No"],
  ["0", "unclear", "Cannot tell from this"],
];
const GUESSES = [
  ["1", "left", "Left"],
  ["2", "right", "Right"],
  ["0", "unsure", "I cannot tell"],
];
/** So many in one sitting, and a break is offered. */
const SITTING = 40;
/** Quicker than this, in ms, for so many in a row, and a word is said once. */
const QUICK = { ms: 4000, times: 10 };

const $ = (id) => document.getElementById(id);
const state = { item: null, choices: [], told: false, busy: false, sat: 0, quick: 0, since: 0, warned: false };

function make(name, props, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (key.includes("-")) element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children);
  return element;
}

async function ask(path, body) {
  const how =
    body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, how);
  if (answer.ok) return answer.json();
  const text = await answer.text();
  let said = text;
  try {
    said = JSON.parse(text).error;
  } catch {
    // Refusals before the app are plain text.
    said = text;
  }
  throw new Error(said);
}

/** One thing at a time, so that a key held down answers once. */
async function once(work) {
  if (state.busy) return;
  state.busy = true;
  $("error").textContent = "";
  try {
    await work();
  } catch (error) {
    $("error").textContent = `Not saved: ${error.message}`;
  } finally {
    state.busy = false;
  }
}

function only(id) {
  for (const one of ["judging", "guessing", "done"]) $(one).hidden = one !== id;
  $("told").hidden = id !== "judging" || state.choices !== PAIR;
  $("recuse").hidden = id !== "judging";
  const head = { judging: "question", guessing: "guess-question", done: "done-head" }[id];
  $(head).focus({ preventScroll: true });
  scrollTo(0, 0);
}

function words(text) {
  return text.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[_-]+/g, " ");
}

function boxOf({ rows }, i, two) {
  const name = two ? ["Left", "Right"][i] : "The decision";
  const list = make("dl", {});
  for (const { act, field, value, differs } of rows) {
    const className = `${field === null ? "act" : ""}${differs ? " differs" : ""}`.trim();
    const mark = differs ? [make("span", { className: "vh", textContent: " (differs)" })] : [];
    list.append(
      make(
        "div",
        { className },
        make("dt", { textContent: field === null ? act : words(field) }),
        make("dd", {}, make("span", { textContent: value }), ...mark),
      ),
    );
  }
  return make("section", { className: "box", "aria-label": name }, make("h2", { textContent: name }), list);
}

function choose(value) {
  const input = $("choices").querySelector(`input[value="${value}"]`);
  if (input) input.checked = true;
}

function buttons(place, choices, type) {
  place.replaceChildren(
    ...(type === "radio" ? [make("legend", { className: "vh", textContent: "Your answer" })] : []),
    ...choices.map(([key, value, text]) => {
      const label = [make("kbd", { textContent: key }), make("span", { textContent: text })];
      if (type === "radio") return make("label", {}, make("input", { type: "radio", name: "choice", value }), ...label);
      const button = make("button", { type: "button" }, ...label);
      button.addEventListener("click", () => once(() => guess(value)));
      return button;
    }),
  );
}

function show({ progress, shown }) {
  const all = progress.done + progress.waiting;
  $("bar").value = all === 0 ? 1 : progress.done / all;
  $("progress").textContent = `${progress.done} of ${all} done`;
  $("who").textContent = progress.reviewer;
  document.title = `Review, ${progress.done} of ${all}`;
  state.item = shown === null ? null : shown.item;
  if (shown === null) return only("done");
  const two = shown.boxes.length === 2;
  state.choices = two ? PAIR : SINGLE;
  state.told = false;
  state.since = performance.now();
  $("told").setAttribute("aria-pressed", "false");
  $("question").textContent = two ? "Which decision would you stand behind?" : "Would you stand behind this?";
  $("how").textContent = `If ${two ? "the other" : "this"} were done, how bad?`;
  $("context").replaceChildren(
    ...shown.context.map(({ term, text }) =>
      make("div", {}, make("dt", { textContent: words(term) || "case" }), make("dd", { textContent: text || "nothing" })),
    ),
  );
  $("boxes").replaceChildren(...shown.boxes.map((box, i) => boxOf(box, i, two)));
  $("boxes").className = two ? "two" : "one";
  buttons($("choices"), state.choices, "radio");
  $("reason").value = "";
  $("severity").value = "";
  $("note").textContent = noteOf();
  only("judging");
}

function noteOf() {
  if (state.sat > 0 && state.sat % SITTING === 0) return `${state.sat} in one sitting. A break helps; everything is saved.`;
  if (state.quick < QUICK.times || state.warned) return "";
  state.warned = true;
  return "That was quick. Take the time each case needs.";
}

async function load() {
  show(await ask("/api/next"));
}

async function save() {
  const chosen = $("choices").querySelector("input:checked");
  if (chosen === null) {
    $("error").textContent = "Choose an answer first.";
    return;
  }
  const { guess: asked } = await ask("/api/answer", {
    item: state.item,
    choice: chosen.value,
    severity: $("severity").value || null,
    reason: $("reason").value.trim() || null,
    told: state.told,
  });
  state.sat++;
  state.quick = performance.now() - state.since < QUICK.ms ? state.quick + 1 : 0;
  if (!asked) return load();
  buttons($("guesses"), GUESSES, "button");
  only("guessing");
}

async function guess(value) {
  await ask("/api/guess", { item: state.item, guess: value });
  await load();
}

async function undo() {
  await ask("/api/undo", {});
  await load();
}

async function recuse() {
  if (state.item === null) return;
  await ask("/api/recuse", { item: state.item });
  await load();
}

function tell() {
  if ($("told").hidden) return;
  state.told = !state.told;
  $("told").setAttribute("aria-pressed", String(state.told));
}

const ACTS = {
  z: () => once(undo),
  x: () => $("judging").hidden || once(recuse),
  f: tell,
  w: () => $("reason").focus(),
  s: () => $("severity").focus(),
  "?": () => $("all-keys").showModal(),
};

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (!$("keys-on").checked || $("all-keys").open || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.matches("select, input[type=text]")) {
    if (key === "Escape") target.blur();
    if (key === "Enter" && target.matches("select")) once(save);
    return;
  }
  const list = $("guessing").hidden ? state.choices : GUESSES;
  const choice = list.find(([one]) => one === key);
  if (choice !== undefined) {
    event.preventDefault();
    if (!$("guessing").hidden) once(() => guess(choice[1]));
    else if (!$("judging").hidden) choose(choice[1]);
  } else if (key === "Enter" && !$("judging").hidden && !target.matches("button, input")) {
    event.preventDefault();
    once(save);
  } else if (Object.hasOwn(ACTS, key.toLowerCase())) {
    event.preventDefault();
    ACTS[key.toLowerCase()]();
  }
});

$("answer").addEventListener("submit", (event) => {
  event.preventDefault();
  once(save);
});
$("undo").addEventListener("click", () => once(undo));
$("recuse").addEventListener("click", () => once(recuse));
$("told").addEventListener("click", tell);
$("help").addEventListener("click", ACTS["?"]);
$("close-keys").addEventListener("click", () => $("all-keys").close());

// It scrolls where a case is long, and has to be reached by keyboard.
$("case").tabIndex = 0;
once(load);
