import type { RunHeader } from "../ledger/record.ts";
import type { GatheredRun } from "./gathering.ts";
import type { Judgement } from "./judgement.ts";

/**
 * From what was read to what counts, over distinct records: what several runs read of one dataset is read once, and a case that any of
 * them showed is not left out. Cases that several datasets hold are known to be the same where runs of both showed them.
 */
export function flowOf(reads: readonly GatheredRun[]): Judgement["flow"] {
  const sum = (of: (read: GatheredRun) => number) => reads.reduce((total, read) => total + of(read), 0);
  const datasets = [...Map.groupBy(reads, ({ run }) => run.dataset.digest).values()];
  const losses = datasets.map(lossesOf);
  const lost = LOSSES.map((_, step) => losses.reduce((total, loss) => total + (loss[step] as number), 0));
  const [filtered, beyondLimit, missing, saved, uncounted] = lost as [number, number, number, number, number];
  const observed = sum((read) => read.counted - read.repeated);
  const asked = observed + missing + saved + uncounted;
  const cases = asked + beyondLimit + filtered;
  const left = new Map(reads.map(({ run: { dataset } }) => [recordsOf(dataset), dataset.excluded]));
  const excluded = [...left.values()].reduce((total, n) => total + n, 0);
  return {
    read: cases + excluded,
    excluded,
    cases,
    filtered,
    beyondLimit,
    asked,
    missing,
    saved,
    uncounted,
    repeated: sum((read) => read.repeated),
    aside: sum((read) => read.aside),
    observed,
  };
}

/** Names what was read; the digest of a dataset is over its cases, and tells nothing of what stayed out. */
export function recordsOf({ digest, excluded }: RunHeader["dataset"]): string {
  return `${digest} and ${excluded} excluded`;
}

/** Cases that a run did not have to ask about, because it stopped early. */
export function savedIn({ run, stoppedAt, counted, uncounted }: GatheredRun): number {
  return stoppedAt === null ? 0 : run.asked.cases - counted - uncounted;
}

/** How a run loses cases, in the order in which it does. */
const LOSSES: readonly ((read: GatheredRun) => number)[] = [
  ({ run }) => run.dataset.cases - run.asked.selected,
  ({ run }) => run.asked.selected - run.asked.cases,
  (read) => read.run.asked.cases - read.counted - read.uncounted - savedIn(read),
  savedIn,
  ({ uncounted }) => uncounted,
];

/**
 * What none of the runs of one dataset showed, by how it was lost. Where they lost cases in several ways, no ledger names those that all of
 * them lost: they stand at the first step by which each of the runs can have lost as many.
 */
function lossesOf(runs: readonly GatheredRun[]): number[] {
  const left = (runs[0]?.run.dataset.cases ?? 0) - runs.reduce((total, { newOfDataset }) => total + newOfDataset, 0);
  let before = 0;
  return LOSSES.map((_, step) => {
    const lostBy = (read: GatheredRun) => LOSSES.slice(0, step + 1).reduce((total, of) => total + of(read), 0);
    const upTo = Math.min(left, ...runs.map(lostBy));
    const here = upTo - before;
    before = upTo;
    return here;
  });
}
