import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reviewed } from "./reviewed.ts";
import type { PlannedReview, ReviewEntry, ReviewsRead } from "./reviewLog.ts";
import { agentIsLeft, type Ruling } from "./reviewState.ts";

const secret = "a secret of this log";
const at = "2026-01-01T00:00:00.000Z";

function log(
  items: readonly Partial<PlannedReview["items"][number]>[],
  entries: readonly ReviewEntry[],
  run = "run-1",
): ReviewsRead {
  const planned = items.map((one, i) => ({ case: `${i}`, why: "differs" as const, types: ["pay"], double: false, ...one }));
  const plan = { schema: "earnest/review/1" as const, run, ledgerHead: "", rules: "", seed: 1, items: planned };
  return {
    plan: { ...plan, disagreements: planned.length, agreements: 500, textOnly: 0, noProposal: 0 },
    secret,
    entries,
    head: "h",
    torn: 0,
  };
}

/** An answer that rules for one of them, whichever side it stood on. */
function rules(item: number, by: string, ruling: Ruling): ReviewEntry {
  const left = agentIsLeft(secret, item, by);
  const choice = ruling === "agent" ? (left ? "left" : "right") : ruling === "person" ? (left ? "right" : "left") : ruling;
  return { kind: "answer", item, by, at, choice, severity: null, reason: null, told: false };
}

describe("who was right", () => {
  test("every item of the plan is in exactly one place", () => {
    const entry = fc.record({
      item: fc.nat(4),
      by: fc.constantFrom("R-01", "R-02", "R-03"),
      ruling: fc.constantFrom<Ruling>("agent", "both", "person", "neither", "unclear"),
      undo: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 40 }), (given) => {
        const entries = given.map(({ item, by, ruling, undo }) =>
          undo ? { kind: "undo" as const, item, by, at } : rules(item, by, ruling),
        );
        const said = reviewed([log([{}, {}, {}, {}, { why: "agrees" }], entries)]);
        const { n, ...parts } = said?.overall ?? { n: 0 };
        expect(n).toBe(4);
        expect(Object.values(parts).reduce((sum, k) => sum + k, 0)).toBe(4);
        expect((said?.audit.n ?? 0) + (said?.audit.waiting ?? 0) + (said?.audit.unclear ?? 0)).toBe(1);
      }),
    );
  });

  test("two that differ are a conflict, against the agent, until a third decides", () => {
    const two = [rules(0, "R-01", "agent"), rules(0, "R-02", "person")];
    expect(reviewed([log([{ double: true }], two)])).toMatchObject({
      overall: { conflict: 1, agent: 0 },
      conflicts: { settled: 0, open: 1 },
    });
    const third = reviewed([log([{ double: true }], [...two, rules(0, "R-03", "agent")])]);
    expect(third).toMatchObject({
      overall: { conflict: 0, agent: 1 },
      conflicts: { settled: 1, open: 0 },
      doubles: { k: 0, n: 1 },
    });
  });

  test.each<[readonly Ruling[], Ruling | "conflict"]>([
    [["agent", "both"], "both"],
    [["person", "neither"], "person"],
    [["agent", "neither"], "conflict"],
    [["both", "person"], "conflict"],
    [["agent", "unclear"], "unclear"],
    [["agent", "unclear", "both"], "both"],
    [["agent", "unclear", "unclear"], "unclear"],
    [["agent", "person", "unclear"], "conflict"],
    [["both", "person", "agent"], "both"],
    [["unclear", "unclear"], "unclear"],
  ])("%j is settled by who stands behind the agent: %s", (given, where) => {
    const said = reviewed([
      log(
        [{ double: true }],
        given.map((ruling, i) => rules(0, `R-0${i + 1}`, ruling)),
      ),
    ]);
    expect(said?.overall).toMatchObject({ [where]: 1, n: 1 });
  });

  test("is given without the answers of who could tell", () => {
    const told = { ...rules(0, "R-01", "agent"), told: true } as ReviewEntry;
    const said = reviewed([log([{}, {}], [told, rules(1, "R-01", "person")])]);
    expect(said).toMatchObject({ told: 1, overall: { agent: 1, person: 1 }, untold: { behind: 0, judged: 1 } });
  });

  test("what waits in one log is answered in another", () => {
    const said = reviewed([log([{}, {}], []), log([{}], [rules(0, "R-01", "agent")], "run-2")]);
    expect(said?.overall).toMatchObject({ agent: 1, waiting: 1, n: 2 });
  });

  test("an answer that was taken back does not count, and its guess with it", () => {
    const entries: ReviewEntry[] = [
      rules(0, "R-01", "agent"),
      { kind: "guess", item: 0, by: "R-01", at, guess: "left" },
      { kind: "undo", item: 0, by: "R-01", at },
    ];
    expect(reviewed([log([{}], entries)])).toMatchObject({ overall: { waiting: 1, n: 1 }, guessed: { n: 0 }, left: { n: 0 } });
  });

  test("guesses are right where the agent stood", () => {
    const items = Array.from({ length: 20 }, () => ({}));
    const entries = items.flatMap((_, item): ReviewEntry[] => {
      const guess = agentIsLeft(secret, item, "R-01") ? "left" : "right";
      return [rules(item, "R-01", "both"), { kind: "guess", item, by: "R-01", at, guess }];
    });
    expect(reviewed([log(items, entries)])?.guessed).toMatchObject({ k: 20, n: 20, unsure: 0 });
  });

  test("a case that two runs showed counts once, and no log is no review", () => {
    const both = [log([{}], [rules(0, "R-01", "agent")]), log([{}], [rules(0, "R-01", "person")], "run-2")];
    expect(reviewed(both)?.overall).toMatchObject({ n: 1, agent: 1 });
    expect(reviewed([])).toBeNull();
  });

  test("sides are drawn for each item and reviewer, about as often left as right", () => {
    const left = Array.from({ length: 2000 }, (_, i) => agentIsLeft(secret, i >> 1, i % 2 === 0 ? "R-01" : "R-02"));
    expect(left.filter(Boolean).length).toBeGreaterThan(900);
    expect(left.filter(Boolean).length).toBeLessThan(1100);
    expect(left.some((one, i) => i % 2 === 1 && one !== left[i - 1])).toBe(true);
  });
});
