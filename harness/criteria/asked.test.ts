import { describe, expect, test } from "vitest";
import { EarnestError } from "../errors.ts";
import type { ShareName } from "../evidence.ts";
import type { Criterion, Finding } from "./criterion.ts";
import { evidenceOf } from "./evidenceOf.ts";
import {
  acceptedAtLeast,
  failuresNoMoreThanPeople,
  falseHandOversAtMost,
  handOversJustified,
  handOversKept,
  outcomesNoWorse,
  overreachAtMost,
} from "./index.ts";

const asks: Record<string, { readonly of: (limit: number) => Criterion; readonly share: ShareName }> = {
  accepted: { of: acceptedAtLeast, share: "accepted" },
  overreach: { of: overreachAtMost, share: "restrained" },
  outcomes: { of: outcomesNoWorse, share: "outcomes" },
  falseHandOvers: { of: falseHandOversAtMost, share: "handled" },
  handOversKept: { of: handOversKept, share: "deferred" },
  justified: { of: handOversJustified, share: "justified" },
};
const judge = (name: string, limit: number, k: number, n: number): Finding => {
  const { of, share } = asks[name] as (typeof asks)[string];
  const criterion = of(limit);
  return criterion.judge(evidenceOf({ [share]: [k, n] }, [criterion]), "refund decisions");
};

describe("shares that are counted where they are asked about", () => {
  test.each<[string, number, number, number, Finding["verdict"], string, string]>([
    [
      "accepted",
      0.7,
      30,
      40,
      "insufficient",
      "With 95% confidence the agent drafts as the person decided, light edits aside, in between 53.9% and 91.5% of refund decisions. The limit, 70%, lies inside that range.",
      "about 980 more cases, if the agent drafts as the person decided, light edits aside, in 75.0% of them.",
    ],
    [
      "accepted",
      0.7,
      499,
      500,
      "met",
      "With 95% confidence the agent drafts as the person decided, light edits aside, in at least 98.7% of refund decisions; the limit is 70%.",
      "about 116 more unfit drafts in 500 cases.",
    ],
    [
      "overreach",
      0.02,
      499,
      500,
      "met",
      "1 needless act in 500 cases; with 95% confidence at most 1.27% of refund decisions. The limit is 2%.",
      "about 2 more needless acts in 500 cases.",
    ],
    [
      "overreach",
      0.02,
      30,
      40,
      "not-met",
      "10 needless acts in 40 cases; with 95% confidence at least 8.58% of refund decisions. The limit is 2%.",
      "fewer needless acts; 10 in 40 cases are too many.",
    ],
    [
      "outcomes",
      0.02,
      499,
      500,
      "met",
      "1 disagreement with a decision that turned out well in 500 cases; with 95% confidence at most 1.27% of refund decisions that turned out well. The limit is 2%.",
      "about 2 more disagreements with decisions that turned out well in 500 cases.",
    ],
    [
      "outcomes",
      0.02,
      0,
      0,
      "insufficient",
      "No case of this is known to have turned out well, so nothing can be said about the business outcome.",
      "cases whose outcome is known and good, by a rule in the suite that says which are; about 1,400 more cases, if at most 1.00% of them have a disagreement with a decision that turned out well.",
    ],
    [
      "falseHandOvers",
      0.4,
      30,
      40,
      "insufficient",
      "10 false hand-overs in 40 cases; with 95% confidence between 8.58% and 46.08% of the refund decisions people made. The limit, 40%, lies inside that range.",
      "about 53 more cases, if at most 25.00% of them have a false hand-over.",
    ],
    [
      "handOversKept",
      0.9,
      499,
      500,
      "met",
      "With 95% confidence the agent would leave alone at least 98.7% of the cases people handed over; the limit is 90%.",
      "about 30 more missed hand-overs in 500 cases.",
    ],
    [
      "justified",
      0.5,
      100,
      500,
      "not-met",
      "With 95% confidence the agent does as people did in at most 26.1% of its hand-overs; the limit is 50%.",
      "fewer unjustified hand-overs; it does as people did in 100 of 500.",
    ],
  ])("%s %d: %d of %d is %s", (name, limit, k, n, verdict, because, change) => {
    expect(judge(name, limit, k, n)).toMatchObject({ verdict, because, change });
  });

  test.each(Object.keys(asks))("%s: without a case, or not counted at all, it is not known", (name) => {
    const { of } = asks[name] as (typeof asks)[string];
    const criterion = of(0.5);
    const uncounted = criterion.judge(evidenceOf({}, []), "refund decisions");
    for (const found of [judge(name, 0.5, 0, 0), uncounted]) {
      expect(found.verdict).toBe("insufficient");
      expect(found.because).toMatch(/^(The agent|No |People).*\.$/);
      expect(`${found.because} ${found.change}`).not.toMatch(/undefined|NaN|Infinity/);
    }
  });

  test.each(Object.keys(asks))("%s: what is no share stops the suite", (name) => {
    for (const limit of [40, -1, Number.NaN, "0.4" as unknown as number])
      expect(() => asks[name]?.of(limit)).toThrow(EarnestError);
  });
});

describe("failures against the human baseline of the row", () => {
  const open = failuresNoMoreThanPeople();
  const filled = open.of?.({ baseline: { failures: 60, n: 1000, margin: 0.02 } }) ?? expect.fail("it takes no baseline");

  test("without a baseline it is not known, and says so", () => {
    for (const criterion of [open, open.of?.({}) ?? open]) {
      expect(criterion.judge(evidenceOf({ sound: [1000, 1000] }, [filled]), "decisions")).toMatchObject({
        verdict: "insufficient",
        fact: "no baseline",
        because: "The suite gives no human baseline: how often people fail on such cases is not known.",
      });
    }
  });

  test("with one it counts silent failures, by the share that knows them", () => {
    expect(filled.asks?.share).toBe("sound");
    expect(filled.limit).toBe("People failed in 60 of 1,000 cases; at most 2 points more, silent failures counted");
    const answers = (sound: number) =>
      filled.judge(evidenceOf({ answered: [1000, 1000], sound: [sound, 1000] }, [filled]), "decisions").verdict;
    expect([answers(990), answers(930), answers(850)]).toEqual(["met", "insufficient", "not-met"]);
  });

  test("a baseline that is none stops the suite", () => {
    expect(() => open.of?.({ baseline: { failures: 0, n: 1000, margin: 0.02 } })).toThrow(EarnestError);
  });
});
