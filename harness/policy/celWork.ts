import type { ASTNode } from "@marcbachmann/cel-js";

/** So many entries of a list are looked at, and so deep; beyond them what a case holds cannot be read, and the work stays bounded. */
const LONGEST = 1_000;
const DEEPEST = 100;
const NESTED = 2;
const MACROS: readonly unknown[] = ["all", "exists", "exists_one", "map", "filter"];

// What an expression says of a value that it cannot read is the name of its class.
class ListOfMoreThan1000 {}
class MoreThan100Deep {}

/** What a case or a proposal holds, as an expression may read it: what is too long or too deep cannot be read. */
export function celValue(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > DEEPEST) return new MoreThan100Deep();
  if (Array.isArray(value)) {
    return value.length > LONGEST ? new ListOfMoreThan1000() : value.map((entry) => celValue(entry, depth + 1));
  }
  // As a map, so that no member's name, such as "constructor", means anything.
  return new Map(Object.entries(value).map(([key, member]) => [key, celValue(member, depth + 1)]));
}

/** The first question over lists within more than one other, whose work would be the product of what a case holds. */
export function nestedTooDeep(node: unknown, within = 0): ASTNode | undefined {
  if (Array.isArray(node)) return firstOf(node, within);
  if (!isNode(node)) return undefined;
  const over = overList(node);
  if (over === undefined) return nestedTooDeep(node.args, within);
  // The text that split() takes apart is as long as it likes: a list within it is one too many.
  const nested = within + 1 + (holdsSplit(over) ? 1 : 0);
  if (nested > NESTED) return node;
  const [, , body] = node.args as readonly unknown[];
  return nestedTooDeep(over, within) ?? nestedTooDeep(body, nested);
}

export function isNode(node: unknown): node is ASTNode {
  return typeof node === "object" && node !== null && "op" in node && "args" in node;
}

function firstOf(nodes: readonly unknown[], within: number): ASTNode | undefined {
  for (const node of nodes) {
    const found = nestedTooDeep(node, within);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The list that a macro goes through; undefined for what is none. */
function overList({ op, args }: ASTNode): ASTNode | undefined {
  if (op !== "rcall" || !Array.isArray(args) || !MACROS.includes(args[0])) return undefined;
  const of: unknown = args[1];
  return isNode(of) ? of : undefined;
}

function holdsSplit(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(holdsSplit);
  if (!isNode(node)) return false;
  const { op, args } = node;
  return (op === "rcall" && Array.isArray(args) && args[0] === "split") || holdsSplit(args);
}
