import type { Mark } from "./marks.ts";

/** A chart with what a reader needs who cannot see it, or does not believe it. */
export interface Figure {
  /** Its place in the page; unique there. */
  readonly id: string;
  /** The finding, decided by the numbers. */
  readonly headline: string;
  /** How to read it, in one sentence; empty where too little was seen to draw, and the table is all there is. */
  readonly how: string;
  /** The numbers in words, for who hears the page. */
  readonly desc: string;
  /** How much of the page's width it takes; its column decides which drawing shows. A small one has but one. */
  readonly span: Span;
  /** Largest first; the first is the one that shows without a style. */
  readonly drawings: readonly Drawing[];
  readonly twin: Twin;
}

export type Span = "full" | "half" | "small";

/** One size of a chart. */
export interface Drawing {
  readonly name: Size["name"];
  readonly width: string;
  readonly height: string;
  readonly marks: readonly Mark[];
}

/** The size a chart is drawn for. */
export interface Size {
  /** `print` is A4 and anything as wide; `narrow` a phone, or a column on paper. */
  readonly name: "wide" | "print" | "narrow";
  /** In units of the drawing, which are CSS pixels on a screen of usual width. */
  readonly width: number;
  /** The height of its letters in the same units: 8 points or more wherever it shows. */
  readonly letters: number;
}

const SIZES: Readonly<Record<Exclude<Span, "small">, readonly Size[]>> = {
  full: [
    { name: "wide", width: 1136, letters: 14 },
    { name: "print", width: 720, letters: 13 },
    { name: "narrow", width: 360, letters: 13 },
  ],
  // In two columns a sheet of paper has no more room than a phone.
  half: [
    { name: "wide", width: 540, letters: 13.5 },
    { name: "narrow", width: 360, letters: 13 },
  ],
};

/** Draws a chart once for every size that its span takes. */
export function drawings(
  span: keyof typeof SIZES,
  draw: (size: Size) => { readonly height: number; readonly marks: readonly Mark[] },
): Pick<Figure, "span" | "drawings"> {
  return {
    span,
    drawings: SIZES[span].map((size) => {
      const { height, marks } = draw(size);
      return { name: size.name, width: String(size.width), height: String(Math.ceil(height)), marks };
    }),
  };
}

/** The same figure in the size of a phone alone, for a page of very many. */
export function inSmall<F extends Pick<Figure, "span" | "drawings">>(figure: F): F {
  return { ...figure, span: "small", drawings: figure.drawings.slice(-1) };
}

/** The same numbers as a table. */
export interface Twin {
  readonly summary: string;
  /** What the table is called where it stands alone. */
  readonly label: string;
  readonly columns: readonly { readonly label: string; readonly n: boolean }[];
  readonly rows: readonly { readonly head: string; readonly cells: readonly { readonly text: string; readonly n: boolean }[] }[];
}

/** A table twin; `n` marks columns of plain numbers, which line up at their right. The first cell of a row is its head. */
export function twin(
  given: Pick<Twin, "summary" | "label"> & {
    readonly columns: readonly (string | { readonly label: string; readonly n: boolean })[];
    readonly rows: readonly (readonly string[])[];
  },
): Twin {
  const columns = given.columns.map((column) => (typeof column === "string" ? { label: column, n: false } : column));
  return {
    summary: given.summary,
    label: given.label,
    columns,
    rows: given.rows.map(([head = "", ...rest]) => ({
      head,
      cells: rest.map((text, at) => ({ text, n: columns[at + 1]?.n ?? false })),
    })),
  };
}
