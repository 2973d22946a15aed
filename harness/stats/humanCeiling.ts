import type { Interval } from "./clopperPearson.ts";
import { covariance, mean, variance } from "./moments.ts";
import { normalQuantile } from "./normalQuantile.ts";
import { refuseUnlessInside } from "./refuse.ts";
import { tQuantile } from "./tQuantile.ts";

/** One case with what the agent did (null: nothing usable, agrees with nobody) and what each person decided. */
export interface DoubleLabelled<L> {
  readonly agent: L | null;
  readonly humans: readonly L[];
}

/** The agent's agreement with people beside people's with each other. Null where the cases cannot tell. */
export interface HumanCeiling {
  readonly cases: number;
  /** Cases left out, having fewer than two human labels. */
  readonly excluded: number;
  readonly agentHuman: number | null;
  readonly humanHuman: number | null;
  readonly difference: { readonly estimate: number; readonly se: number; readonly interval: Interval } | null;
  readonly ratio: { readonly estimate: number; readonly se: number; readonly interval: Interval } | null;
}

/**
 * Whether the agent agrees with people as much as two people agree with each other, on cases that at least two people decided.
 * Each case is one vote: the share of its people the agent agrees with, against the share of its pairs of people that agree.
 * The difference gates (its lower limit above -0.02); the ratio may exceed 1, since siding with the majority beats a random colleague.
 * Fewer than 50 cases: print, do not gate. Throws a RangeError on a confidence that is not between 0 and 1.
 * Source: paired t interval; ratio by the delta method on the logarithm, Casella & Berger 2002, section 5.5.4.
 */
export function humanCeiling<L>(cases: Iterable<DoubleLabelled<L>>, confidence = 0.95): HumanCeiling {
  refuseUnlessInside("confidence", confidence);
  const withAgent: number[] = [];
  const amongHumans: number[] = [];
  let excluded = 0;
  for (const { agent, humans } of cases) {
    if (humans.length < 2) {
      excluded += 1;
      continue;
    }
    const counts = new Map<L, number>();
    for (const human of humans) counts.set(human, (counts.get(human) ?? 0) + 1);
    const agreeing = [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0);
    withAgent.push(agent === null ? 0 : (counts.get(agent) ?? 0) / humans.length);
    amongHumans.push(agreeing / (humans.length * (humans.length - 1)));
  }
  const n = withAgent.length;
  if (n === 0) return { cases: 0, excluded, agentHuman: null, humanHuman: null, difference: null, ratio: null };
  const [a, h] = [mean(withAgent), mean(amongHumans)];
  const found = { cases: n, excluded, agentHuman: a, humanHuman: h };
  if (n === 1) return { ...found, difference: null, ratio: null };
  const upper = (1 + confidence) / 2;
  const se = Math.sqrt(variance(withAgent.map((agreed, at) => agreed - (amongHumans[at] ?? 0))) / n);
  const half = tQuantile(upper, n - 1) * se;
  const difference = { estimate: a - h, se, interval: { low: a - h - half, high: a - h + half } };
  if (a === 0 || h === 0) return { ...found, difference, ratio: null };
  const spread =
    variance(withAgent) / a ** 2 + variance(amongHumans) / h ** 2 - (2 * covariance(withAgent, amongHumans)) / (a * h);
  const seLog = Math.sqrt(Math.max(0, spread) / n);
  const factor = Math.exp(normalQuantile(upper) * seLog);
  const ratio = { estimate: a / h, se: (a / h) * seLog, interval: { low: a / h / factor, high: (a / h) * factor } };
  return { ...found, difference, ratio };
}
