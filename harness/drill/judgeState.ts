import type { RowChange, StateDiff } from "../fixture/diffStates.ts";
import type { ActStory } from "./actStory.ts";
import type { DrillSeen, Violation } from "./drill.ts";
import { judgeQuiet } from "./judgeQuiet.ts";
import { named, sayChanges } from "./sayChanges.ts";

/** Ends after which what an act touched may differ: why is said elsewhere. */
const NOT_AS_BEFORE: readonly string[] = ["conflict", "left", "dead-letter", "impossible", "standing", "open"];

type Written = [written: RowChange[], meanwhile: RowChange[], undoing: RowChange[]];

/** What the states say against the acts, and the acts after which all that they touched is as before. */
export function judgeState(seen: DrillSeen, stories: readonly ActStory[]): { restored: Set<number>; violations: Violation[] } {
  const byEntity = touching(stories);
  const [written, meanwhile, undoing] = [seen.written, seen.meanwhile, seen.undoing].map((diff) => rowsOf(seen, diff)) as Written;
  const later = editedLater(seen, stories);
  const left = withoutEdits(seen, rowsOf(seen, seen.left)).filter(({ entity }) => !later.has(entity));
  const excused = seen.traffic.length > 0 || later.size > 0 || stories.some(({ end }) => NOT_AS_BEFORE.includes(end));
  const violations = [
    ...judgeWritten(seen, stories, written),
    ...judgeReach(seen, stories, { written: [...written, ...meanwhile], undoing, left }),
    ...judgeQuiet(seen, stories, { written, meanwhile, undoing }),
    ...judgeLeft(left, byEntity),
  ];
  // A sum over several entities names nobody: where somebody is excused, it may be theirs.
  const nobodys = excused ? [] : left.filter(({ entity }) => entity === null);
  if (nobodys.length > 0) violations.push({ check: "not-restored", says: `After the undo ${sayChanges(nobodys)}.` });
  if (!excused)
    for (const { name, before, after } of seen.left.sequences)
      violations.push({
        check: "sequence",
        says: `After the undo the sequence ${named(name)} is ${named(String(after))}, was ${named(String(before))}.`,
      });
  const differing = new Set(left.map(({ entity }) => entity));
  const asBefore = stories.filter(
    ({ end, touches }) =>
      (end === "reverted" || end === "never-applied") && nobodys.length === 0 && !touches.some((entity) => differing.has(entity)),
  );
  return { restored: new Set(asBefore.map(({ act }) => act)), violations };
}

/** An act said to be carried out that changed nothing; one said not to be that did. */
function judgeWritten(seen: DrillSeen, stories: readonly ActStory[], written: readonly RowChange[]): Violation[] {
  if (seen.written === null) return [];
  const byEntity = Map.groupBy(written, ({ entity }) => entity);
  const done = new Set(stories.flatMap(({ carriedOut, touches }) => (carriedOut === undefined ? [] : touches)));
  return stories.flatMap(({ act, touches, applies, undos, carriedOut }) => {
    const rows = touches.flatMap((entity) => byEntity.get(entity) ?? []);
    if (carriedOut !== undefined)
      // A key that was put down is no effect.
      return rows.some(({ table }) => !seen.books.includes(table))
        ? []
        : [
            {
              check: "no-effect",
              says: `Act ${act + 1} was reported as carried out, and nothing that it touches has changed.`,
              act,
            },
          ];
    // Who was undone before may leave the mark that bars it, and nothing else (see judgeQuiet); where nobody knows, nobody is to blame.
    if (applies.length === 0 || undos[0]?.outcome === "not-applied") return [];
    const last = applies.at(-1)?.outcome;
    const traces = rows.filter(({ entity }) => entity !== null && !done.has(entity));
    return last === "unknown" || traces.length === 0 ? [] : [traceOf(act, last, traces)];
  });
}

/** Rows in a table, or about an entity, that nobody declared to touch. */
function judgeReach(
  seen: DrillSeen,
  stories: readonly ActStory[],
  { written, undoing, left }: Record<"written" | "undoing" | "left", readonly RowChange[]>,
): Violation[] {
  const edited = new Set<string | null>(editsOf(seen).map(({ entity }) => entity));
  const unedited = [...undoing, ...left].filter(({ entity }) => !edited.has(entity));
  const of = (which: (story: ActStory) => boolean) =>
    new Set<string | null>(stories.flatMap((story) => (which(story) ? story.touches : [])));
  // An undo that came first leaves the mark that bars its act, before anybody looks.
  const applying = of(({ tried, undos }) => tried.apply || undos[0]?.outcome === "not-applied");
  const undone = of(({ tried }) => tried.undo);
  const refused = seen.acts.some(({ poison }) => poison);
  const found = [
    ["The acts", written.filter(({ entity }) => !edited.has(entity)), applying],
    ["The undo", unedited, new Set([...applying, ...undone])],
  ] as const;
  const violations = found.flatMap(([who, rows, entities]) => [
    ...byTable(rows.filter(({ table }) => !seen.writes.includes(table))).map(([table, those]) => ({
      check: "undeclared-table",
      says: `${who} wrote to ${named(table)}, which no handler declares: ${sayChanges(those)}.`,
    })),
    ...byTable(rows.filter(({ entity }) => entity !== null && !entities.has(entity))).map(([, those]) => ({
      // What had to be refused declares nothing, so that a trace of it is one that nobody declares.
      check: refused ? "poison-trace" : "undeclared-entity",
      says: refused
        ? `Acts that had to be refused left a trace, or others changed what they do not declare: ${sayChanges(those)}.`
        : `${who} changed what no act that was tried declares to touch: ${sayChanges(those)}.`,
    })),
  ]);
  const untouched = byTable(undoing.filter(({ entity }) => entity !== null && applying.has(entity) && !undone.has(entity)));
  return [
    ...violations,
    ...untouched.flatMap(([, those]) => {
      const rest = those.filter(({ entity }) => !edited.has(entity));
      return rest.length === 0
        ? []
        : [
            {
              check: "undeclared-entity",
              says: `The undo changed what no act that was undone declares to touch: ${sayChanges(rest)}.`,
            },
          ];
    }),
  ];
}

/** What is not as before after an undo that says so. */
function judgeLeft(left: readonly RowChange[], byEntity: ReadonlyMap<string, readonly ActStory[]>): Violation[] {
  const blamed = Map.groupBy(left, ({ entity }) => (entity === null ? undefined : toBlame(byEntity.get(entity) ?? [])));
  return [...blamed].flatMap(([story, rows]) => {
    if (story === undefined) return [];
    const { act, end, undos, applies } = story;
    if (end === "never-applied") {
      if (undos.some(({ outcome }) => outcome === "not-applied"))
        return [
          {
            check: "late-apply",
            says: `Act ${act + 1} came after its undo and had to be barred, and ${sayChanges(rows)}.`,
            act,
          },
        ];
      return [traceOf(act, applies.at(-1)?.outcome, rows)];
    }
    const claimed = undos.some(({ outcome }) => outcome === "reverted");
    return claimed
      ? [{ check: "not-restored", says: `Act ${act + 1} was undone, and ${sayChanges(rows)}.`, act }]
      : [{ check: "false-claim", says: `Act ${act + 1} was reported as undone before, and ${sayChanges(rows)}.`, act }];
  });
}

/** Of all that touched an entity, whose undo has to have restored it; nobody where one of them is excused. */
function toBlame(stories: readonly ActStory[]): ActStory | undefined {
  if (stories.some(({ end }) => NOT_AS_BEFORE.includes(end))) return undefined;
  return stories.findLast(({ end }) => end === "reverted") ?? stories.findLast(({ tried }) => tried.apply || tried.undo);
}

function traceOf(act: number, outcome: string | undefined, rows: readonly RowChange[]): Violation {
  return outcome === "rejected"
    ? { check: "poison-trace", says: `Act ${act + 1} was refused and left a trace: ${sayChanges(rows)}.`, act }
    : { check: "false-claim", says: `Act ${act + 1} was found not to have happened, and ${sayChanges(rows)}.`, act };
}

function touching(stories: readonly ActStory[]): Map<string, ActStory[]> {
  const byEntity = new Map<string, ActStory[]>();
  for (const story of stories)
    for (const entity of new Set(story.touches)) byEntity.set(entity, [...(byEntity.get(entity) ?? []), story]);
  return byEntity;
}

function rowsOf({ traffic }: DrillSeen, diff: StateDiff | null): RowChange[] {
  const others = new Set<string | null>(traffic);
  return (diff?.rows ?? []).filter(({ entity }) => !others.has(entity));
}

/** What a person put in has to stand: it is no lack of the undo. Only what the journal knows of counts. */
function withoutEdits(seen: DrillSeen, rows: readonly RowChange[]): RowChange[] {
  const edits = editsOf(seen);
  return rows.flatMap((row) => {
    const mine = edits.filter(({ table, key }) => table === row.table && Object.values(key).join("/") === row.key);
    if (mine.length > 0 && row.change === "added") return [];
    if (row.change !== "changed") return [row];
    const columns = row.columns.filter(({ column }) => !mine.some((edit) => column in edit.columns));
    return columns.length === 0 ? [] : [{ ...row, columns }];
  });
}

/** Entities that a person changed when all undos of them were over: what they hold is the person's, and whether it stands is asked elsewhere. */
function editedLater({ history }: DrillSeen, stories: readonly ActStory[]): ReadonlySet<string | null> {
  const over = (entity: string, at: number) =>
    stories.every(({ touches, undos }) => !touches.includes(entity) || (undos.at(-1)?.at ?? at) < at);
  const edited = history.flatMap((event, at) => (event.e === "edited" && over(event.edit.entity, at) ? [event.edit.entity] : []));
  return new Set(edited);
}

function editsOf({ history }: DrillSeen) {
  return history.flatMap((event) => (event.e === "edited" ? [event.edit] : []));
}

function byTable(rows: readonly RowChange[]): [string, RowChange[]][] {
  return [...Map.groupBy(rows, ({ table }) => table)];
}
