import type { Judgement, People } from "earnest";
import { describe, expect, test } from "vitest";
import { sampleGoverned } from "../testing/sampleGoverned.ts";
import { sampleJudgement, sampleType } from "../testing/sampleJudgement.ts";
import { sampleAttempts, samplePeople } from "../testing/samplePeople.ts";
import { attemptsLine, attemptsView } from "./attempts.ts";
import { peopleLines, peopleView } from "./people.ts";
import { type TypeView, typeViews } from "./typeView.ts";

const judgement = sampleJudgement();
const types = typeViews(judgement);
const names = Array.from({ length: 5 }, (_, i) => sampleType(i, "").type);
const people = samplePeople(names, 300);
const attempts = sampleAttempts(names, 300, "");
const [tag, , , , cancel] = types as [TypeView, TypeView, TypeView, TypeView, TypeView];

describe("people", () => {
  test("the lead says how often two agree, of how many cases, and what people do most", () => {
    const view = peopleView(judgement, people, types);
    expect(view.lead).toBe(
      "Two people agree in 91.2% (83.0% to 96.1%) of 120 cases in 104 clusters; the most frequent decision, Tag a ticket, is 83.0%.",
    );
    expect(view.relative).toContain("between 2.9 points less and 5.5 points more");
    expect(view.chance[0]).toEqual({ term: "Gwet’s AC1", fact: "0.90 (0.83 to 0.97)" });
    expect(view.rows).toHaveLength(5);
  });

  test("a type nobody decided twice is not known, never 0", () => {
    const credit = peopleView(judgement, people, types).rows[3];
    expect(credit).toMatchObject({
      people: { main: "not known" },
      agent: { main: "not known" },
      ac1: { main: "nothing to tell by" },
      always: { main: "20.0%" },
    });
  });

  test("below 30 cases a count stands where the percentage would", () => {
    expect(peopleView(judgement, people, types).rows[4]?.people).toMatchObject({ main: "34 of 38 times" });
  });

  test("a gate above what people reach is warned of, beside the type and in its chapter", () => {
    const warning = /^The gate asks for 95%, and people agree with each other in only 89\.6%/;
    expect(peopleView(judgement, people, types).rows[4]?.warnings).toEqual([expect.stringMatching(warning)]);
    expect(peopleLines(judgement, people, cancel)).toContainEqual(expect.stringMatching(warning));
  });

  test("what the agent reached is not said to be out of reach", () => {
    expect(peopleView(judgement, people, types).rows[0]?.warnings).toEqual([]);
    expect(peopleLines(judgement, people, tag)).toEqual([
      expect.stringMatching(
        /^Where one person chose this, another did the same in 91\.2% \(83\.0% to 96\.1%; 120 cases in 104 clusters\); always proposing this would match 50\.0% at best;/,
      ),
    ]);
  });

  test("where types have policies, the page says which figures are before them", () => {
    const of = (governed: Judgement) => peopleView(governed, people, typeViews(governed)).policy;
    expect(of(judgement)).toBe("");
    expect(of(sampleGoverned())).toMatch(/^Both figures are before any policy/);
  });

  test("the difference in failures is shown as not used for the answer", () => {
    const finding = {
      criterion: { name: "failuresNoMoreThanPeople", params: {} },
      numbers: { differenceLow: -0.01234, differenceHigh: 0.002 },
    };
    const judged = { ...cancel.judged, decided: { ...cancel.judged.decided, climb: [finding] as never } };
    expect(peopleLines(judgement, people, { ...cancel, judged }).at(-1)).toBe(
      "Looked at once, the agent’s failures would be between 1.3 points less and 0.2 points more than people’s (Miettinen and Nurminen); this range is not used for the answer.",
    );
  });

  test("many types are folded, and none is lost", () => {
    const many = sampleJudgement({ types: 40 });
    const view = peopleView(many, many.people, typeViews(many));
    expect(view.rows.length + view.folded.length).toBe(40);
    expect(view.foldedHead).toBe("40 action types");
  });

  test("without a doubled case it says so", () => {
    const none: People = samplePeople(names, 0);
    const view = peopleView(judgement, none, types);
    expect(view).toMatchObject({ none: true, doubled: false, relative: "" });
    expect(view.lead).toBe("No case was decided by two people, so nobody knows how often people agree.");
  });
});

describe("attempts", () => {
  test("every number of attempts has its line, and the cases too few for it", () => {
    const view = attemptsView(judgement, attempts, types);
    expect(view.passes).toHaveLength(4);
    expect(view.passes[3]).toEqual({ k: "4", all: "77.0%", range: "73.0% to 83.0%", any: "96.5%", cases: "288", excluded: "12" });
    expect(view.doubling).toContain("more cases help more");
  });

  test("unstable cases are linked, the rest counted", () => {
    const view = attemptsView(judgement, attempts, types);
    expect(view.first.length + view.more.length).toBe(34);
    expect(view.unlisted).toBe("6 more are counted but not listed, for size.");
    expect(view.first[0]).toEqual({
      id: "RD-00000",
      link: "#case=RD-00000",
      differed: "3 attempts: Tag a ticket, as the person; 1 attempt: handed over, where the person: Tag a ticket",
    });
  });

  test("of very many attempts the table holds the first and the last", () => {
    const passes = Array.from({ length: 30 }, (_, i) => ({
      k: i + 1,
      all: 0.5,
      low: 0.4,
      high: 0.6,
      any: 0.5,
      cases: 9,
      excluded: 0,
    }));
    const view = attemptsView(judgement, { ...attempts, overall: { ...attempts.overall, passes } }, types);
    expect(view.passes.map(({ k }) => k)).toEqual(["1", "2", "3", "4", "5", "6", "7", "30"]);
  });

  test("without a second attempt there is one sentence, and no line in a chapter", () => {
    const once = sampleAttempts(names, 0, "");
    expect(attemptsView(judgement, once, types).once).toBe(true);
    expect(attemptsLine(once, tag)).toBeNull();
    expect(attemptsLine(attempts, tag)).toMatch(/^All four attempts match in 77\.0%/);
  });
});
