import type { Case } from "../case.ts";
import { shorten, visible } from "../words.ts";

/** A fact around a case, as both sides knew it. */
export interface Fact {
  readonly term: string;
  readonly text: string;
}

const LONGEST = 4_000;

/** What could be known of a case when it was decided: its input, and the recorded answers of what could be looked up. Its id is left out. */
export function contextOf({ input, reads, at }: Case): readonly Fact[] {
  const fields = typeof input === "object" && input !== null && !Array.isArray(input) ? Object.entries(input) : [["", input]];
  return [
    ...fields.map(([term, value]) => fact(String(term), value)),
    ...reads.map(({ tool, args, answer }) => fact(`${tool}, looked up`, `${plain(args)}: ${plain(answer)}`)),
    ...(at === undefined ? [] : [fact("date", at.slice(0, 10))]),
  ];
}

function fact(term: string, value: unknown): Fact {
  return { term: shorten(visible(term), 80), text: shorten(visible(plain(value)), LONGEST) };
}

function plain(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(plain).join(", ");
  return Object.entries(value)
    .map(([key, inner]) => `${key} ${plain(inner)}`)
    .join(", ");
}
