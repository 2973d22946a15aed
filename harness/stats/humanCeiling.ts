import { type Estimate, pairedRatios, type RatioPair } from "./pairedRatios.ts";

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
  readonly difference: Estimate | null;
  readonly ratio: Estimate | null;
}

/**
 * Whether the agent agrees with people as much as two people agree with each other, on cases that at least two people decided.
 * Each case is one vote: the share of its people the agent agrees with, against the share of its pairs of people that agree.
 * The difference gates (its lower limit above -0.02); the ratio may exceed 1, since siding with the majority beats a random colleague.
 * Fewer than 50 cases: print, do not gate. Throws a RangeError on a confidence that is not between 0 and 1.
 * Source: paired t interval and log-delta ratio, as in `pairedRatios`, which also takes clusters and agreement that is no equality of labels.
 */
export function humanCeiling<L>(cases: Iterable<DoubleLabelled<L>>, confidence = 0.95): HumanCeiling {
  const votes: RatioPair[] = [];
  let excluded = 0;
  for (const { agent, humans } of cases) {
    if (humans.length < 2) {
      excluded += 1;
      continue;
    }
    const counts = new Map<L, number>();
    for (const human of humans) counts.set(human, (counts.get(human) ?? 0) + 1);
    const agreeing = [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0);
    votes.push({
      first: { hits: agent === null ? 0 : (counts.get(agent) ?? 0) / humans.length, size: 1 },
      second: { hits: agreeing / (humans.length * (humans.length - 1)), size: 1 },
      times: 1,
    });
  }
  const { clusters, first, second, difference, ratio } = pairedRatios(votes, confidence);
  return { cases: clusters, excluded, agentHuman: first, humanHuman: second, difference, ratio };
}
