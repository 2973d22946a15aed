import { gzipSync } from "node:zlib";
import type { CaseBook, CaseEntry } from "earnest";
import type { PageOptions } from "../pageOptions.ts";
import { firstToRead } from "../view/firstToRead.ts";
import { differs } from "../view/words.ts";

/** A block of compressed text inside the page. */
export interface Island {
  readonly id: string;
  readonly base64: string;
}

/** Which cases' content goes into a page, and where it stands there. */
export interface PlacedCases {
  readonly islands: readonly Island[];
  /** Serious ones, others that differ, the rest; or those worth reading first. */
  readonly piles: readonly Pile[];
}

interface Pile {
  /** Cases whose content was asked for; those without any stand last. */
  readonly entries: readonly CaseEntry[];
  /** Those of them whose steps stand apart. */
  readonly traced: readonly CaseEntry[];
  /** How many of either, from the first on, are in the page. */
  details: number;
  steps: number;
}

/** Lines in one block; opening a case unpacks one block of each kind. */
export const BLOCK = { details: 100, steps: 25 } as const;
const LEVEL = 6;

/**
 * Places the content of cases into `room` characters: serious ones, others that differ, then the rest, each pile in sampling order, large
 * cases last, and its steps behind it. So what gives way first are the steps of agreements, then agreements. Where a block does not fit, its
 * beginning is tried; then the pile ends, and what comes after it still has the room that is left.
 */
export function placedCases(book: CaseBook, asked: PageOptions["cases"], room: number): PlacedCases {
  const piles = grouped(book, asked).map((group): Pile => {
    const entries = group.toSorted((a, b) => turn(a) - turn(b));
    return { entries, traced: entries.filter(({ steps }) => steps !== null), details: 0, steps: 0 };
  });
  const islands: Island[] = [];
  let left = room;
  for (const [n, pile] of piles.entries()) {
    for (const kind of ["details", "steps"] as const) {
      const lines = linesOf(pile, kind);
      for (let from = 0; from < lines.length; from += BLOCK[kind]) {
        const block = lines.slice(from, from + BLOCK[kind]);
        const { made, fit } = begun(`${kind[0]}${n}-${from / BLOCK[kind]}`, block, left);
        if (made === undefined) break;
        left -= sizeOf(made);
        islands.push(made);
        pile[kind] += fit;
        if (fit < block.length) break;
      }
    }
  }
  return { islands, piles };
}

/** An island of as many of the lines, from the first on, as fit; none where not even one does. */
function begun(id: string, lines: readonly string[], room: number): { readonly made?: Island; readonly fit: number } {
  let made: Island | undefined;
  let [fit, most] = [0, lines.length];
  for (let some = most; fit < most; some = Math.ceil((fit + most) / 2)) {
    const tried = island(id, lines.slice(0, some).join("\n"));
    if (sizeOf(tried) <= room) [made, fit] = [tried, some];
    else most = some - 1;
  }
  return made === undefined ? { fit } : { made, fit };
}

/** Steps only of cases that are in the page. */
function linesOf({ entries, details }: Pile, kind: "details" | "steps"): readonly string[] {
  const lines = kind === "details" ? entries.map(({ detail }) => detail) : entries.slice(0, details).map(({ steps }) => steps);
  return lines.filter((line) => line !== null);
}

/** Characters from which a case stands behind the others of its pile: it would take the room of hundreds. */
const LARGE = 100_000;

function turn({ detail }: CaseEntry): number {
  if (detail === null) return 2;
  return detail.length > LARGE ? 1 : 0;
}

/** Characters around an island. */
const MARKUP = 70;

function sizeOf({ base64 }: Island): number {
  return base64.length + MARKUP;
}

/** Compressed and in base64, nothing in a text can be taken for markup. */
export function island(id: string, text: string): Island {
  return { id, base64: gzipSync(text, { level: LEVEL }).toString("base64") };
}

function grouped(book: CaseBook, asked: PageOptions["cases"]): CaseEntry[][] {
  if (asked === "none") return [];
  if (asked === "worst") {
    const first = new Set(firstToRead(book));
    return [book.entries.filter((entry) => first.has(entry))];
  }
  const piles: [CaseEntry[], CaseEntry[], CaseEntry[]] = [[], [], []];
  for (const entry of book.entries) piles[entry.serious ? 0 : differs(entry.outcome) ? 1 : 2].push(entry);
  return asked === "all" ? piles : piles.slice(0, 2);
}
