import { afterAll, beforeAll, expect, test } from "vitest";
import { randomIndexes } from "../../stats/random.ts";
import type { Drill } from "../drill.ts";
import type { DrillResult } from "../drillRecord.ts";
import { putInto } from "../testing/putInto.ts";
import { puts, ShelfRuns } from "../testing/shelfRuns.ts";
import { randomFaults } from "./randomFaults.ts";

const SCHEDULES = 100;
const KILLED_AT_MOST = 90;
const SIZE = 6;

let runs: ShelfRuns;
beforeAll(async () => {
  runs = await ShelfRuns.start();
});
afterAll(() => runs[Symbol.asyncDispose]());

function schedule(seed: number, keys: boolean): Promise<Omit<DrillResult, "n" | "kind">> {
  const drill = randomFaults(putInto({ keys }), { size: SIZE }) as unknown as Drill;
  return runs.run(drill, puts(SIZE), { seed, which: keys ? "keeps promises" : "forgets keys" });
}

/** What went wrong by the shelf itself, which writes down every weight under the key that it was moved by. */
function wrongs({ seen, ends }: Omit<DrillResult, "n" | "kind">): string[] {
  const rows = [...(seen.written?.rows ?? []), ...(seen.undoing?.rows ?? [])].filter(({ table }) => table === "moves");
  const keys = rows.map(({ columns }) => String(columns.find(({ column }) => column === "by_key")?.after));
  const moved = (phase: string, act: number) =>
    keys.filter((key) => key.startsWith(`${phase}:`) && key.endsWith(`/${act}`)).length;
  const last = (act: number) => seen.history.findLast((event) => event.e === "undone" && event.act === act);
  const unexplained = (["open", "standing", "left", "dead-letter", "impossible"] as const).filter(
    (end) => ends[end] !== undefined,
  );
  return [
    ...unexplained.map((end) => `acts ended as ${end}`),
    ...seen.edits.filter(({ kept }) => !kept).map(({ edit }) => `what a person did to ${edit.entity} is lost`),
    ...seen.acts.flatMap((_, act) => {
      const [put, taken] = [moved("apply", act), moved("undo", act)];
      const undone = last(act);
      const stays = undone?.e === "undone" && undone.outcome === "conflict";
      return [
        ...(put > 1 ? [`act ${act} was carried out ${put} times`] : []),
        ...(taken > 1 ? [`act ${act} was undone ${taken} times`] : []),
        ...(put !== taken && !stays ? [`act ${act} was carried out ${put} times, and undone ${taken} times`] : []),
      ];
    }),
  ];
}

test("however faults fall, every end is explained, no person's change is lost, and nothing is undone twice", async () => {
  const before = runs.children.length;
  const found: unknown[] = [];
  const tried = { killed: 0, edited: 0, conflicts: 0, twice: 0, late: 0 };
  const lane = async (first: number) => {
    for (let seed = first; seed < SCHEDULES; seed += 2) {
      const result = await schedule(seed, true);
      const { history } = result.seen;
      if (!result.held || wrongs(result).length > 0)
        found.push({ seed, wrongs: wrongs(result), violations: result.violations, history });
      tried.killed += history.filter(({ e }) => e === "resumed").length;
      tried.edited += result.seen.edits.length;
      tried.conflicts += result.conflicts.length;
      tried.twice += history.filter((event) => event.e === "applied" && event.outcome === "duplicate").length;
      const decided = history.findIndex(({ e }) => e === "decided");
      tried.late += history.slice(decided).filter(({ e }) => e === "applied").length;
    }
  };
  await Promise.all([lane(0), lane(1)]);
  expect(found).toEqual([]);
  // The schedules have tried what they are for.
  expect(tried.killed).toBeGreaterThan(40);
  expect(runs.children.length - before).toBeLessThan(KILLED_AT_MOST);
  for (const times of [tried.edited, tried.conflicts, tried.twice, tried.late]) expect(times).toBeGreaterThan(20);
});

test("a handler that does not know what it did before is found out by the shelf, and by the judge", async () => {
  const results = [];
  for (let seed = 0; seed < 6; seed++) results.push(await schedule(seed, false));
  expect(results.flatMap(wrongs)).not.toEqual([]);
  expect(results.filter(({ held }) => !held).length).toBeGreaterThan(0);
});

/** What a schedule asks for, on paper. */
async function asked(seed: number): Promise<unknown[]> {
  const drawn: unknown[] = [];
  const draw = randomIndexes(seed, 2 ** 31);
  const note = async (what: unknown) => void drawn.push(what);
  const acts = puts(SIZE).map((params) => ({ params, handler: 0 as const }));
  await randomFaults(putInto({ keys: true }), { size: SIZE }).run({
    acts,
    apply: (delivery) => note({ apply: delivery }),
    look: () => note("look"),
    edit: (act, what) => note({ act, what }),
    undo: (delivery) => note({ undo: delivery }),
    random: (below) => draw() % below,
  });
  return drawn;
}

test("the same seed gives the same schedule, and another one another", async () => {
  expect(await asked(3)).toEqual(await asked(3));
  expect(await asked(3)).not.toEqual(await asked(4));
});

test("refuses settings that make no schedule", () => {
  expect(() => randomFaults(putInto({ keys: true }), { size: 0 })).toThrow("size");
  expect(() => randomFaults(putInto({ keys: true }), { size: 2, kills: 0.5 })).toThrow("kills");
});
