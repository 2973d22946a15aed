import { many } from "../words.ts";
import type { ActStory } from "./actStory.ts";
import type { DrillName, DrillSeen, Violation } from "./drill.ts";
import { named } from "./sayChanges.ts";

type Ask = (seen: DrillSeen, stories: readonly ActStory[]) => readonly Violation[];

const CRASH: Ask = ({ history }) =>
  history.some(({ e }) => e === "resumed") ? [] : untried("No process was killed, so that nothing had to be resumed");

/** What a drill asks besides what every drill asks: mostly, that it did what it is there for. */
const ASKS: Partial<Record<DrillName, Ask>> = {
  crashBeforeReceipt: CRASH,
  crashDuringRollback: CRASH,
  duplicateDelivery: (_, stories) =>
    stories.flatMap(({ act, applies, undos, carriedOut }) =>
      applies.length < 2 || (carriedOut !== undefined && undos.length < 2)
        ? untried(`Act ${act + 1} and its undo were not both asked for twice`, act)
        : [],
    ),
  outOfOrder: (_, stories) =>
    stories.some(({ undos, applies }) => undos[0] !== undefined && undos[0].at < (applies[0]?.at ?? -1))
      ? []
      : untried("No undo came before its act"),
  humanEdit: ({ edits }, stories) =>
    edits.some(({ act }) => stories[act]?.carriedOut !== undefined)
      ? []
      : untried("No person changed anything meanwhile of what was carried out"),
  poison: ({ acts }) => (acts.some(({ poison }) => poison) ? [] : untried("There was no act that had to be refused")),
  dependent: ({ acts }, stories) =>
    stories.some(({ act, carriedOut }) => acts[act]?.handler === 1 && carriedOut !== undefined)
      ? []
      : untried("No later act was carried out"),
  blastRadius: ({ written, undoing }) =>
    written !== null && undoing !== null ? [] : untried("Nobody looked at what was written"),
};

/** Drills in which acts fail by design. */
const STRIKES: readonly DrillName[] = ["partialFailure", "crashBeforeReceipt", "randomFaults"];
/** Drills in which answers are lost and nothing else is wrong. */
const PROBES: readonly DrillName[] = ["partialFailure", "crashBeforeReceipt"];
/** More than this share refused, and too little was undone to say anything. */
const REFUSED = 0.1;

/** What this drill asks besides, and of what cannot be taken back: exactly one correction for each act, to the same entity. */
export function askedBy(name: DrillName, seen: DrillSeen, stories: readonly ActStory[]): Violation[] {
  return [
    ...(ASKS[name]?.(seen, stories) ?? []),
    ...refusals(name, seen, stories),
    ...blindProbes(name, seen, stories),
    ...onceEach(seen, stories),
    ...corrections(seen, stories),
  ];
}

/** Whoever refuses everything but one act would be restored for nothing; some of what an agent proposes is rightly refused. */
function refusals(name: DrillName, { acts }: DrillSeen, stories: readonly ActStory[]): Violation[] {
  // What comes after its undo is rightly barred.
  const due = stories.flatMap(({ act, applies, undos, carriedOut }) => {
    const last = applies.findLast(({ at }) => at < (undos[0]?.at ?? Number.POSITIVE_INFINITY));
    return acts[act]?.poison === true || last === undefined ? [] : [{ last, carriedOut }];
  });
  // Where none was carried out, that is said by itself.
  if (due.every(({ carriedOut }) => carriedOut === undefined)) return [];
  const against: readonly string[] = STRIKES.includes(name) ? ["rejected"] : ["rejected", "failed"];
  const refused = due.filter(({ last, carriedOut }) => carriedOut === undefined && against.includes(last.outcome));
  if (refused.length <= REFUSED * due.length) return [];
  const because = refused.flatMap(({ last }) => last.because ?? [])[0];
  const why = because === undefined ? "" : `, such as: ${named(because)}`;
  const says = `Of ${many(due.length, "act")} that had to be carried out, ${refused.length} ${refused.length === 1 ? "was" : "were"} refused or failed${why}.`;
  return [{ check: "mostly-refused", says }];
}

/** Where nothing else is wrong, a probe has to find out what became of a lost answer; of what cannot be taken back, nobody may ever know. */
function blindProbes(name: DrillName, { irreversible }: DrillSeen, stories: readonly ActStory[]): Violation[] {
  if (irreversible !== null || !PROBES.includes(name)) return [];
  const probed = stories.flatMap(({ applies }) => applies.filter(({ by }) => by === "probe"));
  if (probed.length === 0 || probed.some(({ outcome }) => outcome !== "unknown")) return [];
  const says = `${many(probed.length, "answer was", "answers were")} lost, and the probe could not tell of any whether the act was carried out: all is left to a person.`;
  return [{ check: "probe-blind", says }];
}

/** Where corrections show, acts do as well: no act may show there in more rows than the others, such as a message that went out twice. */
function onceEach({ irreversible, written, traffic }: DrillSeen, stories: readonly ActStory[]): Violation[] {
  const table = irreversible?.corrections ?? null;
  if (table === null || written === null) return [];
  const made = Map.groupBy(
    written.rows.filter((row) => row.table === table && row.change === "added" && !traffic.includes(row.entity ?? "")),
    ({ entity }) => entity,
  );
  const done = stories.filter(({ carriedOut }) => carriedOut !== undefined);
  const counts = done.map(({ act, touches }) => {
    const of = touches.map((entity) => {
      const sharing = done.filter((other) => other.touches.includes(entity)).length;
      return (made.get(entity)?.length ?? 0) / sharing;
    });
    return { act, rows: Math.max(0, ...of) };
  });
  const least = Math.min(...counts.map(({ rows }) => rows));
  return counts
    .filter(({ rows }) => rows > least)
    .map(({ act, rows }) => ({
      check: "applied-twice",
      says: `Act ${act + 1} shows in ${named(table)} ${rows === 1 ? "once" : `${rows} times`}, and others ${least === 1 ? "once" : `${least} times`}: it was carried out more than once.`,
      act,
    }));
}

function corrections({ acts, irreversible, undoing }: DrillSeen, stories: readonly ActStory[]): Violation[] {
  const table = irreversible?.corrections ?? null;
  if (table === null) return [];
  if (undoing === null) return untried("Nobody looked whether corrections were made");
  const made = undoing.rows.filter((row) => row.table === table && row.change === "added");
  const own = stories.filter(({ act }) => acts[act]?.handler === 0);
  const due = own.filter(({ end, carriedOut }) => carriedOut !== undefined && (end === "impossible" || end === "reverted"));
  return own.flatMap(({ act, touches }) => {
    const mine = new Set<string | null>(touches);
    const owed = due.filter((other) => other.touches.some((entity) => mine.has(entity))).length;
    const count = made.filter(({ entity }) => mine.has(entity)).length;
    if (count === owed) return [];
    const says = `Act ${act + 1} touches ${named(touches.join(", "))}: ${many(owed, "correction was", "corrections were")} due there, and ${named(table)} has ${count}.`;
    return [{ check: "correction", says, act }];
  });
}

function untried(says: string, act?: number): Violation[] {
  return [{ check: "not-tried", says: `${says}.`, ...(act === undefined ? {} : { act }) }];
}
