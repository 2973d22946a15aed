import { agentIsLeft } from "../evidence/reviewState.ts";
import type { BlindPair } from "./blindPair.ts";
import type { Fact } from "./context.ts";

/** One box: labelled values, and which of them differ from the other box; `pad` makes both as long on the wire. */
export interface Box {
  readonly rows: readonly {
    readonly act: string;
    readonly field: string | null;
    readonly value: string;
    readonly differs: boolean;
  }[];
  readonly pad: string;
}

/** An item as it goes to a reviewer; two boxes, or one where both decisions read alike. */
export interface Shown {
  readonly item: number;
  readonly context: readonly Fact[];
  readonly boxes: readonly Box[];
  readonly pad: string;
}

/** Whole answers are as long as a multiple of this, so that their length tells little. */
const BLOCK = 1024;

/** The item as this reviewer sees it. Which side is whose stays with the secret. */
export function shown(item: number, pair: BlindPair, context: readonly Fact[], secret: string, by: string): Shown {
  const box = (side: "person" | "agent") =>
    pair.rows.map(({ act, field, differs, [side]: value }) => ({ act, field, value, differs }));
  const sides = agentIsLeft(secret, item, by) ? (["agent", "person"] as const) : (["person", "agent"] as const);
  const boxes = (pair.same ? sides.slice(0, 1) : sides).map((side) => ({ rows: box(side), pad: "" }));
  const longest = Math.max(...boxes.map(bytes));
  const padded = boxes.map((one) => ({ ...one, pad: " ".repeat(longest - bytes(one)) }));
  const made = { item, context, boxes: padded, pad: "" };
  return { ...made, pad: " ".repeat((BLOCK - (bytes(made) % BLOCK)) % BLOCK) };
}

function bytes(value: object): number {
  return Buffer.byteLength(JSON.stringify(value));
}
