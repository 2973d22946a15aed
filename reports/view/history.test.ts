import type { Judgement, RunCounted } from "earnest";
import { clopperPearson } from "earnest";
import { describe, expect, test } from "vitest";
import { sampleJudgement } from "../testing/sampleJudgement.ts";
import { withNights } from "../testing/sampleNights.ts";
import { historyView } from "./history.ts";
import { typeViews } from "./typeView.ts";

const view = (judgement: Judgement) => historyView(judgement, typeViews(judgement));

/** How many of 40 matched, night by night, for cancelling; everything else always matches. */
function nights(
  cancelled: readonly number[],
  change: (run: RunCounted, i: number) => Partial<RunCounted> = () => ({}),
): Judgement {
  const judgement = withNights(sampleJudgement(), cancelled.length);
  const runs = judgement.runs.map((run, i) => {
    const types = judgement.types.map(({ type }) => {
      const matches = type.startsWith("cancel") ? (cancelled[i] ?? 0) : 40;
      return { type, n: 40, matches, rate: matches / 40, ...clopperPearson(matches, 40) };
    });
    const plain = { ...run, changed: [], seen: { cases: 200, types } };
    return { ...plain, ...change(plain, i) };
  });
  return { ...judgement, runs };
}

describe("what the nights show", () => {
  const other = (n: number) => (run: RunCounted, i: number) => ({
    otherVersion: i < n,
    agent: i < n ? "refund-desk 2.6.3" : run.agent,
    changed: i === n ? (["agent"] as const) : [],
  });

  test.each<[string, Judgement, string]>([
    ["one night", sampleJudgement(), "One night was read: 2026-10-05 04:12 UTC, 300 cases."],
    [
      "one night without a case",
      sampleJudgement({ cases: 0, types: 0 }),
      "One night was read, 2026-10-05 04:12 UTC, and it showed no case that counts.",
    ],
    [
      "one night of this version, and bad",
      nights([40, 25], other(1)),
      "On its only night the whole range of “Cancel an order” lay below its floor.",
    ],
    ["nothing bad", nights([40, 39, 40]), "On none of the 3 nights did the whole range of an action type lie below its floor."],
    ["one bad night", nights([40, 25, 40]), "On one of 3 nights the whole range of “Cancel an order” lay below its floor."],
    [
      "bad since a while",
      nights([40, 25, 24, 23]),
      "“Cancel an order” has stayed below its floor on each of its latest three nights.",
    ],
    [
      "bad since the version came",
      nights([40, 40, 25, 24], other(2)),
      "“Cancel an order” has stayed below its floor since the night refund-desk 2.7.1 came.",
    ],
    [
      "bad before, in another version",
      nights([20, 20, 40, 40], other(2)),
      "On none of the 4 nights did the whole range of an action type lie below its floor.",
    ],
    [
      "one last bad night is none that stayed",
      nights([40, 40, 25]),
      "On one of 3 nights the whole range of “Cancel an order” lay below its floor.",
    ],
    [
      "the same cases again",
      nights([40, 40], () => ({ seen: { cases: 0, types: [] } })),
      "None of the 2 nights showed a new case of any action type.",
    ],
    [
      "a night, and its cases again",
      nights([25, 25], (_, i) => (i === 0 ? {} : { seen: { cases: 0, types: [] }, counted: 0 })),
      "Of 2 nights that were read, one showed new cases: 2026-10-04 04:12 UTC, 200 cases.",
    ],
  ])("%s", (_, judgement, said) => {
    expect(view(judgement).find).toBe(said);
  });
});

test("the table holds every night with what was counted, and what had changed", () => {
  const { figure } = view(
    nights([40, 25], (_, i) => (i === 0 ? { otherVersion: true, agent: "refund-desk 2.6.3" } : { changed: ["agent", "rules"] })),
  );
  expect(figure?.twin.columns.map(({ label }) => label).slice(0, 6)).toEqual([
    "Night",
    "Agent",
    "New cases",
    "Changed since the night before",
    "Cancel an order",
    "Change an address",
  ]);
  expect(figure?.twin.rows.map(({ head, cells }) => [head, ...cells.slice(0, 5).map(({ text }) => text)])).toEqual([
    [
      "2026-10-04 04:12 UTC",
      "refund-desk 2.6.3 (does not count)",
      "200",
      "nothing",
      "40 of 40; 100.0%, 91.1% to 100.0%",
      "40 of 40; 100.0%, 91.1% to 100.0%",
    ],
    [
      "2026-10-05 04:12 UTC",
      "refund-desk 2.7.1",
      "200",
      "the agent, to refund-desk 2.7.1; the gates, or how decisions are compared",
      "25 of 40; 62.5%, 45.8% to 77.3%",
      "40 of 40; 100.0%, 91.1% to 100.0%",
    ],
  ]);
});

test("where one night alone showed new cases, there is a table and no second range beside that of the chapters", () => {
  const again = nights([25, 25], (_, i) => (i === 0 ? {} : { seen: { cases: 0, types: [] }, counted: 0 }));
  const { figure, one, notes, changed } = view(again);
  expect([figure, one?.[0]]).toEqual([null, { title: "Cancel an order", anchor: expect.any(String), same: "25 of 40" }]);
  expect(notes).toEqual(["1 night showed no case that was new: the same cases again count once."]);
  expect(changed).toContain("Nothing changed");
});

test("a rate that its counts do not give is named for what it is", () => {
  const plain = nights([40, 40]);
  const weighed = nights([40, 40], ({ seen: { cases, types } }) => ({
    seen: { cases, types: types.map((one) => ({ ...one, rate: 0.99 })) },
  }));
  expect(view(plain).figure?.how).not.toContain("as the answer counts it");
  expect(view(weighed).figure?.how).toContain("one night’s new cases, as the answer counts it, the upright line");
});

test("what changed since the night before is said of the last one alone", () => {
  expect(view(nights([40, 40])).changed).toContain("Nothing changed");
  expect(view(nights([40, 40], (_, i) => (i === 0 ? { changed: ["dataset"] } : {}))).changed).toContain("Nothing changed");
  expect(view(nights([40, 40], (_, i) => (i === 1 ? { changed: ["dataset"] } : {}))).changed).toBe(
    "Changed since the night before: the dataset.",
  );
  expect(view(sampleJudgement()).changed).toBe(null);
});

test("thirty nights and twelve types are shown, the worst answers first, and the rest is counted", () => {
  const { figure, notes } = view(withNights(sampleJudgement({ types: 20 }), 34, { others: 9 }));
  expect(figure?.twin.rows).toHaveLength(30);
  expect(figure?.twin.columns).toHaveLength(4 + 12);
  expect(figure?.twin.columns[4]?.label).toContain("Cancel an order");
  expect(notes).toEqual([
    "The latest 30 of 34 nights are shown.",
    "7 more action types, with no worse an answer, are not shown here.",
    expect.stringContaining("9 nights are of other versions"),
    expect.stringContaining("No gate rests on the range of one night."),
  ]);
});
