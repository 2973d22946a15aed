// @ts-check

/**
 * The element with an id; the page always holds those that are asked for.
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  return document.getElementById(id);
}

/** What no reader can see, or what changes how the rest is read; the same set as in the static page. */
const UNSEEN =
  /((?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]|\u034f|[\u17b4\u17b5]|[\u180b-\u180f]|[\u{e0100}-\u{e01ef}])/u;

/** What stands where a value was taken out of the data. */
const TAKEN_OUT = /\[([a-z][a-z0-9-]{0,23}):([0-9a-f]{12})\]/;

/**
 * Text from cases and agents reaches the page as text nodes only; what cannot be seen becomes a visible mark.
 * @param {unknown} value
 */
export function text(value) {
  const parts = String(value).replaceAll("\r\n", "\n").split(UNSEEN);
  const fragment = document.createDocumentFragment();
  parts.forEach((part, i) => {
    if (i % 2 === 0) fragment.append(...seen(part));
    else fragment.append(element("span", { class: "unseen", title: "a character that cannot be seen" }, codeOf(part)));
  });
  return fragment;
}

/**
 * A mark for a value that was taken out looks like one; what is copied of it is the mark as it is written.
 * @param {string} part
 */
function seen(part) {
  const [first = "", ...rest] = part.split(TAKEN_OUT);
  /** @type {(string | Node)[]} */
  const nodes = [first];
  for (let i = 0; i < rest.length; i += 3) {
    const edge = (/** @type {string} */ written) => element("span", { class: "mark-edge" }, written);
    const same = element("span", { class: "mark-same" }, rest[i + 1] ?? "");
    const title = "taken out of the data; the same value has the same mark";
    nodes.push(
      element("span", { class: "taken", title }, edge("["), rest[i] ?? "", edge(":"), same, edge("]")),
      rest[i + 2] ?? "",
    );
  }
  return nodes;
}

/** @param {string} character */
function codeOf(character) {
  return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`;
}

/**
 * A new element; strings among its children become text nodes.
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {(string | Node)[]} children
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** @param {number} n */
export function thousands(n) {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}
