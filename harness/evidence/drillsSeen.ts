import type { DrillName } from "../drill/drill.ts";
import type { RowChange } from "../fixture/diffStates.ts";
import { type DrillsWeighed, notInForce } from "./drillFact.ts";
import { type DrillSeenOnce, drillRecordOf } from "./drillLedgers.ts";
import { type DrillStats, drillStats } from "./drillStats.ts";
import type { DrillRecord } from "./drills.ts";
import type { TypeFacts } from "./typeFacts.ts";
import { type DrillAsked, type UndoneOn, undoneOn } from "./undoneOn.ts";

/** Drills that did not hold are shown one by one, so many of them; of each so many promises that it broke. */
const SHOWN = 6;
const BROKEN = 5;

/** A drill that did not hold. */
export interface BrokenDrill {
  readonly ledger: string;
  readonly n: number;
  readonly at: string;
  readonly drill: DrillName;
  readonly about: string;
  readonly carriedOut: number;
  readonly back: number;
  /** The promises it broke, the first of `violations`. */
  readonly says: readonly string[];
  readonly violations: number;
  /** What kept the state from being as before, the first rows of `differ`. */
  readonly rows: readonly RowChange[];
  readonly differ: number;
  /** Where its sandbox was kept; null where it was not. */
  readonly kept: string | null;
}

/** What is known of undoing one action type. */
export interface DrillsSeen {
  /** The drills that its row names. */
  readonly named: readonly DrillName[];
  /** What carries out and undoes, and what is different in production; by the ledgers that count. */
  readonly handlers: readonly {
    readonly name: string;
    readonly version: string;
    readonly caveat: string;
    readonly fixture: string;
  }[];
  /** Drills of `stats` in which the acts were the handler's examples, for the agent had proposed too few. */
  readonly examples: number;
  /** Of what is in force: the agent version under test, the handler, the fixture and the drill. */
  readonly stats: readonly DrillStats[];
  /** How quickly whole batches were undone, system by system, and whether that counts for the gate: what `undoneWithin` rests on. */
  readonly undone: readonly UndoneOn[];
  readonly broken: readonly BrokenDrill[];
  /** Drills that did not hold in all, shown above or not. */
  readonly brokenInAll: number;
  /** Drills of other versions of the agent, a handler, a fixture or a drill, which count for nothing. */
  readonly otherVersions: number;
  /** What people wrote down, of any version: the newest, and how many. */
  readonly recorded: { readonly newest: DrillRecord | null; readonly n: number };
  /** The shortest time that its gate gives for undoing, in minutes; null where it asks for none. */
  readonly minutes: number | null;
}

/** Puts together what drills showed of one action type. */
export function drillsSeen(
  drills: readonly DrillSeenOnce[],
  recorded: readonly DrillRecord[],
  facts: DrillsWeighed & Pick<TypeFacts, "drills">,
  { minutes, days, size }: { readonly minutes: number | null } & DrillAsked,
): DrillsSeen {
  const { asOf, drilled } = facts;
  const mine = drills.filter((drill) => notInForce(drillRecordOf(drill), facts) === null);
  const order = [...new Set([...drilled.map(({ drill }) => drill), ...mine.map(({ drill }) => drill)])];
  const stats = drillStats(mine, asOf).sort(
    (a, b) => order.indexOf(a.drill) - order.indexOf(b.drill) || (a.engine < b.engine ? -1 : a.engine > b.engine ? 1 : 0),
  );
  const broken = mine.filter(({ held }) => !held).sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || b.n - a.n);
  const handlers = mine.map(({ handler, fixture }) => ({ ...handler, fixture: `${fixture.name} ${fixture.version}` }));
  return {
    named: drilled.map(({ drill }) => drill),
    handlers: [...new Map(handlers.map((one) => [JSON.stringify(one), one])).values()],
    examples: mine.filter(({ from }) => from === "examples").length,
    stats,
    undone: undoneOn(facts.drills, facts, { days, size }),
    broken: broken.slice(0, SHOWN).map((drill) => ({
      ledger: drill.ledger,
      n: drill.n,
      at: drill.at,
      drill: drill.drill,
      about: drill.about,
      carriedOut: drill.carriedOut,
      back: drill.back,
      says: drill.violations.slice(0, BROKEN).map(({ says }) => says),
      violations: drill.violations.length,
      rows: drill.rows,
      differ: drill.differ,
      kept: drill.kept,
    })),
    brokenInAll: broken.length,
    otherVersions: drills.length - mine.length,
    recorded: { newest: recorded[0] ?? null, n: recorded.length },
    minutes,
  };
}
