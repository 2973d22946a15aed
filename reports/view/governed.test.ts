import type { Judgement, TypeJudgement } from "earnest";
import { expect, test } from "vitest";
import { sampleGoverned } from "../testing/sampleGoverned.ts";
import { answerView } from "./answer.ts";
import { causesView } from "./causes.ts";
import { ceilingView } from "./ceiling.ts";
import { changeView } from "./change.ts";
import { checksView } from "./checks.ts";
import { ladderView } from "./ladder.ts";
import { policyInShort, policySays, policyView } from "./policy.ts";
import { typeViews } from "./typeView.ts";

const judgement = sampleGoverned({ cases: 300 });
const nth = (i: number) => judgement.types[i] as TypeJudgement;
type Policy = NonNullable<TypeJudgement["policy"]>;
const policy = nth(1).policy as Policy;

test("what a policy did is said in counts that add up", () => {
  expect(policySays(policy)).toBe("Of 1,847 proposals, 1,531 came through, 313 were handed to a person and 3 were refused.");
  expect(policySays({ ...policy, escalated: 1, refused: 0, through: 1846 })).toBe(
    "Of 1,847 proposals, 1,846 came through, 1 was handed to a person and none was refused.",
  );
  expect(policySays({ ...policy, escalated: 0, refused: 0, through: 1847 })).toBe("Each of its 1,847 proposals came through.");
  expect(policySays({ ...policy, proposed: 0, through: 0 })).toBe("The agent never proposed this, so no rule was tried.");
});

test("a policy in short is its first rule, cut to a row between words, and how many more", () => {
  expect(policyInShort(policy)).toBe("Up to 200 each; 2 more rules");
  const [first] = policy.rules as [Policy["rules"][number]];
  expect(policyInShort({ ...policy, rules: [first] })).toBe("Up to 200 each");
  expect(policyInShort({ ...policy, rules: [] })).toBe("no rule");
  const saying = (says: string) => policyInShort({ ...policy, rules: [{ ...first, says }] });
  expect(saying("word ".repeat(60))).toHaveLength("word ".length * 11 + 1);
  expect(saying("The label is one of money, parcel, account, question, trouble.")).toBe(
    "The label is one of money, parcel, account, question …",
  );
  expect(saying("W".repeat(90))).toHaveLength(58);
});

test("a rule that could not be read is said with its reason, and limits with the present one marked", () => {
  const seen = policyView(nth(1), "Issue a refund");
  expect(seen?.unread).toEqual([
    'In 3 proposals a rule could not be read, which keeps an act back as well: “Not for customers under a fraud check.” (the case has no field "flags").',
  ]);
  expect(seen?.limits[0]?.rows.map(({ limit, now }) => [limit, now])).toEqual([
    ["100", false],
    ["200", true],
    ["400", false],
  ]);
  expect(policyView({ ...nth(1), policy: null }, "x")).toBeNull();
});

test("large and broken limits are written as a reader expects", () => {
  const [first] = policy.rules as [Policy["rules"][number]];
  const limits = [12_500, 0.5, 1_250.25].map((limit) => ({ limit, now: false, through: 1, matches: 1, serious: 0 }));
  const seen = policyView({ ...nth(1), policy: { ...policy, rules: [{ ...first, limits }] } }, "x");
  expect(seen?.limits[0]?.rows.map(({ limit }) => limit)).toEqual(["12,500", "0.5", "1,250.25"]);
});

test("a ceiling says what it allows, where the type stands to it, and marks the lowest bound", () => {
  expect(ceilingView(judgement, nth(2))).toMatchObject({
    says: "Its risk allows at most L3, acting with approval, whatever the evidence.",
    stands: "It asks for L4, which is above that.",
    bounds: [
      { rung: "L3", lowest: true },
      { rung: "L4", lowest: false },
    ],
  });
  expect(ceilingView(judgement, nth(3))).toBeNull();
  const none = { ...nth(2), ceiling: { rung: "L0", bounds: [], highest: null, bars: { ask: true, at: true } } };
  expect(ceilingView(judgement, none)).toMatchObject({
    says: "Its risk allows no rung of this ladder, whatever the evidence.",
    stands: "It stands at L3, which is above that.",
  });
});

test("causes add up to the disagreements, with those that nobody looked at", () => {
  expect(causesView(nth(1))?.says).toBe(
    "Of 41 disagreements: 39 with a named cause, 1 looked at without finding one, 1 not looked at.",
  );
  const facts = { ...nth(1).evidence.facts, disagreements: null };
  expect(causesView({ ...nth(1), evidence: { ...nth(1).evidence, facts } })).toBeNull();
});

test("checks that have to go on holding are a group of their own, and count in what would change an answer", () => {
  const checks = checksView(typeViews(judgement));
  expect(checks.hold.map(({ question }) => question)).toEqual(["Is it watched for drift?"]);
  expect(checks.climb.filter(({ ceiling }) => ceiling)).toHaveLength(1);
  expect(checks.caption).toContain("one that has to go on holding, ");
  const others = changeView(judgement, typeViews(judgement)).rows.flatMap((row) => row.others.map(({ change }) => change));
  expect(others).toContain("18 more nights.");
});

test("types that leave out the same of the ladder stand together", () => {
  const types = judgement.types.map((type) => ({ ...type, leftOut: ["A drill"] }));
  const [group, ...rest] = checksView(typeViews({ ...judgement, types })).leftOut;
  expect(rest).toEqual([]);
  expect(group?.types).toHaveLength(5);
  expect(checksView(typeViews({ ...judgement, types: types.map((type) => ({ ...type, leftOut: [] })) })).leftOut).toEqual([]);
});

test("all ways in which a gate was loosened are on the page, some of them folded", () => {
  const loosened = Array.from({ length: 5 }, (_, i) => ({ type: `t${i}`, says: `“Type ${i}” asks for less.` }));
  const seen = answerView({ ...judgement, loosened }, typeViews(judgement)).loosened;
  expect([...seen.first, ...seen.more]).toEqual(loosened.map(({ says }) => says));
  expect(seen.more).toHaveLength(2);
});

test("a row names the rung it leads to where the line above does not, on any ladder", () => {
  const rungs = (given: Judgement) => answerView(given, typeViews(given)).rows.map(({ rung }) => rung);
  expect(rungs(judgement)).toEqual(["", "", "", "", "L2: recommending"]);
  const named = judgement.ladder.rungs.map((rung) => ({ ...rung, name: rung.id }));
  expect(rungs({ ...judgement, ladder: { ...judgement.ladder, rungs: named } })).toEqual(["", "", "", "", ""]);
});

test("the ladder opens at the rungs that were asked for and says who stands where", () => {
  const view = ladderView(judgement, typeViews(judgement));
  expect(view.demanding.map(({ id, open }) => [id, open])).toContainEqual(["L4", true]);
  expect(view.rungs.find(({ id }) => id === "L3")?.stand).toContain("Tag a ticket, Issue a refund");
  expect(view.standing.map(({ at, ask, ceiling }) => [at, ask, ceiling])).toContainEqual([
    "L3",
    "L4",
    "its risk is not declared",
  ]);
  expect(view.pace).toContain("28 days");
});
