import type { Comparator } from "../action.ts";
import { stamp } from "./stamp.ts";

/** A field whose difference is only minor. */
export interface Minor {
  readonly minor: Comparator;
}

/** Declares a field of `fields` minor: a difference, or its absence on one side, makes the act `near` instead of wrong. */
export function minor(comparator: Comparator): Minor {
  stamp(comparator);
  return { minor: comparator };
}
