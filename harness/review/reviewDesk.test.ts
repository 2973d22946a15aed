import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agreementAtLeast } from "../criteria/agreementAtLeast.ts";
import { readReviews, reviewsOf } from "../evidence/reviewLog.ts";
import { type DeskCase, deskSuite, runFolder, runInto } from "../run/deskRun.ts";
import { judge } from "../run/judge.ts";
import { planReview } from "./planReview.ts";
import { ReviewDesk, type Said } from "./reviewDesk.ts";

const actions = {
  pay: { climb: [agreementAtLeast(0.5)], stay: [] },
  keep: { climb: [agreementAtLeast(0.5)], stay: [] },
};
const given = (n: number, one: Omit<DeskCase, "id">, name: string) =>
  Array.from({ length: n }, (_, i) => ({ id: `${name}${i}`, ...one }));
const said = (choice: Said["choice"]): Said => ({ choice, severity: null, reason: null, told: false });
const who = (reviewer: string, secret = "a secret of at least 16") => ({
  reviewer,
  secret,
  now: () => "2026-01-01T00:00:00.000Z",
});

async function observed(cases: readonly DeskCase[]) {
  const folder = runFolder();
  const suite = deskSuite({ name: "desk", cases, actions });
  await runInto(folder.path, suite);
  return { suite, dir: folder.path, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

const FEW = [
  ...given(12, { decided: ["pay"], proposed: ["keep"] }, "differ"),
  ...given(6, { decided: ["escalate"], proposed: ["pay"] }, "serious"),
  ...given(40, { decided: ["pay"], proposed: ["pay"] }, "agree"),
  ...given(3, { decided: ["pay"], proposed: null }, "failed"),
];

/** Judges everything that is left for a reviewer. */
async function judgeAll(desk: ReviewDesk, choice: Said["choice"] = "both"): Promise<number[]> {
  const items: number[] = [];
  for (let one = desk.next(); one !== null; one = desk.next()) {
    items.push(one.item);
    if (await desk.answer(one.item, said(choice))) await desk.guess(one.item, "unsure");
  }
  return items;
}

describe("the plan", () => {
  test("holds all that is serious, at most 300 disagreements of a type, and a part of the agreements", async () => {
    using run = await observed([
      ...given(340, { decided: ["pay"], proposed: ["keep"] }, "differ"),
      ...given(20, { decided: ["escalate"], proposed: ["pay"] }, "serious"),
      ...given(200, { decided: ["pay"], proposed: ["pay"] }, "agree"),
      ...given(5, { decided: ["pay"], proposed: null }, "failed"),
    ]);
    const plan = planReview(run.suite, run.dir);
    const of = (wanted: string) => plan.items.filter(({ why }) => why === wanted).length;
    expect([of("serious"), of("differs"), of("agrees")]).toEqual([20, 300, 60]);
    expect(plan).toMatchObject({ disagreements: 360, agreements: 200, noProposal: 5, textOnly: 0 });
    expect(plan.items.filter(({ double }) => double)).toHaveLength(76);
    expect(planReview(run.suite, run.dir)).toEqual(plan);
    // Numbers that stood in the order of what is asked would tell what an item is.
    const places = plan.items.flatMap(({ why }, i) => (why === "agrees" ? [i] : []));
    const middle = places.reduce((sum, place) => sum + place, 0) / places.length / plan.items.length;
    expect(middle).toBeGreaterThan(0.4);
    expect(middle).toBeLessThan(0.6);
  });
});

test("who hands over is as often the person as the agent, so that handing over tells nothing", async () => {
  using run = await observed([
    ...given(50, { decided: ["pay"], proposed: ["escalate"] }, "agent"),
    ...given(7, { decided: ["escalate"], proposed: ["keep"] }, "person"),
    ...given(20, { decided: ["pay"], proposed: ["keep"] }, "neither"),
  ]);
  const plan = planReview(run.suite, run.dir);
  const by = (who: string) => plan.items.filter((item) => item.case.startsWith(who)).length;
  expect([by("agent"), by("person"), by("neither")]).toEqual([7, 7, 20]);
  // What is not asked is said, and not lost.
  expect(plan.disagreements).toBe(77);
});

describe("a desk", () => {
  test("keeps every answer at once, goes on where it stopped, and takes back by a record of its own", async () => {
    using run = await observed(FEW);
    const first = await ReviewDesk.open(run.suite, run.dir, who("R-01"));
    const one = first.next();
    await first.answer(one?.item ?? -1, said("both"));
    expect(readReviews(run.dir, "run-1")?.entries).toHaveLength(1);
    const second = first.next();
    await first.answer(second?.item ?? -1, said("neither"));
    await first.undo();
    expect(first.next()?.item).toBe(second?.item);
    expect(readReviews(run.dir, "run-1")?.entries.map(({ kind }) => kind)).toEqual(["answer", "answer", "undo"]);
    await first.close();
    // The secret of the log stands, whatever a later start brings: sides must not move.
    const again = await ReviewDesk.open(run.suite, run.dir, who("R-01", "another secret, later on"));
    expect(again.progress).toMatchObject({ done: 1 });
    const items = await judgeAll(again);
    expect(items).not.toContain(one?.item);
    expect(items).toContain(second?.item);
    await again.close();
  });

  test("gives a second reviewer what two are to judge, a third what they differ in, and nobody what is nobody’s", async () => {
    using run = await observed(FEW);
    const [a, b, c] = ["R-01", "R-02", "R-03"].map((reviewer) => () => ReviewDesk.open(run.suite, run.dir, who(reviewer)));
    const sit = async (open: (() => Promise<ReviewDesk>) | undefined, choice: Said["choice"]) => {
      const desk = await (open as () => Promise<ReviewDesk>)();
      const { plan } = desk;
      const items = await judgeAll(desk, choice);
      await desk.close();
      return { plan, items };
    };
    const first = await sit(a, "both");
    expect(first.items).toHaveLength(first.plan.items.length);
    const second = await sit(b, "neither");
    expect(second.items.every((item) => first.plan.items[item]?.double)).toBe(true);
    expect(second.items).toHaveLength(30);
    expect([...(await sit(c, "both")).items].sort()).toEqual([...second.items].sort());
    expect((await sit(a, "both")).items).toEqual([]);
    const { reviewed } = judge(run.suite, run.dir).judgement;
    expect(reviewed).toMatchObject({
      reviewers: 3,
      overall: { both: 18, waiting: 0, n: 18 },
      conflicts: { settled: 30, open: 0 },
    });
  });

  test("asks one more where a reviewer could not tell, and no third where two could not", async () => {
    using run = await observed(given(40, { decided: ["pay"], proposed: ["keep"] }, "differ"));
    const sit = async (reviewer: string, choice: Said["choice"]) => {
      const desk = await ReviewDesk.open(run.suite, run.dir, who(reviewer));
      const items = await judgeAll(desk, choice);
      await desk.close();
      return items.length;
    };
    expect([await sit("R-01", "unclear"), await sit("R-02", "unclear"), await sit("R-03", "both")]).toEqual([40, 40, 0]);
  });

  test("keeps from who decided a case that case, and from who has to do with it", async () => {
    using run = await observed(given(8, { decided: ["pay"], proposed: ["keep"], by: "R-01" }, "own"));
    const author = await ReviewDesk.open(run.suite, run.dir, who("R-01"));
    expect(author.next()).toBeNull();
    await author.close();
    const other = await ReviewDesk.open(run.suite, run.dir, who("R-02"));
    const item = other.next()?.item ?? -1;
    await other.recuse(item);
    expect(await judgeAll(other)).not.toContain(item);
    await other.close();
  });

  test("keeps from who is called otherwise in the cases what they decided, and says how many name anybody", async () => {
    using run = await observed([
      ...given(8, { decided: ["pay"], proposed: ["keep"], by: "clerk-04" }, "own"),
      ...given(2, { decided: ["pay"], proposed: ["keep"] }, "nameless"),
    ]);
    const desk = await ReviewDesk.open(run.suite, run.dir, { ...who("R-01"), author: "clerk-04" });
    expect(desk.authors).toEqual({ named: 8, own: 8 });
    expect(await judgeAll(desk)).toHaveLength(2);
    await desk.close();
    expect(readFileSync(join(reviewsOf(run.dir), "000001.jsonl"), "utf8")).not.toContain("clerk");
  });

  test("takes the first of two answers at once, and back only what was said in this sitting", async () => {
    using run = await observed(FEW);
    const desk = await ReviewDesk.open(run.suite, run.dir, who("R-01"));
    const item = desk.next()?.item ?? -1;
    const both = await Promise.allSettled([desk.answer(item, said("both")), desk.answer(item, said("neither"))]);
    expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    await desk.close();
    const later = await ReviewDesk.open(run.suite, run.dir, who("R-01"));
    expect(await later.undo()).toBe(false);
    await later.close();
    expect(statSync(join(reviewsOf(run.dir), "000001.jsonl")).mode & 0o077).toBe(0);
  });

  test("asks its guess again after a break, and nothing else before it is given", async () => {
    using run = await observed(FEW);
    const desk = await ReviewDesk.open(run.suite, run.dir, who("R-01"));
    let item = -1;
    do item = desk.next()?.item ?? -1;
    while (!(await desk.answer(item, said("both"))));
    await desk.close();
    const later = await ReviewDesk.open(run.suite, run.dir, who("R-01"));
    expect(later.guessing?.item).toBe(item);
    await expect(later.answer(later.next()?.item ?? -1, said("both"))).rejects.toMatchObject({ code: "USAGE" });
    await later.guess(item, "unsure");
    expect(later.guessing).toBeNull();
    await later.close();
  });

  test("keeps a reason on one line, and refuses one with what the dataset takes out", async () => {
    using run = await observed(FEW);
    const desk = await ReviewDesk.open(run.suite, run.dir, who("R-01"));
    const item = desk.next()?.item ?? -1;
    const because = (reason: string) => ({ ...said("both"), reason });
    await expect(desk.answer(item, because("ask jane.doe@example.com"))).rejects.toThrow("say it without");
    await desk.answer(item, because(" too\nlate\u202e "));
    expect(readReviews(run.dir, "run-1")?.entries[0]).toMatchObject({ reason: "too lateU+202E" });
    await desk.close();
  });

  test("refuses an answer to what it does not ask", async () => {
    using run = await observed(FEW);
    const desk = await ReviewDesk.open(run.suite, run.dir, who("R-01"));
    const item = desk.next()?.item ?? -1;
    await desk.answer(item, said("both"));
    await expect(desk.answer(item, said("both"))).rejects.toMatchObject({ code: "USAGE" });
    await expect(desk.guess(item + 1, "left")).rejects.toMatchObject({ code: "USAGE" });
    await desk.close();
  });
});

describe("the log", () => {
  test("explains and moves no verdict, whatever it says", async () => {
    using run = await observed(FEW);
    const { reviewed: none, ...before } = judge(run.suite, run.dir).judgement;
    expect(none).toBeNull();
    const choices = fc.array(fc.constantFrom<Said["choice"]>("left", "right", "both", "neither", "unclear"), {
      minLength: 1,
      maxLength: 12,
    });
    let sitting = 0;
    await fc.assert(
      fc.asyncProperty(choices, async (given) => {
        const desk = await ReviewDesk.open(run.suite, run.dir, who(`R-${String(sitting++).padStart(2, "0")}`));
        for (const choice of given) {
          const one = desk.next();
          if (one === null) break;
          const sided = one.boxes.length === 2 || !["left", "right"].includes(choice);
          if (await desk.answer(one.item, said(sided ? choice : "both"))) await desk.guess(one.item, "left");
        }
        await desk.close();
        const { reviewed, ...after } = judge(run.suite, run.dir).judgement;
        expect(after).toEqual(before);
        expect(reviewed?.reviewers).toBeGreaterThan(0);
      }),
      { numRuns: 12, seed: 7 },
    );
  });
});
