import { scaleLinear } from "d3-scale";
import { count, type Judgement, many } from "earnest";
import { drawings, type Figure, type Size } from "./figure.ts";
import { type Key, legend } from "./legend.ts";
import { type Mark, rect, TONES, type Tone, text } from "./marks.ts";
import { fitting, textWidth } from "./words.ts";

/** What reviewers found of the disagreements of one action type. */
export type WhoWasRight = NonNullable<Judgement["reviewed"]>["overall"];
export type Part = Exclude<keyof WhoWasRight, "n">;

interface Look {
  readonly tone: Tone;
  readonly hollow: boolean;
  /** The words on it. */
  readonly on: Tone;
}

/** Every place a disagreement may be in, in the order of the bars. */
export const PARTS: readonly { readonly part: Part; readonly words: string; readonly look: Look }[] = [
  { part: "agent", words: "the agent’s", look: { tone: TONES.agent, hollow: false, on: TONES.paper } },
  { part: "both", words: "both", look: { tone: TONES.band, hollow: false, on: TONES.ink } },
  { part: "person", words: "the person’s", look: { tone: TONES.person, hollow: false, on: TONES.paper } },
  { part: "neither", words: "neither", look: { tone: TONES.ink2, hollow: false, on: TONES.paper } },
  { part: "conflict", words: "reviewers differ", look: { tone: TONES.ink2, hollow: true, on: TONES.ink } },
  { part: "unclear", words: "cannot be told", look: { tone: TONES.grid, hollow: false, on: TONES.ink } },
  { part: "waiting", words: "not judged yet", look: { tone: TONES.grid, hollow: true, on: TONES.ink2 } },
];

const BAR = 26;

/** A bar for each action type, cut by whose decision reviewers would stand behind; every bar is all of its disagreements. */
export function whoWasRightChart(
  rows: readonly { readonly title: string; readonly who: WhoWasRight }[],
): Pick<Figure, "span" | "drawings"> {
  const used = PARTS.filter(({ part }) => rows.some(({ who }) => who[part] > 0));
  return drawings("full", (size) => {
    const keys = legend(used.map(keyOf), size);
    const top = keys.height + 0.6 * size.letters;
    const step = BAR + 2.6 * size.letters;
    const bars = rows.flatMap((row, i) => barOf(row, used, top + i * step, size));
    return { height: top + rows.length * step, marks: [...keys.marks, ...bars] };
  });
}

function keyOf({ words, look }: (typeof PARTS)[number]): Key {
  return { words, swatch: (at, side) => rect({ tone: look.tone, at, width: side, height: side, hollow: look.hollow }) };
}

function barOf(
  { title, who }: { readonly title: string; readonly who: WhoWasRight },
  used: typeof PARTS,
  top: number,
  { letters, width }: Size,
): Mark[] {
  const across = scaleLinear([0, Math.max(1, who.n)], [1, width - 1]);
  const y = top + 1.6 * letters;
  const n = many(who.n, "disagreement");
  const room = width - textWidth(`${n}  `, letters);
  const marks: Mark[] = [
    text({ tone: TONES.ink, at: [0, y - 0.5 * letters], words: fitting(title, room, letters, true), size: letters, bold: true }),
    text({ tone: TONES.ink2, at: [width, y - 0.5 * letters], words: n, size: letters, anchor: "end" }),
  ];
  let before = 0;
  for (const { part, look } of used) {
    const k = who[part];
    if (k === 0) continue;
    const [from, to] = [across(before), across(before + k)];
    before += k;
    // A gap in the colour of the paper parts what would be one tone in grey.
    marks.push(rect({ tone: look.tone, at: [from + 1, y], width: Math.max(1, to - from - 2), height: BAR, hollow: look.hollow }));
    if (textWidth(count(k), letters) + 6 > to - from) continue;
    marks.push(
      text({
        tone: look.on,
        at: [(from + to) / 2, y + BAR / 2 + 0.35 * letters],
        words: count(k),
        size: letters,
        anchor: "middle",
      }),
    );
  }
  return marks;
}
