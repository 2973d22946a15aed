import { controlCaught } from "../drill/controlCaught.ts";
import { openDrills } from "../drill/drillLedger.ts";
import { count, many, shorten } from "../words.ts";

/** So many ledgers are named. */
const NAMED = 3;

/** A ledger of the suite's drills that is kept, and was not read: whoever chooses what is read has to say what is not. */
export interface DrillsLeftOut {
  readonly id: string;
  readonly agent: { readonly name: string; readonly version: string };
  /** Drills on record, without negative controls. */
  readonly drills: number;
  /** Drills that did not hold, and negative controls that were not caught. */
  readonly broken: number;
}

/** Looks through a ledger that will not be read. Throws what `openDrills` throws. */
export function drillsLeftOut(dir: string): DrillsLeftOut {
  const { header, results } = openDrills(dir);
  let [drills, broken] = [0, 0];
  for (const { control, held, seen, violations } of results) {
    if (!control) drills++;
    if (control ? !controlCaught(seen, violations) : !held) broken++;
  }
  return { id: header.id, agent: { name: header.agent.name, version: header.agent.version }, drills, broken };
}

/** What was left out, in a sentence for the reader: those with drills of this agent version that did not hold apart, for they make a gate easier. */
export function drillsLeftOutSaid(
  all: readonly DrillsLeftOut[],
  agent: { readonly name: string; readonly version: string },
): { readonly broken: string | null; readonly others: string | null } {
  const mine = all.filter(({ agent: { name, version } }) => name === agent.name && version === agent.version);
  const bad = mine.filter(({ broken }) => broken > 0);
  const good = mine.filter(({ broken }) => broken === 0);
  const left = (some: readonly DrillsLeftOut[]) =>
    `${many(some.length, "ledger")} of this suite’s drills ${some.length === 1 ? "was" : "were"} left out (${namesOf(some)})`;
  const sum = (of: (one: DrillsLeftOut) => number) => bad.reduce((total, one) => total + of(one), 0);
  return {
    broken:
      bad.length === 0
        ? null
        : `${left(bad)}, with ${many(
            sum(({ drills }) => drills),
            "drill",
          )}; ${count(sum(({ broken }) => broken))} did not hold, or noticed nothing`,
    others: good.length === 0 ? null : `${left(good)}: what ${good.length === 1 ? "it holds" : "they hold"} does not count here.`,
  };
}

function namesOf(some: readonly DrillsLeftOut[]): string {
  const names = some.slice(0, NAMED).map(({ id }) => shorten(id, 40));
  const more = some.length - names.length;
  return `${names.join(", ")}${more === 0 ? "" : `, and ${count(more)} more`}`;
}
