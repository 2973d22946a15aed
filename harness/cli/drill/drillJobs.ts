import { randomIndexes } from "../../stats/random.ts";
import type { PlannedDrill, PlannedType } from "./drillPlan.ts";

/** One drill to be done once on one engine. */
export interface DrillJob {
  readonly of: PlannedType;
  readonly planned: PlannedDrill;
  readonly engine: string;
  readonly control: boolean;
  readonly size: number;
  readonly seed: number;
}

/** Enough to see whether an undo that only pretends is found. */
const CONTROL_SIZE = 5;
const SEEDS = 0x8000_0000;

/** Everything there is to do on all engines: first the negative control of each drill, then each drill `times` times, in an order that the seed decides. */
export function drillJobs(types: readonly PlannedType[], times: number, seed: number): readonly DrillJob[] {
  const seeds = randomIndexes(seed, SEEDS);
  const all = types.flatMap((of) => of.drills.flatMap((planned) => of.engines.map((engine) => ({ of, planned, engine }))));
  const controls = all.map((one): DrillJob => {
    const { size } = one.planned.drill;
    return { ...one, control: true, size: Math.min(size, CONTROL_SIZE), seed: seeds() };
  });
  const real = Array.from({ length: times }, () =>
    all.map((one): DrillJob => ({ ...one, control: false, size: one.planned.drill.size, seed: seeds() })),
  );
  return [...controls, ...shuffled(real.flat(), seeds)];
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const order = [...list];
  for (let left = order.length; left > 1; left--) {
    const at = random() % left;
    [order[at], order[left - 1]] = [order[left - 1] as T, order[at] as T];
  }
  return order;
}
