/** What a mark stands for: the class the style sheet colours by theme, and the colour it has without a sheet. */
export interface Tone {
  readonly name: string;
  readonly color: string;
}

function tone(name: string, color: string): Tone {
  return { name, color };
}

/** Colours never carry a meaning alone: marks that must be told apart differ in shape, dash or place as well. */
export const TONES = {
  ink: tone("ink", "#1b1f24"),
  ink2: tone("ink2", "#4a525c"),
  ink3: tone("ink3", "#626a73"),
  grid: tone("grid", "#e7e3d9"),
  paper: tone("paper", "#fbfaf6"),
  band: tone("band", "#d8e6ec"),
  agent: tone("agent", "#0b5c7d"),
  person: tone("person", "#7a6a4a"),
  hold: tone("hold", "#8f5f00"),
  demote: tone("demote", "#8f2c0a"),
};

/** A point in the drawing's own units: across from the left, down from the top. */
export type Point = readonly [x: number, y: number];

type Anchor = "start" | "middle" | "end";

/** One drawn thing as plain data, its numbers rounded already; its one key says what it is. */
export type Mark =
  | { readonly line: Stroke & { readonly x1: string; readonly y1: string; readonly x2: string; readonly y2: string } }
  | { readonly path: Stroke & { readonly d: string } }
  | { readonly area: { readonly tone: Tone; readonly d: string } }
  | {
      readonly rect: {
        readonly tone: Tone;
        readonly x: string;
        readonly y: string;
        readonly width: string;
        readonly height: string;
        /** Drawn as an outline, so that it is told apart from a filled one without colour. */
        readonly hollow: boolean;
      };
    }
  | {
      readonly circle: {
        readonly tone: Tone;
        readonly cx: string;
        readonly cy: string;
        readonly r: string;
        readonly hollow: boolean;
      };
    }
  | {
      readonly text: {
        readonly tone: Tone;
        readonly x: string;
        readonly y: string;
        readonly words: string;
        readonly size: string;
        readonly anchor: Anchor;
        readonly bold: boolean;
        /** With an edge in the colour of the paper, so that a line may pass behind it. */
        readonly halo: boolean;
      };
    };

interface Stroke {
  readonly tone: Tone;
  readonly width: string;
  /** Lengths of dashes and gaps; empty for an unbroken line. */
  readonly dash: string;
}

/** A number as marks hold it: a tenth of a unit is finer than any screen shows. Throws a RangeError on what is no number. */
export function px(n: number): string {
  if (!Number.isFinite(n)) throw new RangeError(`a mark was placed at ${n}`);
  return String(Math.round(n * 10) / 10 + 0);
}

/** A straight line. */
export function line(given: { tone: Tone; from: Point; to: Point; width?: number; dash?: string }): Mark {
  const { tone, from, to, width = 1, dash = "" } = given;
  return { line: { tone, x1: px(from[0]), y1: px(from[1]), x2: px(to[0]), y2: px(to[1]), width: px(width), dash } };
}

/** A line along the data of a path. */
export function path(given: { tone: Tone; d: string; width?: number; dash?: string }): Mark {
  const { tone, d, width = 1, dash = "" } = given;
  return { path: { tone, d, width: px(width), dash } };
}

/** A surface enclosed by the data of a path. */
export function area(tone: Tone, d: string): Mark {
  return { area: { tone, d } };
}

/** A rectangle by its upper left corner. */
export function rect(given: { tone: Tone; at: Point; width: number; height: number; hollow?: boolean }): Mark {
  const { tone, at, width, height, hollow = false } = given;
  return { rect: { tone, x: px(at[0]), y: px(at[1]), width: px(width), height: px(height), hollow } };
}

/** A dot. */
export function circle(given: { tone: Tone; at: Point; r: number; hollow?: boolean }): Mark {
  const { tone, at, r, hollow = false } = given;
  return { circle: { tone, cx: px(at[0]), cy: px(at[1]), r: px(r), hollow } };
}

/** Words on one line, by the foot of their letters. */
export function text(given: {
  tone: Tone;
  at: Point;
  words: string;
  size: number;
  anchor?: Anchor;
  bold?: boolean;
  halo?: boolean;
}): Mark {
  const { tone, at, words, size, anchor = "start", bold = false, halo = false } = given;
  return { text: { tone, x: px(at[0]), y: px(at[1]), words, size: px(size), anchor, bold, halo } };
}
