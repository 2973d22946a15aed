import type { LeakSample } from "./leakSample.ts";

/** A param of the decision that stands in a field word for word. */
export interface Repeat {
  readonly field: string;
  readonly param: string;
  /** Is it a text that nobody writes twice? A short value, such as a number of an order, has to be copied from somewhere. */
  readonly isText: boolean;
  /** Cases that have both, those in which the param stands in the field, and those in which the param of another case does. */
  readonly rows: readonly number[];
  readonly own: readonly number[];
  readonly others: number;
  readonly example: string;
}

type Found = { rows: number[]; own: number[]; others: number; example: string; isText: boolean };

/** So many characters and words make a text. */
const CHARACTERS = 24;
const WORDS = 4;
const PARAMS = 20;

/** Where params of decisions stand in what the agent sees, beside how often those of another cluster's case would. */
export function repeats(sample: LeakSample): Repeat[] {
  const { cases, clusters, columns } = sample;
  const params = cases.map(({ decisions: [{ actions }] }) => paramsOf(actions));
  const found = new Map<string, Found>();
  const names = [...new Set(params.flatMap((some) => [...some.keys()]))].slice(0, PARAMS);
  for (const name of names) {
    const strangers = strangersOf(
      params.map((some) => some.get(name)),
      clusters,
    );
    for (const { field, rows, values } of columns) {
      for (const [i, row] of rows.entries()) {
        const own = params[row]?.get(name);
        if (own === undefined) continue;
        const isText = isLong(own);
        const key = `${isText ? "text" : "value"}\0${name}\0${field}`;
        let one = found.get(key);
        if (one === undefined) {
          one = { rows: [], own: [], others: 0, example: "", isText };
          found.set(key, one);
        }
        one.rows.push(row);
        const value = String(values[i]);
        const holds = (text: string | undefined) =>
          text !== undefined && (isText ? value.length >= text.length && value.includes(text) : value === text);
        if (holds(strangers[row])) one.others++;
        if (!holds(own)) continue;
        if (one.own.length === 0) one.example = own;
        one.own.push(row);
      }
    }
  }
  return [...found].map(([key, one]) => {
    const [, param = "", field = ""] = key.split("\0");
    return { field, param, ...one };
  });
}

/** The texts and numbers among the params of a decision's actions, of the first action that has each. */
function paramsOf(actions: readonly { readonly type: string; readonly params: Record<string, unknown> }[]): Map<string, string> {
  const params = new Map<string, string>();
  for (const { type, params: given } of actions) {
    for (const [name, value] of Object.entries(given)) {
      const plain = typeof value === "number" || (typeof value === "string" && value.length > 2);
      if (plain && !params.has(`${type}.${name}`)) params.set(`${type}.${name}`, String(value));
    }
  }
  return params;
}

/** For each case the param of an earlier case of another cluster. */
function strangersOf(own: readonly (string | undefined)[], clusters: readonly number[]): (string | undefined)[] {
  let before: string | undefined;
  let last: { readonly text: string; readonly cluster: number } | undefined;
  return own.map((text, row) => {
    const cluster = clusters[row] as number;
    if (last !== undefined && last.cluster !== cluster) before = last.text;
    if (text !== undefined) last = { text, cluster };
    return before;
  });
}

function isLong(text: string): boolean {
  return text.length >= CHARACTERS && text.trim().split(/\s+/, WORDS).length === WORDS;
}
