import { controlCaught } from "../drill/controlCaught.ts";
import type { DrillName } from "../drill/drill.ts";
import { drillsCorrupt, openDrills } from "../drill/drillLedger.ts";
import type { DrilledType, DrillResult, DrillsHeader } from "../drill/drillRecord.ts";
import { differsFromSeen } from "../drill/resultOf.ts";
import { EarnestError } from "../errors.ts";
import type { RowChange } from "../fixture/diffStates.ts";
import { many } from "../words.ts";
import type { DrillFact } from "./drillFact.ts";
import { systemName } from "./systemName.ts";

/** Rows that differ, kept of a drill that did not hold; the rest is counted. */
const ROWS = 12;

/** A ledger of drills that was read, and whether its drills count here. */
export interface DrillLedgerSeen {
  readonly id: string;
  readonly startedAt: string;
  /** Hash of its last record, and how many there are. */
  readonly head: string;
  readonly records: number;
  /** Drills on record, without negative controls. */
  readonly drills: number;
  /** Was it ended before all were made? */
  readonly cutOff: boolean;
  readonly agent: { readonly name: string; readonly version: string };
  readonly cores: number;
  readonly node: string;
  /** The run whose proposals were drilled, where there were enough; null where only the handlers' own examples were. */
  readonly from: string | null;
  /** Why none of it counts; null where it does. */
  readonly leftOut: string | null;
}

/** One drill as evidence: its result without what it was judged by, and what of the ledger's beginning it rests on. */
export interface DrillSeenOnce extends Omit<DrillResult, "kind" | "seen" | "control"> {
  readonly ledger: string;
  /** Of the drill itself. */
  readonly version: string;
  /** The agent version. */
  readonly agent: string;
  readonly handler: DrilledType["handler"];
  readonly fixture: DrilledType["fixture"];
  /** Engine and version. */
  readonly about: string;
  readonly says: string;
  /** Were the acts proposed by the agent, or the handler's examples? */
  readonly from: DrilledType["acts"]["from"];
  /** What its negative control showed; null where none was made. */
  readonly caught: "caught" | "missed" | null;
  /** Acts that were carried out, and those of them found as before. */
  readonly carriedOut: number;
  readonly back: number;
  /** What kept the state from being as before, the first rows of `differ`. */
  readonly rows: readonly RowChange[];
  readonly differ: number;
}

/** What ledgers of drills hold for one suite and agent. */
export interface DrillsRead {
  /** In order of time. */
  readonly ledgers: readonly DrillLedgerSeen[];
  /** Of those that count, in the order of their ledgers. */
  readonly drills: readonly DrillSeenOnce[];
}

/**
 * Reads ledgers of drills, and works each result out again from what the drill left; those of another suite or agent are left out, and say
 * so. Throws USAGE for one named twice, DRILLS_INVALID for a result of a type or engine that its beginning does not name, LEDGER_CORRUPT for
 * one that says something else than what it left, and what `openDrills` throws.
 */
export function readDrillLedgers(dirs: readonly string[], mine: { readonly suite: string; readonly agent: string }): DrillsRead {
  const read = dirs.map((dir) => readOne(dir, mine)).sort((a, b) => byTime(a.ledger, b.ledger));
  const twice = read.find(({ ledger }, at) => read[at - 1]?.ledger.id === ledger.id);
  if (twice !== undefined)
    throw new EarnestError("USAGE", `the drills ${twice.ledger.id} are named twice`, { next: "Name each ledger of drills once" });
  return { ledgers: read.map(({ ledger }) => ledger), drills: read.flatMap(({ drills }) => drills) };
}

function readOne(dir: string, mine: { readonly suite: string; readonly agent: string }) {
  const { header, results, frame } = openDrills(dir);
  const drills: DrillSeenOnce[] = [];
  const controls = new Map<string, "caught" | "missed">();
  for (const result of results) {
    const differs = differsFromSeen(result);
    if (differs !== undefined) throw drillsCorrupt(frame, differs);
    const key = JSON.stringify([result.type, result.drill, result.engine]);
    // Once missed stays missed: a drill that can pass for nothing shows nothing.
    if (!result.control) drills.push(seenOnce(dir, header, result));
    else if (controls.get(key) !== "missed")
      controls.set(key, controlCaught(result.seen, result.violations) ? "caught" : "missed");
  }
  const leftOut =
    header.suite.name !== mine.suite
      ? `it is of the suite “${header.suite.name}”`
      : header.agent.name !== mine.agent
        ? `it is of the agent “${header.agent.name}”`
        : null;
  const ledger: DrillLedgerSeen = {
    id: header.id,
    startedAt: header.startedAt,
    head: frame.journal.head,
    records: frame.journal.records,
    drills: drills.length,
    cutOff: frame.end === null || frame.end.interrupted,
    agent: { name: header.agent.name, version: header.agent.version },
    cores: header.cores,
    node: header.node,
    from: header.from?.run ?? null,
    leftOut,
  };
  if (leftOut !== null) return { ledger, drills: [] };
  const controlled = drills.map((drill) => ({
    ...drill,
    caught: controls.get(JSON.stringify([drill.type, drill.drill, drill.engine])) ?? null,
  }));
  return { ledger, drills: controlled };
}

function seenOnce(dir: string, header: DrillsHeader, result: DrillResult): DrillSeenOnce {
  const type = header.types.find((one) => one.type === result.type && one.drills.some(({ name }) => name === result.drill));
  const about = type?.fixture.engines[result.engine];
  if (type === undefined || about === undefined)
    throw new EarnestError(
      "DRILLS_INVALID",
      `result ${result.n} is of ${type === undefined ? "a drill" : "an engine"} that the ledger’s beginning does not name`,
      { where: { file: dir }, next: "Restore it from a copy, or drill again" },
    );
  const drill = type.drills.find(({ name }) => name === result.drill);
  const { kind: _kind, seen, control: _control, ...rest } = result;
  const never = result.ends["never-applied"] ?? 0;
  const acts = Object.values(result.ends).reduce((sum, n) => sum + n, 0);
  return {
    ...rest,
    ledger: header.id,
    agent: header.agent.version,
    handler: type.handler,
    fixture: type.fixture,
    about,
    version: drill?.version ?? "",
    says: drill?.says ?? "",
    from: type.acts.from,
    caught: null,
    carriedOut: acts - never,
    // What was never carried out is as before too.
    back: Math.max(0, Math.min(acts - never, result.restored - never)),
    rows: result.held ? [] : seen.left.rows.slice(0, ROWS),
    differ: result.held ? 0 : seen.left.rows.length,
  };
}

/** The same drill as a record, beside those that people wrote down. */
export function drillRecordOf(drill: DrillSeenOnce): DrillFact & Required<Pick<DrillFact, "made">> {
  const [first] = drill.violations;
  const seconds = secondsOf(drill);
  return {
    type: drill.type,
    at: drill.at,
    agent: drill.agent,
    by: "earnest drill",
    system: `${drill.fixture.name} on ${systemName(drill.about)}`,
    actions: drill.carriedOut,
    restored: drill.back,
    seconds,
    // What was asked for and could not be done is no load.
    ...(drill.load === null || drill.load.done === 0 ? {} : { load: Math.min(drill.load.asked, drill.load.done / seconds) }),
    ...(first === undefined ? {} : { because: first.says }),
    drill: drill.drill satisfies DrillName,
    handler: { name: drill.handler.name, version: drill.handler.version },
    broken: drill.held ? 0 : Math.max(1, drill.violations.length),
    ...(drill.caught === null ? {} : { control: drill.caught }),
    made: {
      version: drill.version,
      size: drill.size,
      fixture: drill.fixture,
      engine: drill.engine,
      load: drill.load?.asked ?? 0,
    },
  };
}

/** From the decision to undo until the state was verified, in seconds. */
export function secondsOf({ ms }: Pick<DrillResult, "ms">): number {
  // A clock of whole milliseconds may see none go by.
  return Math.max(1, ms.undo + ms.check) / 1000;
}

/** What a reader has to know of ledgers that count only in part, or not at all. */
export function drillLedgersSaid(ledgers: readonly DrillLedgerSeen[]): string[] {
  const out = [...Map.groupBy(ledgers, ({ leftOut }) => leftOut)].flatMap(([why, some]) =>
    why === null
      ? []
      : [`${many(some.length, "ledger")} of drills ${some.length === 1 ? "does" : "do"} not count here, because ${why}.`],
  );
  const cut = ledgers.filter(({ cutOff, leftOut }) => cutOff && leftOut === null);
  return [
    ...out,
    ...cut.map(
      ({ id, drills }) =>
        `The drills ${id} were cut off after ${many(drills, "drill")}: those that were made count, and how the others would have ended nobody knows.`,
    ),
  ];
}

function byTime(a: DrillLedgerSeen, b: DrillLedgerSeen): number {
  const [one, other] = [`${a.startedAt} ${a.id}`, `${b.startedAt} ${b.id}`];
  return one < other ? -1 : one > other ? 1 : 0;
}
