import { describe, expect, test } from "vitest";
import { binomTail } from "./binomTail.ts";
import { randomIndexes } from "./random.ts";
import { RateBounds, type WholeCluster } from "./rateBounds.ts";

// Agents that stand exactly at the line or below it, on clusters of unequal sizes of which the rare large ones are the worse. How large the
// largest is is known from the dataset. A stream errs when it is shown at any look to lie above the line, whatever comes later.
const LEVEL = Math.log(20);
const ALPHA = 0.05;
const STREAMS = 160;
/** Were the chance of an error exactly 5 %, as many errors as this or more would come in fewer than 1 in 1,000 seeds: 19 of 160. */
const TOO_MANY = 19;

type Chance = (share: number) => boolean;
interface Stream {
  readonly name: string;
  readonly next: (isOneIn: Chance) => WholeCluster;
  /** The match rate per decision. */
  readonly truth: number;
  readonly line: number;
  readonly most: number;
  readonly clusters: number;
}

const lone = (hit: boolean): WholeCluster => ({ hits: hit ? 1 : 0, size: 1 });
const alike = (hit: boolean, size: number): WholeCluster => ({ hits: hit ? size : 0, size });
const tens: Stream["next"] = (is) => (is(0.02) ? alike(is(0.5), 10) : lone(is(0.985)));
const fours: Stream["next"] = (is) => (is(0.05) ? alike(is(0.8), 4) : lone(is(0.98)));
const threes: Stream["next"] = (is) => (is(0.05) ? alike(false, 3) : lone(is(0.99)));
const rateOfTens = (0.98 * 0.985 + 0.02 * 10 * 0.5) / (0.98 + 0.02 * 10);
const rateOfThrees = (0.95 * 0.99) / (0.95 + 0.05 * 3);
const rateOfNines = 0.995 / (0.995 + 0.005 * 9);
const rateOfRareTens = (0.998 * 0.97) / (0.998 + 0.002 * 10);
const rateOfTwenties = 0.9974 / (0.9974 + 0.0026 * 20);
const rateOfMisses = 0.95 / (0.95 + 0.05 * 10);

const streams: readonly Stream[] = [
  { name: "2 % are tens, half of them all wrong", next: tens, truth: rateOfTens, line: 0.95, most: 10, clusters: 500 },
  { name: "the same, at its true rate", next: tens, truth: rateOfTens, line: rateOfTens, most: 10, clusters: 500 },
  { name: "5 % are fours, a fifth of them all wrong", next: fours, truth: 1.091 / 1.15, line: 0.95, most: 4, clusters: 700 },
  {
    name: "5 % are ten misses, all others one hit",
    next: (is) => (is(0.05) ? alike(false, 10) : lone(true)),
    truth: rateOfMisses,
    line: rateOfMisses,
    most: 10,
    clusters: 200,
  },
  { name: "5 % are threes, all wrong", next: threes, truth: rateOfThrees, line: 0.95, most: 3, clusters: 400 },
  { name: "the same, at its true rate", next: threes, truth: rateOfThrees, line: rateOfThrees, most: 3, clusters: 400 },
  // So rare that most runs never see one: they hold 4 % of the decisions, and 2 %.
  {
    name: "5 in 1,000 are nine misses, all others one hit",
    next: (is) => (is(0.005) ? alike(false, 9) : lone(true)),
    truth: rateOfNines,
    line: rateOfNines,
    most: 9,
    clusters: 600,
  },
  {
    name: "2 in 1,000 are ten misses, all others mostly right",
    next: (is) => (is(0.002) ? alike(false, 10) : lone(is(0.97))),
    truth: rateOfRareTens,
    line: rateOfRareTens,
    most: 10,
    clusters: 600,
  },
  // Just so rare that 78 lone cases, which would show 95 %, mostly come without one; long enough for lone cases to show it in spite of the most.
  {
    name: "26 in 10,000 are twenty misses, all others one hit",
    next: (is) => (is(0.0026) ? alike(false, 20) : lone(true)),
    truth: rateOfTwenties,
    line: rateOfTwenties,
    most: 20,
    clusters: 2500,
  },
];

/** How many of the streams are ever shown to lie above the line. */
function errors({ next, line, clusters }: Stream, mostOf: (size: number) => number, seed: number): number {
  const draw = randomIndexes(seed, 1_000_000);
  const isOneIn: Chance = (share) => draw() < share * 1_000_000;
  let wrong = 0;
  for (let stream = 0; stream < STREAMS; stream++) {
    const bounds = new RateBounds({ lines: [line] });
    for (let i = 0; i < clusters; i++) {
      const one = next(isOneIn);
      bounds.add({ ...one, most: mostOf(one.size) });
    }
    if ((bounds.lines(true)[0]?.above.best ?? Infinity) >= LEVEL) wrong++;
  }
  return wrong;
}

test("the limit is that of a chance of 5 %", () => {
  expect(binomTail(TOO_MANY, STREAMS, ALPHA).atLeast).toBeLessThan(0.001);
  expect(binomTail(TOO_MANY - 1, STREAMS, ALPHA).atLeast).toBeGreaterThan(0.001);
});

describe.each(streams.map((stream, seed) => ({ ...stream, stream, seed })))(
  "$name (line $line)",
  ({ stream, seed, truth, line, most }) => {
    test("an agent at or below the line is shown above it in at most 5 % of streams, at any look", () => {
      expect(truth).toBeLessThanOrEqual(line);
      expect(errors(stream, () => most, seed)).toBeLessThan(TOO_MANY);
    });

    if (truth === line) {
      test("with each cluster as one whole vote it would be far more often", () => {
        expect(errors(stream, (size) => size, seed)).toBeGreaterThan(STREAMS / 4);
      });
    }
  },
);

test("the rates of the streams are as said", () => {
  const draw = randomIndexes(1, 1_000_000);
  for (const { name, next, truth } of streams) {
    let [hits, size] = [0, 0];
    for (let i = 0; i < 100_000; i++) {
      const one = next((share) => draw() < share * 1_000_000);
      hits += one.hits;
      size += one.size;
    }
    expect(Math.abs(hits / size - truth), name).toBeLessThan(0.01);
  }
});
