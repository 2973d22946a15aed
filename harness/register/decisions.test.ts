import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { agreementAtLeast } from "../criteria/index.ts";
import { evidenceLadder } from "../ladders.ts";
import { onlyWhen } from "../policy.ts";
import { type DeskCase, deskSuite, runFolder, runInto } from "../run/deskRun.ts";
import { judge } from "../run/judge.ts";
import type { Judgement, TypeJudgement } from "../run/judgement.ts";
import type { ActionRow, ReadySuite } from "../suite.ts";
import { beginRegister, refuseOtherSuite } from "./beginRegister.ts";
import { breakerMoves } from "./breakerMoves.ts";
import { enter, type Move } from "./enter.ts";
import { envelopeAt } from "./envelopeAt.ts";
import { evidenceFrom } from "./evidenceFrom.ts";
import { promotionAgainst } from "./promotionAgainst.ts";
import type { Register } from "./register.ts";
import { registerGaps } from "./registerGaps.ts";
import { sameCases } from "./sameCases.ts";

const START = Date.UTC(2026, 0, 1);
const day = (n: number) => new Date(START + n * 86_400_000).toISOString();

/** 120 proposals of `good` and of `fine` agree, and of 60 of `bad` 20 do not. */
const CASES: DeskCase[] = Object.entries({ good: [120, 0], fine: [120, 0], bad: [60, 20] }).flatMap(
  ([type, [n = 0, misses = 0]]) =>
    Array.from({ length: n }, (_, i) => ({ id: `${type}${i}`, decided: i < misses ? [] : [type], proposed: [type] })),
);
const ROW: ActionRow = { at: "L3", ask: "L4", climb: [agreementAtLeast(0.9)], stay: [agreementAtLeast(0.85)] };

function desk(rows: Readonly<Record<string, ActionRow>> = {}, pace?: number): ReadySuite {
  const actions = { good: ROW, fine: ROW, bad: { ...ROW, breaker: true }, ...rows };
  return deskSuite({ cases: CASES, actions, ladder: { ...evidenceLadder, ...(pace === undefined ? {} : { pace }) } });
}

/** Runs of day 0, 10 and 20. */
const folders = new DisposableStack();
const dirs: string[] = [];
beforeAll(async () => {
  for (const n of [0, 10, 20]) {
    const { path } = folders.use(runFolder());
    await runInto(path, desk(), { id: `run-${n}`, now: () => START + n * 86_400_000 });
    dirs.push(path);
  }
});
afterAll(() => folders.dispose());

function judged(runs: readonly number[], suite = desk()): Judgement {
  return judge(
    suite,
    runs.map((n) => dirs[n / 10] as string),
  ).judgement;
}

function typeOf({ types }: Judgement, type: string): TypeJudgement {
  return types.find((one) => one.type === type) as TypeJudgement;
}

/** Where everything begins, on the first day. */
function begun(suite = desk()): Register {
  return beginRegister(null, suite, "Kim Lee", day(0));
}

function promotion(type: string, to: string, at: number, on: Judgement): Move {
  return {
    type,
    kind: "promote",
    to,
    at: day(at),
    by: "Kim Lee",
    evidence: evidenceFrom(on),
    envelope: null,
    expires: day(at + 90),
  };
}

function demotion(type: string, to: string, at: number): Move {
  return {
    type,
    kind: "demote",
    to,
    at: day(at),
    by: "Kim Lee",
    because: "Complaints.",
    evidence: null,
    envelope: null,
    expires: null,
  };
}

/** What stands against it, on day 30. */
function against(register: Register, on: Judgement, type = "good", because?: string): string[] {
  return promotionAgainst(register, on, typeOf(on, type), { now: day(30), because });
}

describe("a promotion", () => {
  test("has nothing against it where the verdict is promote and the register is where the gate was", () => {
    expect(against(begun(), judged([20]))).toEqual([]);
  });

  test("takes the verdict", () => {
    expect(against(begun(), judged([20]), "bad")).toEqual([expect.stringContaining("What would change it: ")]);
  });

  test("takes the rung that the gate was about, so that none is skipped", () => {
    const register = enter(begun(), demotion("good", "L1", 1));
    expect(against(register, judged([20]))).toEqual(["It stands on L1 in the register, and the gate was about L3."]);
  });

  test("takes evidence that has not led this type up before, alone or among others", () => {
    const up = desk({ good: { ...ROW, at: "L4", ask: "L5" } });
    const once = enter(begun(), promotion("good", "L4", 12, judged([0, 10])));
    const says = (runs: number[]) => against(once, { ...judged(runs, up), loosened: [] }).join();
    expect(says([10])).toContain("The run run-10 has led it to L4 already, on 2026-01-13");
    expect(says([0, 20])).toContain("The run run-0 has led it to L4 already");
    expect(says([20])).toBe("");
    expect(against(once, judged([10]), "fine")).toEqual([]);
  });

  test("is not made by what was seen before a demotion", () => {
    const register = enter(enter(begun(), demotion("good", "L2", 5)), promotion("good", "L3", 6, judged([0])));
    expect(against(register, judged([10]))).toEqual([]);
    expect(against(register, judged([0, 10])).join()).toContain(
      "It was demoted on 2026-01-06, and what was seen before that cannot undo it",
    );
  });

  test("keeps the ladder's pace, over all types", () => {
    const slow = desk({}, 28);
    const register = (at: number) => enter(begun(slow), promotion("fine", "L4", at, judged([0], slow)));
    expect(against(register(2), judged([20], slow))).toEqual([]);
    expect(against(register(3), judged([20], slow))).toEqual([
      "The ladder asks for 28 days between one promotion and the next, of any action type. The last, of fine, was on 2026-01-04: the next may be on 2026-02-01.",
    ]);
  });

  test("is not made on cases that led this type up before, in whatever run", () => {
    const once = enter(begun(), promotion("good", "L4", 12, judged([0])));
    expect(sameCases(once, judged([10]), "good")).toContain(
      "The same cases have led it to L4 already, on 2026-01-13, in the run run-0",
    );
    expect(sameCases(enter(once, demotion("good", "L3", 13)), judged([20]), "good")).toContain("with --because");
    expect(sameCases(once, judged([10]), "fine")).toBeUndefined();
    const grown = judged([10]);
    const runs = grown.runs.map((run) => ({ ...run, dataset: "f".repeat(64) }));
    expect(sameCases(once, { ...grown, runs }, "good")).toBeUndefined();
  });

  test("on a gate that was loosened with the run on the table takes a reason, for that type alone", () => {
    const looser = desk({ good: { ...ROW, climb: [agreementAtLeast(0.8)] } });
    const on = judged([20], looser);
    expect(against(begun(), on)).toEqual([
      expect.stringMatching(
        /^The gate was loosened after the run had begun: “good”: .*Running the same cases again does not mend that.*--because/,
      ),
    ]);
    expect(against(begun(), on, "good", "Agreed with the desk in May.")).toEqual([]);
    expect(against(begun(), on, "fine")).toEqual([]);
    expect(
      against(begun(), { ...on, loosened: [{ type: null, says: "All action types: less is asked." }] }, "fine"),
    ).toHaveLength(1);
  });

  test("takes a reason where other questions were taken back with the run on the table, which makes its own easier", () => {
    const on = judged([20], desk({ bad: { at: "L3" } }));
    expect(against(begun(), on)).toEqual([expect.stringContaining("All action types: 1 question that the run began with")]);
    expect(against(begun(), on, "good", "The desk no longer does it.")).toEqual([]);
  });
});

describe("a register beside a judgement", () => {
  const gaps = (register: Register, suite: ReadySuite, at = 30) => {
    const on = judged([20], suite);
    return registerGaps(register, suite, on, on.types, day(at));
  };

  test("says where the rungs differ, and what is not in it", () => {
    const register = enter(beginRegister(null, desk(), "Kim Lee", day(0)), demotion("good", "L2", 1));
    const found = gaps(register, desk({ new: ROW }));
    expect(found.rungs).toEqual([{ type: "good", registered: "L2", judged: "L3" }]);
    expect(found.notes).toEqual([expect.stringContaining('"new" is not in the register yet')]);
    expect(found.closing).toEqual([]);
  });

  test("closes a gate where a registered type has no row any more, unless others are asked about", () => {
    const suite = deskSuite({ cases: CASES, actions: { good: ROW } });
    const on = judged([20], suite);
    const says = (types: readonly TypeJudgement[]) => registerGaps(begun(), suite, on, types, day(30)).closing.length;
    expect([says(on.types), says([typeOf(on, "good")])]).toEqual([2, 0]);
    expect(registerGaps(begun(), suite, on, on.types, day(30))).toMatchObject({ rungs: [], notes: [] });
  });

  test("closes a gate on the day its evidence expires, and not before", () => {
    const up = desk({ good: { ...ROW, at: "L4", ask: "L5" } });
    const register = enter(begun(), promotion("good", "L4", 12, judged([0])));
    expect(gaps(register, up, 101).closing).toEqual([]);
    expect(gaps(register, up, 102).closing).toEqual([
      'The evidence for "good" on L4 expired on 2026-04-13: it takes a new promotion review, on a new run.',
    ]);
  });

  test("closes a gate where the envelope of the rung it stands on was changed", () => {
    const narrow = onlyWhen("case.slices.kind != 'x'", { says: "Not for x." });
    const wide = onlyWhen("true", { says: "Everything." });
    const suite = desk({ good: { ...ROW, envelope: { L3: [narrow], L4: [wide] } } });
    expect(begun(suite).actions.get("good")?.envelope).toMatch(/^[0-9a-f]{64}$/);
    expect(gaps(begun(suite), suite).closing).toEqual([]);
    expect(gaps(begun(suite), desk({ good: { ...ROW, envelope: { L3: [narrow], L4: [] } } })).closing).toEqual([]);
    const changed = gaps(begun(suite), desk({ good: { ...ROW, envelope: { L3: [wide], L4: [wide] } } }));
    expect(changed.closing).toEqual([expect.stringContaining('The envelope of "good" is not the registered one')]);
    expect(gaps(begun(suite), desk()).closing).toEqual([expect.stringContaining("none in the suite")]);
  });

  test("takes a list of rules as that of the rung asked for, so that changing it closes no gate of the present one", () => {
    const list = (says: string) => [onlyWhen("true", { says })];
    const suite = (says: string, row = ROW) => desk({ good: { ...row, envelope: list(says) } });
    const register = begun(suite("One."));
    expect(register.actions.get("good")?.envelope).toBeNull();
    expect(gaps(register, suite("Another.")).closing).toEqual([]);
    expect(envelopeAt(suite("One."), "good", "L4")).toMatch(/^[0-9a-f]{64}$/);
    const { ask: _, ...still } = ROW;
    expect(envelopeAt(suite("One.", still), "good", "L3")).not.toBeNull();
    const onL4 = enter(register, {
      ...promotion("good", "L4", 1, judged([0])),
      envelope: envelopeAt(suite("One."), "good", "L4"),
    });
    const [says] = gaps(onL4, suite("One.", { ...ROW, at: "L4", ask: "L5" })).closing;
    expect(says).toContain("whose list of rules is for L5. Set it back, written by rung");
    expect(says).not.toContain("earnest demote");
  });

  test("is not read beside another suite or ladder", () => {
    const kept = (suite: ReadySuite) => ({ file: "autonomy.yaml", source: "", register: begun(suite), lineOf: () => 7 });
    expect(() => refuseOtherSuite(kept(desk()), { ...desk(), name: "other" })).toThrow('of the suite "desk"');
    const short = { ...evidenceLadder, rungs: evidenceLadder.rungs.slice(2) };
    expect(() => refuseOtherSuite(kept(desk()), { ...desk(), ladder: short })).toThrow("L2, L3, L4, L5");
  });
});

describe("a circuit breaker", () => {
  const moves = (register: Register, on: Judgement, suite = desk()) => breakerMoves(register, suite, on, on.types, day(30));

  test("takes the one rung that was lost, and only where the suite says so", () => {
    const on = judged([10]);
    expect(moves(begun(), on)).toMatchObject([{ type: "bad", kind: "demote", to: "L2", because: typeOf(on, "bad").decided.why }]);
    expect(moves(begun(), judged([10], desk({ bad: ROW })))).toEqual([]);
  });

  test("does not take another for the same run, nor for older ones among new ones", () => {
    const lower = desk({ bad: { ...ROW, at: "L2", ask: "L3", breaker: true } });
    const [move] = moves(begun(), judged([10])) as [Move];
    const register = enter(begun(), { ...move, at: day(11) });
    expect(moves(register, judged([10]))).toEqual([]);
    expect(moves(register, judged([10], lower), lower)).toEqual([]);
    expect(moves(register, judged([0], lower), lower)).toEqual([]);
    expect(moves(register, judged([10, 20], lower), lower)).toEqual([]);
    expect(moves(register, judged([20], lower), lower)).toMatchObject([{ to: "L1" }]);
  });

  test("still takes it where a clock that ran ahead has dated the promotion", () => {
    const upper = desk({ bad: { ...ROW, at: "L4", ask: "L5", breaker: true } });
    const register = enter(begun(), promotion("bad", "L4", 400, judged([0])));
    expect(moves(register, judged([20], upper), upper)).toMatchObject([{ to: "L3" }]);
    expect(moves(register, judged([0], upper), upper)).toEqual([]);
  });

  test("does not undo a promotion by what came before it", () => {
    const upper = desk({ bad: { ...ROW, at: "L4", ask: "L5", breaker: true } });
    const register = enter(begun(), promotion("bad", "L4", 15, judged([0])));
    expect(moves(register, judged([10], upper), upper)).toEqual([]);
    expect(moves(register, judged([20], upper), upper)).toMatchObject([{ to: "L3", expires: day(105) }]);
  });
});
