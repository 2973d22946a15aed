import type { FindingVerdict, Judgement, TypeJudgement } from "earnest";
import { expect, test } from "vitest";
import { NO_DRILLS } from "../testing/sampleFacts.ts";
import { sampleGoverned } from "../testing/sampleGoverned.ts";
import { sampleJudgement } from "../testing/sampleJudgement.ts";
import { drillsView } from "./drills.ts";
import { drillSaid } from "./sheetFacts.ts";
import { typeViews } from "./typeView.ts";
import { stateOf } from "./verdict.ts";

const RECORD = {
  type: "tag",
  at: "2026-06-01T00:00:00.000Z",
  agent: "2.7.1",
  by: "R. Roe",
  system: "a copy",
  actions: 50,
  restored: 50,
  seconds: 664,
};
type Drills = Judgement["types"][number]["drills"];
const view = (judgement: Judgement) => drillsView(judgement, typeViews(judgement));
const sample = sampleGoverned();
/** The first action type alone, with these drills. */
const only = (change: (drills: Drills) => Partial<Drills>): Judgement => ({
  ...sample,
  types: sample.types.slice(0, 1).map((type) => ({ ...type, drills: { ...type.drills, ...change(type.drills) } })),
});

test("the finding says what did not hold; types that were never drilled are named", () => {
  expect(view(sample).find).toBe("One drill of 720 did not hold: “Change an address”.");
  const bare = view(sampleJudgement());
  expect(bare.find).toBe("No undo drill is on record: nobody has tried to take any of these actions back.");
  const never = (judgement: Judgement, type: number) => ({
    ...judgement,
    types: judgement.types.map((one, i) => (i === type ? { ...one, drills: NO_DRILLS } : one)),
  });
  expect(view(never(sample, 1)).without).toBe("Nobody has tried to undo this action type: Issue a refund.");
  expect(view(only(() => ({}))).find).toBe("All 160 drills of “Tag a ticket” held.");
});

test("too few drills have no upper limit, and the longest is never printed as one", () => {
  const [type] = view(only(() => ({}))).types;
  expect(type?.lines[0]).toBe(
    "orders on SQLite 3.50.4: 20 batches of 50 undone, 1,000 of 1,000 actions as before. All 20 held: at most 14.0% of such drills would fail (95% confidence). Half were over within 0.31 s; no limit for 19 of 20 yet: it takes 59 drills, 20 were made.",
  );
  expect(type?.timeline?.headline).toBe(
    "The gate gives it 15 minutes, which lies far to the right of this chart; the longest took 0.94 s.",
  );
});

test("a control that was missed makes a drill void, whatever it held", () => {
  const missed = only(({ stats }) => ({ stats: stats.map((one) => ({ ...one, control: "missed" as const, failAtMost: null })) }));
  const { find, types } = view(missed);
  expect(find).toContain("Not every one of them noticed an undo that only pretends");
  expect(types[0]?.matrix?.rows[0]?.cells[0]).toMatchObject({ state: { word: "Void" }, fact: "20 of 20" });
  expect(types[0]?.lines[0]).toContain("this shows nothing");
});

test("a limit within reach of the times is drawn, and what lies behind it stands out", () => {
  const drawn = (minutes: number) => view(only(() => ({ minutes }))).types[0];
  const near = drawn(0.012)?.timeline;
  for (const { marks } of near?.drawings ?? []) {
    const texts = marks.flatMap((mark) => ("text" in mark ? [mark.text] : []));
    expect(texts.filter(({ words }) => words === "limit 0.012 min")).toHaveLength(1);
    expect(texts.filter(({ tone, bold }) => bold && tone.name === "demote").map(({ words }) => words)).toEqual([
      "0.95 s",
      "0.95 s",
    ]);
  }
  expect(near?.headline).toContain("too long");
});

test("rows that are not as before stand side by side, and what is not listed is counted", () => {
  const broken = view(sample).types.find(({ title }) => title === "Change an address")?.broken;
  expect(broken?.drills[0]).toMatchObject({
    head: "against the clock, on PostgreSQL 18.4, embedded",
    moreSays: "2 more promises broken.",
    rows: [
      { row: "orders 17", column: "refunded", before: "0", after: "500" },
      { column: "note", before: "nothing", after: "label printed" },
    ],
    moreRows: "2 more rows of 3 differ and are not listed.",
  });
});

test("a sheet has one line of it: the drills of the version, else what people wrote down", () => {
  const [type] = sample.types;
  if (type === undefined) return expect.fail("there is no type");
  expect(drillSaid(type)).toBe(
    "160 of 160 drills of 4 kinds held, on SQLite 3.50.4 and PostgreSQL 18.4, embedded; the newest 2026-06-28 09:00 UTC.",
  );
  expect(drillSaid({ ...type, drills: NO_DRILLS })).toContain("50 of 50 restored in 11 min 04 s");
});

test("drills that do not count for the gate say so beside their figures, and in the finding", () => {
  const counts = "made 3,510 days before the evidence ends; at most 90 are taken";
  const { find, types } = view(only(({ undone }) => ({ undone: undone.map((one) => ({ ...one, counts })) })));
  expect(find).toBe(
    `All 160 drills of “Tag a ticket” held. None of those that undo a whole batch counts for the gate: ${counts}.`,
  );
  expect(types[0]?.lines[0]).toContain(`None of this counts for the gate: ${counts}.`);
});

test("drills of the suite's own file stand with what the gate asks, whether it is met, and what failed, and name nobody", () => {
  const asks = (verdict: FindingVerdict) => {
    const because = "A drill restored 47 of 50; the limit is all of them. Not restored: three were read.";
    return { criterion: { name: "drillRestores", params: {} }, verdict, because, limit: "50 of 50 restored within 15 min" };
  };
  const written = (verdict: FindingVerdict) => (type: TypeJudgement) => ({
    ...type,
    drills: { ...NO_DRILLS, recorded: { n: 2, newest: RECORD } },
    decided: { ...type.decided, climb: [asks(verdict)] as never, hold: [], stay: [asks("insufficient")] as never },
  });
  const types = [...sample.types.slice(0, 1).map(written("met")), ...sample.types.slice(1, 2).map(written("not-met"))];
  const only = view({ ...sample, types });
  expect(only.find).toBe(
    "The undo drills of 2 action types were not run by earnest: they are from the suite’s own file. Of these types, one meets what the gate asks of drills, one does not (“Issue a refund”).",
  );
  expect(only.written?.rows[1]).toMatchObject({
    title: "Issue a refund",
    newest: "50 of 50 restored in 11 min 04 s",
    of: "the newest of 2: 2026-06-01 00:00 UTC, in a copy, with version 2.7.1",
    checks: [
      {
        limit: "50 of 50 restored within 15 min",
        state: stateOf("not-met"),
        because: expect.stringContaining("three were read"),
      },
    ],
  });
  expect(JSON.stringify(only)).not.toContain(RECORD.by);
  const beside = view({ ...sample, types: [...types.slice(0, 1), ...sample.types.slice(1)] });
  expect([beside.types.map(({ title }) => title), beside.without]).toEqual([expect.not.arrayContaining(["Tag a ticket"]), null]);
  expect(beside.written?.rows.map(({ title }) => title)).toContain("Tag a ticket");
});

test("acts left to a person are counted by why", () => {
  const [type] = view(
    only(({ stats }) => ({
      stats: stats.map((one) => ({ ...one, drill: "poison" as const, conflicts: 0, deadLetters: 4, unknown: 1 })),
    })),
  ).types;
  expect(type?.matrix?.rows[0]?.cells[0]?.detail).toBe("4 acts given up, as planned, 1 act left, for nobody can tell");
});
