import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Action } from "../action.ts";
import { digestOf } from "../canonical.ts";
import { fields } from "../comparators/fields.ts";
import { judged } from "../comparators/judged.ts";
import { stamp } from "../comparators/stamp.ts";
import { compareSets } from "../compare.ts";
import { readAdjudications } from "./adjudications.ts";
import { JudgeCount } from "./judgeCount.ts";
import { judgeFacts } from "./judgeFacts.ts";
import { UnruledPairs } from "./unruledPairs.ts";

const folder = mkdtempSync(join(tmpdir(), "earnest-judge-"));
afterAll(() => rmSync(folder, { recursive: true }));

const reply = (text: string): Action => ({ type: "reply", params: { text } });
const judge = { name: "model", version: "1" };
const pairOf = (decided: string, proposed: string) => digestOf({ decided, proposed });
const rulings = [
  { judge: "model", version: "1", pair: pairOf("sorry", "apologies"), same: true },
  { judge: "model", version: "1", pair: pairOf("yes", "no"), same: false },
];
const compare = fields({ text: judged({ judge, rulings }) });
const types = new Map([["reply", { compare }]]);

function joined(records: readonly object[]) {
  const file = join(folder, "adjudications.jsonl");
  writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  const adjudications = readAdjudications(file);
  const count = new JudgeCount("reply", adjudications);
  const pairs = new UnruledPairs(types);
  const asked: (readonly [id: string, decided: Action[], proposed: Action[]])[] = [
    ["equal", [reply("yes")], [reply("yes")]],
    ["ruled same", [reply("sorry")], [reply("apologies")]],
    ["ruled different", [reply("yes")], [reply("no")]],
    ["unruled", [reply("yes")], [reply("perhaps")]],
    ["overreach", [], [reply("yes")]],
    ["not proposed", [reply("yes")], []],
  ];
  for (const [id, decided, proposed] of asked) {
    const attempts = [compareSets(decided, proposed, pairs.types)];
    count.add(
      { id, attempts },
      pairs.take().some(({ type }) => type === "reply"),
    );
  }
  return { count, adjudications };
}

const said = (id: string, same: boolean | undefined, more: object = {}) => ({
  case: id,
  type: "reply",
  ruling: "both",
  same,
  by: "R-01",
  at: "2026-03-01",
  audit: true,
  ...more,
});

test("the column is counted whole, and what the judge has not ruled on is told", () => {
  expect(joined([]).count.counted()).toEqual({
    type: "reply",
    cases: 5,
    judgeMatches: 2,
    unruled: 1,
    checked: [],
    picked: 0,
    elsewhere: 0,
  });
});

test("every adjudication is a check, picked, or elsewhere", () => {
  const { count } = joined([
    said("equal", true),
    said("ruled same", false),
    said("unruled", undefined, { ruling: "cannot-tell" }),
    said("overreach", false, { audit: undefined }),
    said("not proposed", true),
    said("of another run", true),
  ]);
  expect(count.counted()).toMatchObject({
    checked: [
      { id: "equal", judge: true, human: true, settled: true },
      { id: "ruled same", judge: true, human: false, settled: true },
      { id: "unruled", judge: false, human: false, settled: false },
    ],
    picked: 1,
    elsewhere: 2,
  });
});

test("reviewers in conflict count against the agent", () => {
  const { count } = joined([said("equal", true), said("equal", false, { by: "R-02" })]);
  expect(count.counted().checked).toEqual([{ id: "equal", judge: true, human: false, settled: false, conflict: true }]);
});

test("what a page and a gate need to know of a judge comes in one piece of plain data", () => {
  const { count, adjudications } = joined([said("equal", true), said("ruled same", true)]);
  const facts = judgeFacts(stamp(compare).params, count, adjudications, { floor: 0.95, seed: 1 });
  expect(facts).toMatchObject({
    judges: [{ name: "model", version: "1", ruled: 2, ignored: 0 }],
    cases: 5,
    judgeMatches: 2,
    unruled: 1,
    adjudications: { records: 2 },
    measured: { drawn: 2 },
    closed: { change: "more cases: there are 5, and 30 drawn at random must be adjudicated." },
  });
  expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  expect(judgeFacts(stamp(compare).params, count, undefined, { floor: null, seed: 1 })).toMatchObject({
    adjudications: null,
    closed: null,
  });
  expect(judgeFacts({ name: "exact", version: "1", params: {} }, count, undefined, { floor: 0.95, seed: 1 })).toBeUndefined();
});
