import { describe, expect, test } from "vitest";
import type { Outcome } from "../compare.ts";
import { evidenceOf } from "../criteria/evidenceOf.ts";
import { agreementAtLeast, coverageAtLeast, disagreementsExplained, drillRestores, outcomesNoWorse } from "../criteria/index.ts";
import type { TypeFacts } from "../evidence/typeFacts.ts";
import type { TypeEvidence } from "../evidence.ts";
import { decide, type Gate, stayCriteria } from "../gate.ts";
import { howClose } from "./howClose.ts";
import type { Judgement, TypeJudgement } from "./judgement.ts";
import { whatChanges } from "./whatChanges.ts";

interface Given {
  readonly matches: number;
  readonly n?: number;
  /** Of those that turned out well, in how many it was not put at risk. */
  readonly outcomes?: readonly [number, number];
  readonly gate?: Partial<Gate>;
  readonly facts?: Partial<TypeFacts>;
  /** Of what people did, what became of some of it. */
  readonly decided?: Partial<Record<Outcome, number>>;
}

/** One action type, judged by a real gate on real evidence. */
function typeOf({ matches, n = 1000, outcomes, gate: more = {}, facts = {}, decided = {} }: Given): TypeJudgement {
  const gate: Gate = {
    at: "L3",
    ask: "L4",
    below: "L2",
    climb: [agreementAtLeast(0.95)],
    stay: [agreementAtLeast(0.9)],
    ...more,
  };
  const seen = evidenceOf(
    { agreement: [matches, n], coverage: [matches, n], outcomes },
    [...gate.climb, ...stayCriteria(gate)],
    facts,
  );
  const people = { ...seen.decided, outcomes: { ...seen.decided.outcomes, ...decided } };
  const evidence: TypeEvidence = { ...seen, decided: people };
  return {
    type: "a",
    evidence,
    interval: evidence.shares.agreement,
    among: { p: 0.01, adjusted: 0.01, candidate: true },
    decided: decide(gate, evidence, "changes", evidence.facts.wall),
  } as unknown as TypeJudgement;
}

interface Around {
  readonly unrecorded?: number;
  readonly excluded?: number;
  readonly asked?: number;
}

/** The judgement around a type: what else was asked, and what was left out. */
function around(type: TypeJudgement, { unrecorded = 0, excluded = 0, asked = 1 }: Around = {}): Judgement {
  return {
    together: "holm",
    types: Array.from({ length: asked }, () => type),
    flow: { excluded, missing: 0, uncounted: 0 },
    reads: { types: [{ type: "a", cases: 1000, unrecorded }] },
    evidence: { cases: 4000 },
  } as unknown as Judgement;
}

const closeOf = (given: Given, more?: Around) => {
  const type = typeOf(given);
  return howClose(around(type, more), type);
};
const roomSaid = (given: Given) => Number(/cases, (?:about )?([\d,]+) more/.exec(closeOf(given).room ?? "")?.[1]);

describe("room to spare", () => {
  test("so many more disagreements turn the answer, and one less does not", () => {
    for (const given of [
      { matches: 990 },
      { matches: 100, n: 100 },
      { matches: 990, gate: { climb: [agreementAtLeast(0.95), coverageAtLeast(0.97)] } },
    ]) {
      const room = roomSaid(given);
      const verdicts = [room - 1, room].map((more) => typeOf({ ...given, matches: given.matches - more }).decided.verdict);
      expect(verdicts).toEqual(["promote", "insufficient"]);
    }
  });

  test("is said with what else was asked about, and whether causes would help", () => {
    expect(closeOf({ matches: 990 }).room).toMatch(
      /^In these 1,000 cases, about \d+ more disagreements would turn the answer to “not enough evidence”\.$/,
    );
    expect(closeOf({ matches: 990 }, { asked: 3 }).room).toMatch(
      / That three action types were asked about together is counted in\.$/,
    );
    const facts = { disagreements: { n: 10, explained: 10, unknown: 0, causes: [] } };
    expect(closeOf({ matches: 990, facts, gate: { climb: [agreementAtLeast(0.95), disagreementsExplained()] } }).room).toContain(
      "even with a named cause for each.",
    );
  });

  test("there is none where the match rate is not shown, and it is not what is missing where another check is", () => {
    expect(closeOf({ matches: 950 })).toMatchObject({
      room: "None: the match rate is not shown to clear the gate.",
      doubt: null,
      exceeds: false,
    });
    const drill = drillRestores({ size: 50, minutes: 15, days: 90 });
    expect(closeOf({ matches: 990, gate: { climb: [agreementAtLeast(0.95), drill] } }).room).toMatch(
      /^The match rate is not what is missing: it would take about \d+ more/,
    );
    expect(closeOf({ matches: 990, gate: { climb: [coverageAtLeast(0.5)] } }).room).toBeNull();
  });
});

describe("cases in doubt", () => {
  const room = roomSaid({ matches: 990 });

  test("warn from as many as the room on, and not before", () => {
    expect(closeOf({ matches: 990 }, { unrecorded: room - 1 })).toMatchObject({
      exceeds: false,
      doubt: `Fewer than that are in doubt: ${room - 1} cases in which it proposed this rest on a lookup that was not on record.`,
    });
    expect(closeOf({ matches: 990 }, { unrecorded: room })).toMatchObject({
      exceeds: true,
      doubt: `As few as ${room} disagreements could turn the answer, and as many or more are in doubt: ${room} cases in which it proposed this rest on a lookup that was not on record.`,
    });
  });

  test("those without an answer and those left out count as well", () => {
    const found = closeOf({ matches: 990, decided: { failed: 2 } }, { unrecorded: 1, excluded: room });
    expect(found.exceeds).toBe(true);
    expect(found.doubt).toBe(
      `As few as ${room} disagreements could turn the answer, and as many or more may be in doubt: 1 case in which it proposed this rests on a lookup that was not on record, 2 cases in which people did this got no usable answer and ${room} records of whatever action type were left out.`,
    );
    expect(closeOf({ matches: 990 }).doubt).toMatch(/^No case of this action type rests on/);
  });
});

test("misses and hand-overs stand by themselves", () => {
  expect(closeOf({ matches: 990, decided: { missed: 7, escalated: 3, abstained: 1 } })).toMatchObject({
    missed: "7 of 1,000 that people did",
    handedOver: "4 of 1,000 that people did",
  });
  expect(closeOf({ matches: 0, n: 0 })).toMatchObject({
    missed: "people never did this",
    perThousand: "The agent never proposed this action in these cases.",
    perThousandDone: null,
  });
});

describe("what would change it", () => {
  const changesOf = (given: Given) => {
    const type = typeOf(given);
    return whatChanges(around(type), type);
  };
  const drill = drillRestores({ size: 50, minutes: 15, days: 90 });

  test("says whether it would be enough", () => {
    expect(changesOf({ matches: 990, gate: { climb: [agreementAtLeast(0.95), drill] } })).toMatchObject({
      enough: "With that every check would be met.",
      others: [],
      work: [],
    });
    expect(changesOf({ matches: 960, gate: { climb: [agreementAtLeast(0.95), drill] } }).enough).toBe(
      "By itself that would not be enough.",
    );
    expect(
      changesOf({ matches: 925, gate: { stay: [], climb: [agreementAtLeast(0.95), coverageAtLeast(0.99), drill] } }).enough,
    ).toBe("By itself that would not be enough.");
    expect(changesOf({ matches: 990 }).enough).toBeNull();
  });

  test("says what the missing cases come to, to replay and in days where cases say when they were", () => {
    const span = { first: null, last: null, days: 100, middle: 90, dated: 1000, undated: 0 };
    const [replay, days, ...rest] = changesOf({ matches: 960, facts: { span } }).work;
    const more = Number(/About ([\d,]+) more/.exec(replay ?? "")?.[1]?.replace(",", ""));
    expect(replay).toMatch(
      /^About [\d,]+ more cases in which the agent proposes it, if 96\.0% of them go as the check asks that takes the most cases: 1,000 came up in 4,000 cases, so about [\d,]+ cases to replay\.$/,
    );
    const replays = Number(/about ([\d,]+) cases to replay/.exec(replay ?? "")?.[1]?.replace(",", ""));
    expect(replays).toBeGreaterThanOrEqual(more * 4);
    expect(replays).toBeLessThan(more * 4 * 1.1);
    expect(days).toMatch(/^They came up about 10 times a day, so that is about \d+ days of them\.$/);
    expect(rest).toEqual([]);
    expect(changesOf({ matches: 0, n: 0 }).work).toEqual([]);
  });

  test("says nothing of cases where no number of them will do, and of those for staying only where nothing else is open", () => {
    const below = { matches: 949, gate: { stay: [agreementAtLeast(0.948)] } };
    expect(changesOf(below).work).toEqual([]);
    const open = {
      matches: 965,
      gate: { climb: [agreementAtLeast(0.9), coverageAtLeast(0.96)], stay: [coverageAtLeast(0.962)] },
    };
    expect(changesOf(open).others.map(({ staying }) => staying)).toEqual([true]);
    const replays = (given: Given) => Number(/so about ([\d,]+)/.exec(changesOf(given).work[0] ?? "")?.[1]?.replaceAll(",", ""));
    expect(replays(open)).toBe(replays({ ...open, gate: { ...open.gate, stay: [] } }));
    expect(replays({ ...open, gate: { ...open.gate, climb: [agreementAtLeast(0.9)] } })).toBeGreaterThan(replays(open));
  });

  test("says which cases it counts", () => {
    const given = { matches: 99, n: 100, gate: { climb: [outcomesNoWorse(0.02)] }, outcomes: [49, 50] as const };
    expect(changesOf({ ...given, gate: { ...given.gate, stay: [] } }).work).toEqual([]);
    expect(changesOf({ ...given, outcomes: [50, 50] as const }).work[0]).toMatch(
      /^About \d+ more cases of it that turned out well, if all of them go as the check asks that takes the most cases: 50 came up in 4,000 cases/,
    );
  });
});
