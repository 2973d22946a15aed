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
 * Places the content of cases into `room` characters: serious ones, others that differ, then the rest, each pile in sampling order and its
 * steps behind it. So what gives way first are the steps of agreements, then agreements. Whole blocks only, and none behind one that was left out.
 */
export function placedCases(book: CaseBook, asked: PageOptions["cases"], room: number): PlacedCases {
  const piles = grouped(book, asked).map((group): Pile => {
    const entries = group.toSorted((a, b) => Number(a.detail === null) - Number(b.detail === null));
    return { entries, traced: entries.filter(({ steps }) => steps !== null), details: 0, steps: 0 };
  });
  const islands: Island[] = [];
  let left = room;
  placing: for (const [n, pile] of piles.entries()) {
    for (const kind of ["details", "steps"] as const) {
      const lines = (
        kind === "details" ? pile.entries.map(({ detail }) => detail) : pile.traced.map(({ steps }) => steps)
      ).filter((line) => line !== null);
      for (let from = 0; from < lines.length; from += BLOCK[kind]) {
        const some = lines.slice(from, from + BLOCK[kind]);
        const made = island(`${kind[0]}${n}-${from / BLOCK[kind]}`, some.join("\n"));
        left -= made.base64.length + MARKUP;
        if (left < 0) break placing;
        islands.push(made);
        pile[kind] += some.length;
      }
    }
  }
  return { islands, piles };
}

/** Characters around an island. */
const MARKUP = 70;

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
