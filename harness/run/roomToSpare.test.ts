import { describe, expect, test } from "vitest";
import { NO_FACTS } from "../criteria/evidenceOf.ts";
import { agreementAtLeast, coverageAtLeast, outcomesNoWorse } from "../criteria/index.ts";
import { drillsSeen } from "../evidence/drillsSeen.ts";
import type { Together } from "../gate.ts";
import { randomIndexes } from "../stats/random.ts";
import { countFor } from "./countFor.ts";
import { deskSuite } from "./deskRun.ts";
import { howClose } from "./howClose.ts";
import type { Judgement, TypeJudgement } from "./judgement.ts";
import { judgeTypes } from "./judgeTypes.ts";

const N = 2400;
const DRILLS = drillsSeen([], [], NO_FACTS, { minutes: null, days: 90 });
/** Asked about with the one that is promoted, and without a case. */
const SILENT = { at: "L3", ask: "L4", climb: [agreementAtLeast(0.9)], stay: [] };

const suiteOf = (together: Together) =>
  deskSuite({
    cases: [],
    together,
    actions: {
      pay: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.9), coverageAtLeast(0.5), outcomesNoWorse(0.03)], stay: [] },
      ...Object.fromEntries(["close", "move", "tag"].map((type) => [type, SILENT])),
    },
  });

/** Four of five cases turned out well; in five of all it differed. */
const isGood = (at: number) => at % 5 !== 0;
/** Where some come in clusters, half of the cases stand alone. */
const isAlone = (at: number) => at % 6 < 3;

/** The suite judged over cases in such clusters, each of them one decision, where it differed in so many cases besides. */
function judged(clusterOf: (at: number) => string, flipped: ReadonlySet<number>, together: Together = "holm") {
  const suite = suiteOf(together);
  const count = countFor(suite, { most: 3, weighted: false, cap: 1 });
  for (let at = 0; at < N; at++) {
    const outcome = at % 600 === 7 || flipped.has(at) ? "params" : "match";
    const cell = { decided: "pay", proposed: "pay", outcome, decidedAction: 0, proposedAction: 0 } as const;
    count.add({ id: `c${at}`, cluster: clusterOf(at), attempts: [[cell]], outcomeGood: new Map([["pay", isGood(at)]]) });
  }
  const evidence = new Map([...count.evidence().types].map(([type, seen]) => [type, { ...seen, facts: NO_FACTS }]));
  const types = judgeTypes(suite, evidence, NO_FACTS.wall, (type) => ({
    judge: null,
    confidence: null,
    policy: null,
    drills: DRILLS,
    wider: [],
    looks: [],
    sharesAt: (level) => count.sharesAt(type, level),
  }));
  return { pay: types[0] as TypeJudgement, judgement: { types, together } };
}

/** So many of the good cases, by a draw of one's own. */
function drawn(seed: number, n: number, among: (at: number) => boolean): ReadonlySet<number> {
  const next = randomIndexes(seed, N);
  const picked = new Set<number>();
  while (picked.size < n) {
    const at = next();
    if (isGood(at) && among(at)) picked.add(at);
  }
  return picked;
}

describe.each<[string, (at: number) => string]>([
  ["cases that stand alone", (at) => `${at}`],
  ["as many in clusters of three", (at) => (isAlone(at) ? `${at}` : `${at - (at % 3)}-`)],
])("room to spare, of %s", (_, clusterOf) => {
  const { pay, judgement } = judged(clusterOf, new Set());
  const around = { ...judgement, flow: { excluded: 0, missing: 0, uncounted: 0 }, reads: { types: [] } };
  const said = howClose(around as unknown as Judgement, pay).room ?? "";
  const room = Number(/about (\d+) more disagreements in cases that turned out well/.exec(said)?.[1]);
  const least = Number(/As few as (\d+)/.exec(said)?.[1] ?? room);

  test("page 1, section 2 and section 4 say the same", () => {
    expect(pay.decided.verdict).toBe("promote");
    expect(pay.decided.change).toMatch(new RegExp(`^about ${room} more disagreements with decisions that turned out`));
    // What each of them by itself would leave is more.
    const alone = judged(clusterOf, new Set(), "each").pay.decided.change;
    expect(Number(/^about (\d+) more disagreements with/.exec(alone)?.[1])).toBeGreaterThan(room);
    expect(said).toContain("That four action types were asked about together is counted in.");
  });

  test("judged anew, a third more than it says turn the answer, wherever they fall, and two thirds of the fewest never do", () => {
    const verdicts = (n: number, among = (_: number) => true) =>
      new Set([1, 2, 3, 4, 5].map((seed) => judged(clusterOf, drawn(seed, n, among)).pay.decided.verdict));
    expect(verdicts(Math.ceil((room * 4) / 3))).toEqual(new Set(["insufficient"]));
    expect(verdicts(Math.ceil((least * 4) / 3), isAlone)).toEqual(new Set(["insufficient"]));
    expect(verdicts(Math.floor((least * 2) / 3), isAlone)).toEqual(new Set(["promote"]));
  });
});
