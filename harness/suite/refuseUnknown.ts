import { quote } from "../comparators/quote.ts";
import type { Dataset } from "../dataset/defineDataset.ts";
import { EarnestError } from "../errors.ts";
import type { ActionRow, Suite } from "../suite.ts";
import type { ReadRow } from "./toolDesk.ts";

/** All members there are; the compiler holds these lists to the types. */
type All<T> = { readonly [name in keyof Required<T>]: true };

const SUITE: All<Suite> = {
  name: true,
  about: true,
  dataset: true,
  agent: true,
  actions: true,
  reads: true,
  most: true,
  waiver: true,
  prices: true,
  ladder: true,
  attempts: true,
  timeout: true,
  adjudications: true,
  together: true,
  price: true,
  drills: true,
  limits: true,
  agents: true,
};

const ROW: All<ActionRow> = {
  title: true,
  noun: true,
  about: true,
  acknowledge: true,
  params: true,
  compare: true,
  serious: true,
  reversibility: true,
  drills: true,
  at: true,
  ask: true,
  climb: true,
  stay: true,
  hold: true,
  envelope: true,
  risk: true,
  consequential: true,
  baseline: true,
  goodOutcome: true,
  breaker: true,
  owners: true,
};

const READ: All<ReadRow> = { about: true, args: true, stub: true };

const DATASET: All<Dataset> = {
  name: true,
  cases: true,
  onBadRow: true,
  card: true,
  clusterCap: true,
  mix: true,
  redact: true,
  knownFields: true,
};

/** Throws SUITE_BROKEN for members that mean nothing: a promise with a slip of the pen in it would silently not be kept. */
export function refuseUnknown({ dataset, actions, reads = {}, ...suite }: Suite): void {
  const unknown = [
    ...strangers("the suite", { ...suite, dataset, actions, reads }, SUITE),
    ...strangers("the dataset", dataset, DATASET),
    ...Object.entries(actions).flatMap(([type, row]) => strangers(`the row of ${type}`, row, ROW)),
    ...Object.entries(reads).flatMap(([tool, row]) => strangers(`the read ${tool}`, row, READ)),
  ];
  if (unknown.length === 0) return;
  throw new EarnestError("SUITE_BROKEN", unknown.join("; "), {
    next: "Mend the name, or take it out: what is not known is not kept",
  });
}

function strangers(what: string, given: object, known: Readonly<Record<string, true>>): string[] {
  return Object.keys(given)
    .filter((name) => !Object.hasOwn(known, name))
    .map((name) => {
      const elsewhere = what === "the suite" && Object.hasOwn(DATASET, name) ? ", which belongs into defineDataset" : "";
      return `${what} has a member ${quote(name)} that earnest does not know${elsewhere}`;
    });
}
