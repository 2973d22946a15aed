import { clopperPearson, type Interval, type TypeJudgement } from "earnest";

type Sequence = NonNullable<TypeJudgement["sequence"]>;

const POINTS = 40;
const GATE = 0.95;
const FLOOR = 0.9;

/** For samples: a range that narrows down to `interval` while `matches` of `n` come in. */
export function sampleSequence(matches: number, n: number, interval: Interval): Sequence | null {
  if (n === 0) return null;
  const cases = Array.from({ length: POINTS }, (_, i) => Math.max(1, Math.round(n * ((i + 1) / POINTS) ** 2)));
  const looks = [...new Set(cases)].map((at) => {
    const k = Math.round((matches * at) / n);
    const { low, high } = at === n ? interval : clopperPearson(k, at, 0.99);
    return { n: at, k, rate: k / at, low, high };
  });
  // Nothing that was excluded comes back.
  const points = looks.map((look, i) => {
    const before = looks.slice(0, i);
    return {
      ...look,
      low: Math.min(interval.low, Math.max(look.low, ...before.map(({ low }) => low))),
      high: Math.max(interval.high, Math.min(look.high, ...before.map(({ high }) => high))),
    };
  });
  const above = points.find(({ low }) => low >= GATE);
  const below = points.find(({ high }) => high < GATE);
  return {
    gate: GATE,
    floor: FLOOR,
    points,
    clear: above !== undefined ? { n: above.n, side: "above" } : below !== undefined ? { n: below.n, side: "below" } : null,
    below: points.find(({ high }) => high < FLOOR)?.n ?? null,
  };
}
