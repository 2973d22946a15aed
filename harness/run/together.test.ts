import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding } from "../criteria/criterion.ts";
import type { Decided } from "../gate.ts";
import { decideTogether, promotionP } from "./together.ts";

const finding = (p: number | undefined, more: { logE?: number; n?: number } = {}): Finding => ({
  criterion: { name: "agreementAtLeast", params: { floor: 0.95 } },
  question: "?",
  limit: "At least 95%",
  verdict: "met",
  because: "With 95% confidence the agent agrees in at least 96% of changes.",
  fact: "",
  detail: "",
  change: "",
  numbers: { n: 400, logE: p === undefined ? 5 : -Math.log(p), ...(p === undefined ? {} : { p }), ...more },
});
const answer = (verdict: Decided["verdict"], ...ps: (number | undefined)[]): Decided => ({
  verdict,
  at: "L3",
  ask: "L4",
  to: verdict === "promote" ? "L4" : "L3",
  why: "All checks are met.",
  change: "1 more disagreement in 400 cases.",
  climb: ps.map((p) => finding(p)),
  stay: [],
  hold: [],
  bound: "evidence",
});
const unasked: Decided = { ...answer("not_requested"), ask: null };
const adjustedOf = (answers: readonly Decided[], method: "holm" | "each" = "holm") =>
  decideTogether(answers, method).map(({ among }) => among?.adjusted ?? null);
const verdictsOf = (answers: readonly Decided[], method: "holm" | "each" = "holm") =>
  decideTogether(answers, method).map(({ decided }) => decided.verdict);

describe("all promotions together", () => {
  test("Holm by hand on three", () => {
    // 3 x 0.01, then 2 x 0.02 = 0.04, then 1 x 0.04: never less than the one before.
    const three = [0.04, 0.01, 0.02].map((p) => answer("promote", p));
    const [c, a, b] = adjustedOf(three);
    expect([c, a, b].map((p) => p?.toFixed(10))).toEqual([0.04, 0.03, 0.04].map((p) => p.toFixed(10)));
    expect(verdictsOf(three)).toEqual(["promote", "promote", "promote"]);
    // 3 x 0.02 = 0.06 is too much, and so is everything after it.
    expect(verdictsOf([0.02, 0.03, 0.04].map((p) => answer("promote", p)))).toEqual(Array(3).fill("insufficient"));
    expect(verdictsOf([0.001, 0.03, 0.04].map((p) => answer("promote", p)))).toEqual(["promote", "insufficient", "insufficient"]);
  });

  test("a type that stayed silent counts among those asked; one that was asked nothing does not", () => {
    const sure = answer("promote", 0.02);
    const silent = answer("insufficient", 1);
    expect(verdictsOf([sure])).toEqual(["promote"]);
    expect(verdictsOf([sure, unasked, unasked])).toEqual(["promote", "not_requested", "not_requested"]);
    expect(verdictsOf([sure, silent])).toEqual(["promote", "insufficient"]);
    expect(verdictsOf([sure, silent, silent])[0]).toBe("insufficient");
    expect(adjustedOf([sure, silent, silent])).toEqual([0.06, 1, 1]);
    expect(adjustedOf([sure, unasked])).toEqual([0.02, null]);
  });

  test("asked each by itself, none is corrected", () => {
    const three = [0.04, 0.02, 1].map((p, i) => answer(i < 2 ? "promote" : "insufficient", p));
    expect(adjustedOf(three, "each")).toEqual([0.04, 0.02, 1]);
    expect(verdictsOf(three, "each")).toEqual(["promote", "promote", "insufficient"]);
  });

  test("the weakest check of a rung stands for it; one that says no chance is left out", () => {
    expect(promotionP([0.001, undefined, 0.03])).toBe(0.03);
    expect([promotionP([]), promotionP([undefined])]).toEqual([1, 1]);
    expect(adjustedOf([answer("promote", 0.001, undefined, 0.03)])).toEqual([0.03]);
  });

  test("a check that has to go on holding counts as much as one for the next rung", () => {
    const open = { ...answer("promote", 0.001), hold: [finding(0.04)] };
    expect(verdictsOf([open])).toEqual(["promote"]);
    const [first] = decideTogether([open, answer("insufficient", 1)], "holm");
    expect([first?.among?.p, first?.decided.verdict, first?.decided.to]).toEqual([0.04, "insufficient", "L3"]);
    // 0.08 is 1.6 times too much: log 1.6 is 14.6 % of log (1 / 0.04), the weakest check of all.
    expect(first?.decided.change).toBe("about 59 more cases like these.");
    expect(adjustedOf([{ ...answer("promote", 0.001), stay: [finding(0.03)] }])).toEqual([0.03]);
    // No check for the next rung says a chance: what holds on this one is no evidence for it.
    expect(adjustedOf([{ ...answer("insufficient", undefined), stay: [finding(0.01)] }])).toEqual([1]);
  });

  test("a check moved from climb to hold or stay never makes any chance of the report smaller", () => {
    const chance = fc.constantFrom(undefined, 0, 1e-9, 0.001, 0.01, 0.02, 0.05, 0.5, 1);
    const given = fc.array(fc.array(chance, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(given, fc.nat(), fc.nat(), fc.constantFrom("hold" as const, "stay" as const), (rows, one, check, where) => {
        const before = rows.map((ps) => answer("promote", ...ps));
        const moved = before[one % before.length] as Decided;
        const at = check % moved.climb.length;
        const after = before.map((decided) =>
          decided === moved
            ? { ...decided, climb: moved.climb.toSpliced(at, 1), [where]: moved.climb.slice(at, at + 1) }
            : decided,
        );
        for (const method of ["holm", "each"] as const) {
          const [was, is] = [adjustedOf(before, method), adjustedOf(after, method)];
          for (const [i, p] of is.entries()) expect(p).toBeGreaterThanOrEqual(was[i] as number);
        }
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test("an answer that does not hold says why, what is least sure, and what would change it", () => {
    const [first] = decideTogether([answer("promote", 0.001, 0.03), answer("insufficient", 1)], "holm");
    expect(first?.decided).toMatchObject({
      verdict: "insufficient",
      to: "L3",
      why: "Every check is met by itself. But two action types were asked about at once, and the more are asked, the likelier that one passes by luck. Least sure: with 95% confidence the agent agrees in at least 96% of changes. Counted together that could be luck in 1 in 16 such reports; at most 1 in 20 is allowed.",
      // 0.06 is 1.2 times too much: log 1.2 is 5.2 % of log (1 / 0.03), and so many of 400 cases are missing.
      change: "about 21 more cases like these.",
    });
    expect(first?.among).toMatchObject({ p: 0.03, adjusted: 0.06 });
  });

  test("nothing but a promotion changes, and only to not enough evidence", () => {
    const verdicts = fc.constantFrom<Decided["verdict"]>("promote", "hold", "demote", "insufficient", "not_requested");
    const answers = fc.array(
      fc
        .tuple(verdicts, fc.constantFrom(0, 1e-9, 0.001, 0.01, 0.05, 0.5, 1))
        .map(([verdict, p]) => (verdict === "not_requested" ? unasked : answer(verdict, p))),
      { maxLength: 30, size: "max" },
    );
    fc.assert(
      fc.property(answers, fc.constantFrom("holm" as const, "each" as const), (given, method) => {
        const found = decideTogether(given, method);
        expect(found).toHaveLength(given.length);
        for (const [i, { decided, among }] of found.entries()) {
          const before = given[i] as Decided;
          expect(among === null).toBe(before.ask === null);
          if (decided.verdict !== before.verdict) {
            expect([before.verdict, decided.verdict]).toEqual(["promote", "insufficient"]);
            expect(`${decided.why} ${decided.change}`).not.toMatch(/undefined|NaN|Infinity/);
          } else expect(decided).toBe(before);
          if (among !== null) expect(among.adjusted).toBeGreaterThanOrEqual(among.p);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe("the list of those worth a look", () => {
  const listed = (answers: readonly Decided[]) => decideTogether(answers, "holm").map(({ among }) => among?.candidate ?? null);
  const now = (logE: number, verdict: Decided["verdict"] = "promote"): Decided => ({
    ...answer(verdict),
    climb: [finding(0.5, { logE })],
  });

  test("is e-BH on the evidence of tonight", () => {
    // Of two: one needs an e-value of 40, both together 20 each.
    const needs = (e: number) => Math.log(e);
    expect(listed([now(needs(39)), now(0)])).toEqual([false, false]);
    expect(listed([now(needs(40.01)), now(0)])).toEqual([true, false]);
    expect(listed([now(needs(20.01)), now(needs(20.01))])).toEqual([true, true]);
    expect(listed([now(needs(20.01)), now(needs(19.9))])).toEqual([false, false]);
  });

  test("holds nothing that must move down, nor what rests on no evidence; what was not asked is not on it", () => {
    expect(listed([now(50, "demote"), now(50), unasked])).toEqual([false, true, null]);
    expect(listed([answer("insufficient")])).toEqual([false]);
    expect(listed([{ ...answer("hold"), climb: [{ ...finding(0.5, { logE: -3 }), verdict: "not-met" }] }])).toEqual([false]);
    expect(listed([])).toEqual([]);
  });

  test("the weakest check decides here too", () => {
    const two = { ...answer("insufficient"), climb: [finding(0.5, { logE: 50 }), finding(0.5, { logE: 1 })] };
    expect(listed([two])).toEqual([false]);
    expect(listed([{ ...now(50), hold: [finding(0.5, { logE: 1 })] }])).toEqual([false]);
    expect(listed([{ ...now(50), stay: [finding(0.5, { logE: 1 })] }])).toEqual([false]);
  });
});
