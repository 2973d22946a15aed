import type { Case } from "../case.ts";

export type Scalar = string | number | boolean | null;

/** So deep, and so many members of a list, are looked at. */
const DEEP = 8;
const MEMBERS = 3;

/**
 * What an agent gets to see of a case, field by field: its id, each scalar of its input and of the first answer of each read tool.
 * `input.items.0.price` is the price of the first of the items, `input.items.length` how many there are.
 */
export function* seenFields(one: Case): Generator<readonly [field: string, value: Scalar]> {
  yield ["id", one.id];
  yield* scalars("input", one.input, DEEP);
  const tools = new Set<string>();
  for (const { tool, answer } of one.reads) {
    if (tools.has(tool)) continue;
    tools.add(tool);
    yield* scalars(`reads.${tool}`, answer, DEEP);
  }
}

function* scalars(path: string, value: unknown, levels: number): Generator<readonly [string, Scalar]> {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    yield [path, value];
  } else if (Array.isArray(value)) {
    yield [`${path}.length`, value.length];
    if (levels === 0) return;
    for (const [i, member] of value.slice(0, MEMBERS).entries()) yield* scalars(`${path}.${i}`, member, levels - 1);
  } else if (typeof value === "object" && levels > 0) {
    for (const [key, member] of Object.entries(value)) yield* scalars(`${path}.${key}`, member, levels - 1);
  }
}
