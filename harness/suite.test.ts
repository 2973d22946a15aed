import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Comparator } from "./action.ts";
import { inProcess } from "./agents/inProcess.ts";
import { exact, within } from "./comparators/index.ts";
import type { Outcome } from "./compare.ts";
import type { Criterion } from "./criteria/index.ts";
import { agreementAtLeast, coverageAtLeast, replayCoverageAtLeast } from "./criteria/index.ts";
import { defineDataset } from "./dataset/defineDataset.ts";
import { EarnestError } from "./errors.ts";
import type { Waiver } from "./evidence/wallCount.ts";
import { evidenceLadder, type Rung } from "./ladders.ts";
import { cap } from "./policy.ts";
import { type ActionRow, defineAction, defineSuite, readySuite, type Suite } from "./suite.ts";

const suiteOf = (actions: Record<string, ActionRow>, more: Partial<Suite> = {}): Suite => ({
  name: "desk",
  dataset: defineDataset({ name: "none", cases: { name: "none" } as unknown as Suite["dataset"]["cases"] }),
  agent: inProcess({ name: "still", version: "1", propose: () => ({ kind: "abstain" }) }),
  actions,
  ...more,
});
const close = { title: "Close an account", noun: "closings", at: "L2", ask: "L3", climb: [agreementAtLeast(0.95)] };
const ready = (actions: Record<string, ActionRow>, more?: Partial<Suite>) => readySuite(suiteOf(actions, more));

function refusal(make: () => unknown): EarnestError {
  try {
    make();
  } catch (error) {
    if (error instanceof EarnestError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("a suite that cannot be kept is refused", () => {
  test.each<[string, Record<string, ActionRow>, Partial<Suite>, RegExp]>([
    ["two rungs at once", { close: { at: "L2", ask: "L4" } }, {}, /close stands at L2 and asks for L4: one rung at a time/],
    ["two rungs from the rung it stands on by default", { close: { ask: "L5" } }, {}, /stands at L3 and asks for L5/],
    ["a rung down", { close: { at: "L3", ask: "L2" } }, {}, /one rung at a time/],
    ["the rung it stands on", { close: { at: "L3", ask: "L3" } }, {}, /one rung at a time/],
    ["an unknown rung to stand on", { close: { at: "L9" } }, {}, /the ladder "evidence" has no rung L9/],
    ["an unknown rung to ask for", { close: { ask: "top" } }, {}, /has no rung top/],
    ["a row for handing over", { escalate: {} }, {}, /"escalate" is reserved/],
    ["a row for doing nothing", { none: {} }, {}, /"none" is reserved/],
    ["a comparator that was only named", { close: { compare: exact as unknown as Comparator } }, {}, /is not a comparator/],
    [
      "a criterion that was only named",
      { close: { climb: [agreementAtLeast as unknown as Criterion] } },
      {},
      /is not a criterion/,
    ],
    ["a costly outcome that no proposal can come to", { close: { serious: ["missed"] } }, {}, /serious names "missed"/],
    ["a costly match", { close: { serious: ["match" as Outcome] } }, {}, /serious names "match"/],
    ["no attempt", { close }, { attempts: 0 }, /attempts is a whole number from 1/],
    ["half an attempt", { close }, { attempts: 1.5 }, /attempts is a whole number from 1/],
    ["no time", { close }, { timeout: 0 }, /timeout is a number of seconds above 0/],
    ["a waiver by nobody", { close }, { waiver: { by: " ", because: "it is only a trial" } }, /waiver is \{ by: a name/],
    ["a waiver by what is drawn as nothing", { close }, { waiver: { by: "\u200b", because: "a trial" } }, /in letters/],
    ["a waiver for what is drawn as nothing", { close }, { waiver: { by: "Kim", because: "\u2800\u200b" } }, /in letters/],
    ["a waiver by fillers", { close }, { waiver: { by: "\u3164\u3164\uffa0", because: "a trial" } }, /in letters/],
    ["a waiver by one letter", { close }, { waiver: { by: "x.", because: "a trial" } }, /in letters/],
    ["a waiver with an escape code", { close }, { waiver: { by: "Kim\u001b[2J", because: "a trial" } }, /in letters/],
    ["a waiver without a reason", { close }, { waiver: { by: "Kim Lee" } as Waiver }, /waiver is \{ by: a name/],
    ["a waiver that is none", { close }, { waiver: null as unknown as Waiver }, /waiver is \{ by: a name/],
  ])("%s", (_, actions, more, message) => {
    const { code, message: said } = refusal(() => ready(actions, more));
    expect([code, said]).toEqual(["SUITE_BROKEN", expect.stringMatching(message)]);
  });

  test("and told which rung it may ask for", () => {
    expect(refusal(() => ready({ close: { at: "L2", ask: "L4" } })).next).toBe("Ask for L3");
    expect(refusal(() => ready({ close: { at: "L5", ask: "L4" } })).next).toContain("highest rung");
    expect(refusal(() => ready({ close: { at: "L9" } })).next).toBe("Its rungs are L0, L1, L2, L3, L4, L5");
  });
});

describe("gaps are filled", () => {
  test("by names, rungs and a costly overreach", () => {
    const suite = ready({ close: {}, open: close });
    expect([suite.title("close"), suite.noun("close"), suite.title("open"), suite.noun("open")]).toEqual([
      "close",
      "decisions of this type",
      "Close an account",
      "closings",
    ]);
    expect(suite.gates.get("close")).toEqual({ at: "L3", ask: undefined, below: "L2", climb: [], stay: [] });
    expect(suite.gates.get("open")).toMatchObject({ at: "L2", ask: "L3", below: "L1" });
    expect(suite.serious("close")).toEqual(["overreach"]);
    expect(ready({ close: { serious: ["type"] } }).serious("close")).toEqual(["type"]);
    expect(suite.compared.get("close")?.compare.name).toBe("exact");
  });

  test("a type without a row, of any name, is not asked about and has its own name", () => {
    const suite = ready({ close });
    for (const type of ["other", "constructor", "toString", "__proto__"]) {
      expect([suite.gates.has(type), suite.title(type), suite.serious(type)]).toEqual([false, type, ["overreach"]]);
      expect(suite.checkDecision({ actions: [{ type, params: {} }] })).toEqual([]);
    }
  });

  test("a ladder of one’s own counts its own rungs", () => {
    const ladder = { name: "two", rungs: [rung("low"), rung("high")] };
    expect(ready({ close: { at: "low", ask: "high" } }, { ladder }).gates.get("close")).toMatchObject({
      ask: "high",
      below: undefined,
    });
    expect(refusal(() => ready({ close }, { ladder })).message).toBe('the ladder "two" has no rung L2');
  });

  test("a rung on which the agent acts alone asks for a sealed wall; what a ladder does not say counts as alone", () => {
    const alone = (row: ActionRow, more?: Partial<Suite>) => ready({ close: row }, more).gates.get("close")?.alone;
    expect([alone({ at: "L2", ask: "L3" }), alone({ at: "L3", ask: "L4" }), alone({ at: "L4", ask: "L5" })]).toEqual([
      undefined,
      true,
      true,
    ]);
    expect(alone({ at: "L4" })).toBeUndefined();
    const asking = (more: object) =>
      alone({ at: "low", ask: "high" }, { ladder: { name: "two", rungs: [rung("low"), rung("high", more)] } });
    expect([asking({}), asking({ alone: true }), asking({ alone: false })]).toEqual([true, true, undefined]);
  });

  test("a suite may be a function of what the command line gives", () => {
    expect(defineSuite(suiteOf({ close }))({}).name).toBe("desk");
    expect(defineSuite(({ data }) => suiteOf({}, { name: data ?? "" }))({ data: "there" }).name).toBe("there");
    expect(defineAction(close)).toBe(close);
  });
});

/** A rung as `defineLadder` asks for it. */
const rung = (id: string, more: object = {}): Rung => ({
  id,
  name: id,
  agent: "acts",
  person: "watches",
  like: "L3",
  climb: [agreementAtLeast(0.9), replayCoverageAtLeast()],
  ...more,
});

describe("a ladder that never passed defineLadder", () => {
  const on = (...rungs: unknown[]) =>
    refusal(() => ready({ close: { at: "low", ask: "high" } }, { ladder: { name: "mine", rungs: rungs as Rung[] } }));

  test.each<[string, unknown, RegExp]>([
    ["an agent that acts alone and is said not to", rung("high", { like: "L4", alone: false }), /says that one does/],
    ["no yes or no to acting alone", rung("high", { alone: 0 }), /neither yes nor no to alone/],
    ["a rung without words", { id: "high", like: "L3", alone: false }, /rung "high" does not say what it is/],
    ["a rung like none", rung("high", { like: undefined }), /is like no rung of the evidence ladder/],
    ["acting alone without a match rate", rung("high", { climb: [] }), /does not ask for agreementAtLeast/],
    ["demands that are no list", rung("high", { alone: false, stay: 7 }), /demands what is no criterion/],
    ["a rung that is nothing", null, /nothing to climb/],
  ])("is refused by the suite for %s", (_, high, message) => {
    expect(on(rung("low"), high).message).toMatch(message);
  });

  test("is taken where it is right", () => {
    const ladder = { name: "mine", rungs: [rung("low"), rung("high", { like: "L4" })] };
    expect(ready({ close: { at: "low", ask: "high" } }, { ladder }).gates.get("close")).toMatchObject({ alone: true });
  });
});

describe("the digest of what decides", () => {
  const digest = (row: ActionRow) => ready({ close: row }).digest;
  const base = digest(close);

  test.each<[string, ActionRow]>([
    ["a limit", { ...close, climb: [agreementAtLeast(0.96)] }],
    ["another criterion", { ...close, climb: [coverageAtLeast(0.95)] }],
    ["one criterion more", { ...close, climb: [agreementAtLeast(0.95), coverageAtLeast(0.5)] }],
    ["a floor", { ...close, stay: [agreementAtLeast(0.9)] }],
    ["a comparator", { ...close, compare: within(0.5) }],
    ["what is costly", { ...close, serious: ["type"] }],
    ["the rung asked for", { ...close, at: "L3", ask: "L4" }],
    ["what params are accepted", { ...close, params: z.object({ id: z.string() }) }],
  ])("changes with %s", (_, row) => {
    expect(digest(row)).not.toBe(base);
  });

  test("changes with what of the ladder decides, and with no word of it", () => {
    const of = (more: object, pace?: number) => {
      const rungs = evidenceLadder.rungs.map((rung) => (rung.id === "L5" ? { ...rung, ...more } : rung));
      return ready({ close }, { ladder: { ...evidenceLadder, rungs, ...(pace === undefined ? {} : { pace }) } }).digest;
    };
    expect(of({ agent: "acts", safeguards: ["A switch."] })).toBe(base);
    const fewer = evidenceLadder.rungs.at(-1)?.climb?.filter(({ name }) => name !== "spanAtLeast");
    expect(new Set([base, of({ climb: fewer }), of({ stay: [agreementAtLeast(0.5)] }), of({}, 28)]).size).toBe(4);
  });

  test("changes with the rung that an envelope is for, and with the agents of a chain", () => {
    const of = (envelope: NonNullable<ActionRow["envelope"]>, more: Partial<Suite> = {}) =>
      ready({ close: { ...close, envelope } }, more).digest;
    const all = [of({ L2: [cap("n", 1)] }), of({ L3: [cap("n", 1)] }), of({ L2: [cap("n", 1)], L3: [] })];
    expect(new Set([...all, of({}), of({}, { agents: {} }), of({}, { agents: { lead: {} } })]).size).toBe(6);
  });

  test("changes with a comparator’s tolerance and with a schema’s bound", () => {
    expect(digest({ ...close, compare: within(0.5) })).not.toBe(digest({ ...close, compare: within(0.6) }));
    const most = (n: number) => digest({ ...close, params: z.object({ n: z.number().max(n) }) });
    expect(most(1)).not.toBe(most(2));
  });

  test("takes a waiver in any script, on several lines", () => {
    for (const by of ["李明", "Ö. Ünal", "Иван"])
      expect(ready({ close }, { waiver: { by, because: "можно\nотменить" } }).rules.waiver?.by).toBe(by);
  });

  test("changes with a waiver, who gives it and why", () => {
    const waived = (waiver?: Waiver) => ready({ close }, waiver === undefined ? {} : { waiver }).digest;
    const all = [
      waived(),
      waived({ by: "Ann", because: "xx" }),
      waived({ by: "Bob", because: "xx" }),
      waived({ by: "Ann", because: "yy" }),
    ];
    expect(new Set(all).size).toBe(4);
    expect(all[0]).toBe(base);
  });

  test("does not change with key order, nor with what only names things", () => {
    const reversed = Object.fromEntries(Object.entries(close).reverse()) as ActionRow;
    expect(digest(reversed)).toBe(base);
    expect(digest({ ...close, title: "Other", noun: "others", owners: { business: "B" } })).toBe(base);
    expect(ready({ close, open: close }).digest).toBe(ready({ open: close, close }).digest);
  });

  test("is made of plain data", () => {
    const { rules } = ready({ close: { ...close, params: z.object({ at: z.date(), big: z.bigint() }) } });
    expect(JSON.parse(JSON.stringify(rules))).toEqual(rules);
  });
});

describe("params", () => {
  const suite = ready({ close: { ...close, params: z.object({ id: z.string(), days: z.number().min(1) }) } });

  test("of a decision are checked, each fault with its path", () => {
    const faults = suite.checkDecision({
      actions: [
        { type: "close", params: { id: "a", days: 2 } },
        { type: "close", params: { id: 7, days: 0 } },
      ],
    });
    expect(faults.map(({ path }) => path.join("."))).toEqual(["actions.1.params.id", "actions.1.params.days"]);
    expect(suite.checkDecision({ actions: [] })).toEqual([]);
  });

  test("of a proposal are checked, the first fault in words", () => {
    const { paramsFault } = suite.compared.get("close") ?? {};
    expect(paramsFault?.({ id: "a", days: 2 })).toBeUndefined();
    expect(paramsFault?.({ id: "a", days: 0 })).toMatch(/^days: /);
    expect(paramsFault?.(null)).toMatch(/object/);
  });
});
